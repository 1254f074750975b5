import type { Mark, Side } from '../stream/byte-sink.ts';
import type { PresentationContext } from './presentation.ts';
import type { RpcAuth, RpcCall } from './rpc-observer.ts';
import type { Stub } from './stub.ts';

/** A call that waits for its answer, or for those before it to leave. */
export interface OpenCall {
  readonly kind: 'call';
  readonly side: Side;
  readonly callId: number;
  readonly contextId: number;
  readonly context: PresentationContext | null;
  readonly opnum: number;
  readonly object: string | null;
  readonly auth: RpcAuth | null;
  readonly littleEndian: boolean;
  readonly request: Stub;
  readonly response: Stub;
  /** The packet of the last fragment of the request so far. */
  mark: Mark;
  /** Whether that fragment was the last. */
  asked: boolean;
  /** Whether a fragment of the answer was seen, and whether the last. */
  answering: boolean;
  answered: boolean;
  responseLittleEndian: boolean;
  answeredAt: Mark | null;
  /** Whether bytes are missing in which its answer may have stood. */
  missed: boolean;
  cancelled: boolean;
  fault: number | null;
  done: boolean;
}

/** The call as it stands. Its stubs leave with it. */
export function callOf(open: OpenCall): RpcCall {
  const { side, context, contextId, callId, opnum, object, fault, auth } = open;
  if (!open.asked) open.request.spoil();
  if (!open.answered) open.response.spoil();
  const outcome = open.answering ? 'answered' : open.cancelled ? 'cancelled' : 'unanswered';
  return {
    side,
    interface: context?.interface ?? null,
    version: context?.version ?? null,
    contextId,
    callId,
    opnum,
    object,
    outcome: fault === null ? outcome : 'fault',
    fault,
    auth,
    ndr64: context?.ndr64 ?? false,
    requestBytes: open.request.length,
    responseBytes: open.response.length,
    mark: open.mark,
    answeredAt: open.answeredAt,
    request: open.request.take(),
    response: open.response.take(),
    littleEndian: open.littleEndian,
    responseLittleEndian: open.responseLittleEndian,
  };
}
