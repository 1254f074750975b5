import { formatDay } from './day-number.ts';
import { compareTexts } from './text-order.ts';

/** What a person has said is in order. */
export interface Allowance {
  /** A host as the snapshot names it; `*` stands for any. */
  readonly client: string;
  readonly server: string;
  /** A call's key, that of an interface standing for all its operations as well; `*` stands for any. */
  readonly call: string;
  readonly who: string;
  readonly why: string;
  /** The last day on which it holds; null for ever. */
  readonly until: number | null;
}

/** Whether it speaks of this, on that day. */
export function allows(
  allowance: Allowance,
  client: string,
  server: string,
  call: string,
  day: number,
): boolean {
  return (
    (allowance.until === null || day <= allowance.until) &&
    covers(allowance.client, client) &&
    covers(allowance.server, server) &&
    (covers(allowance.call, call) || call.startsWith(`${allowance.call}#`))
  );
}

/** Each once, in the order of what they allow, then until when, by whom and why. */
export function sortedAllowances(all: readonly Allowance[]): readonly Allowance[] {
  const byText = new Map(all.map((one) => [textOf(one), one]));
  return [...byText].sort(([a], [b]) => compareTexts(a, b)).map(([, one]) => one);
}

function covers(allowed: string, name: string): boolean {
  return allowed === '*' || allowed === name;
}

function textOf({ client, server, call, until, who, why }: Allowance): string {
  return [client, server, call, until === null ? '' : formatDay(until), who, why].join('\n');
}
