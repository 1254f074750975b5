import type { Mark, Side } from '../stream/byte-sink.ts';
import type { PresentationContext } from './presentation.ts';
import type { RpcAuth, RpcBind } from './rpc-observer.ts';

/** A bind or alter_context that waits for its answer, or for those before it to leave. */
export interface OpenBind {
  readonly kind: 'bind';
  readonly side: Side;
  readonly callId: number;
  /** In the order of the PDU; null where it only negotiates features. */
  readonly contexts: readonly (PresentationContext | null)[];
  readonly alter: boolean;
  readonly auth: RpcAuth | null;
  readonly mark: Mark;
  associationGroup: number;
  secondaryAddress: string | null;
  answeredAt: Mark | null;
  /** Whether bytes are missing in which its answer may have stood. */
  missed: boolean;
  fault: number | null;
  done: boolean;
}

/** One bind for each interface, whatever the number of contexts that ask for it. */
export function bindsOf(open: OpenBind): RpcBind[] {
  const chosen: PresentationContext[] = [];
  for (const context of open.contexts) {
    if (context === null) continue;
    const known = chosen.findIndex((other) => areOfOneInterface(context, other));
    if (known < 0) chosen.push(context);
    else if (chosen[known]!.result !== 'accepted' && context.result === 'accepted') chosen[known] = context;
  }
  const { side, fault, alter, auth, associationGroup, secondaryAddress, mark, answeredAt } = open;
  return chosen.map((context) => ({
    side,
    interface: context.interface,
    version: context.version,
    contextId: context.id,
    result: context.result,
    reason: context.reason,
    fault,
    alter,
    auth,
    associationGroup,
    secondaryAddress,
    mark,
    answeredAt,
  }));
}

function areOfOneInterface(one: PresentationContext, other: PresentationContext): boolean {
  return one.interface === other.interface && one.version === other.version;
}
