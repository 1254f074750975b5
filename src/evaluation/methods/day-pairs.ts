import { countDays, hasDay, maskOfDays, WINDOW_DAYS } from '../../baseline/ring.ts';
import type { Snapshot } from '../../baseline/snapshot.ts';
import { grouped } from '../grouped.ts';

/** A pair on a day on which it was seen. */
export interface DayPair {
  readonly client: number;
  readonly server: number;
  /** Days before on which it was seen. */
  readonly before: number;
  /** Clients that knew the server before. */
  readonly serverClients: number;
  readonly calls: readonly number[];
}

/** Pairs of a snapshot that were seen on a day, in its order. */
export function dayPairs({ rows, hosts }: Snapshot, day: number): readonly DayPair[] {
  const [low, high] = maskOfDays(day - WINDOW_DAYS + 1, day - 1);
  const known = new Int32Array(hosts.length);
  const found: (DayPair & { readonly calls: number[] })[] = [];
  for (let row = 0; row < rows.length; ) {
    const client = rows.client[row]!;
    const server = rows.server[row]!;
    let daysLow = 0;
    let daysHigh = 0;
    const calls: number[] = [];
    for (; row < rows.length && rows.client[row] === client && rows.server[row] === server; row++) {
      daysLow |= rows.daysLow[row]!;
      daysHigh |= rows.daysHigh[row]!;
      if (hasDay(rows.daysLow[row]!, rows.daysHigh[row]!, day)) calls.push(rows.call[row]!);
    }
    const before = countDays(daysLow & low, daysHigh & high);
    if (before > 0) known[server]! += 1;
    if (calls.length > 0) found.push({ client, server, before, serverClients: 0, calls });
  }
  return found.map((pair) => ({ ...pair, serverClients: known[pair.server]! }));
}

/** Pairs by client. */
export function byClient(pairs: readonly DayPair[]): ReadonlyMap<number, readonly DayPair[]> {
  return grouped(pairs, ({ client }) => client);
}
