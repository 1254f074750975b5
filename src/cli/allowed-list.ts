import { type Allowance, sortedAllowances } from '../baseline/allowance.ts';
import { callName } from '../baseline/call-key.ts';
import { formatDay } from '../baseline/day-number.ts';
import type { Snapshot } from '../baseline/snapshot.ts';
import { grouped } from '../columns/printer/quantity.ts';
import { left, right, type TitledList } from './titled-lists.ts';

/** As it is printed; `hidden` is absent where nothing has been judged yet. */
export interface ListedAllowance extends Pick<Allowance, 'client' | 'server' | 'call'> {
  readonly who: string;
  readonly why: string;
  readonly until?: string;
  /** Odd conversations that it kept from being leads in the last four weeks. */
  readonly hidden?: number;
}

export function entriesOf({ allowed, verdicts }: Snapshot): readonly ListedAllowance[] {
  return sortedAllowances(allowed).map(({ client, server, call, who, why, until }, i) => ({
    client,
    server,
    call,
    who,
    why,
    ...(until === null ? {} : { until: formatDay(until) }),
    ...(verdicts.hidden[i] === undefined ? {} : { hidden: verdicts.hidden[i] }),
  }));
}

export function allowedList(entries: readonly ListedAllowance[]): TitledList {
  return {
    columns: [left('allowed'), left('call'), left('until'), right('hid'), left('who'), left('why')],
    rows: entries.map(({ client, server, call, until, hidden, who, why }) => [
      `${client} → ${server}`,
      call === '*' ? 'any' : callName(call),
      until ?? 'for ever',
      hidden === undefined ? '?' : grouped(hidden),
      who,
      why,
    ]),
  };
}
