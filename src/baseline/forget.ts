import { Ledger } from './ledger.ts';
import { hasDay, maskOfDays, WINDOW_DAYS } from './ring.ts';
import type { Rows } from './rows.ts';
import type { Lease, Snapshot } from './snapshot.ts';

type Mask = readonly [low: number, high: number];

const NO_DAYS: Mask = [0, 0];
const ALL_DAYS: Mask = [-1, -1];

/**
 * Without all that a host said and was told, and without its name or address. The bytes are those of a snapshot that
 * never saw it, as long as no day has fallen out of the window for its sake alone. Inputs and allowances stay: the
 * one says what was read, the other what a person said.
 */
export function forgetHost(snapshot: Snapshot, host: string): Snapshot {
  const id = snapshot.hosts.indexOf(host);
  return sifted(
    snapshot,
    (client, server) => (client === id || server === id ? NO_DAYS : ALL_DAYS),
    (lease) => (lease.host === host || lease.address === host ? NO_DAYS : ALL_DAYS),
  );
}

/** Without all that one host asked of another. */
export function forgetEdge(snapshot: Snapshot, client: string, server: string): Snapshot {
  const from = snapshot.hosts.indexOf(client);
  const to = snapshot.hosts.indexOf(server);
  return sifted(
    snapshot,
    (x, y) => (x === from && y === to ? NO_DAYS : ALL_DAYS),
    () => ALL_DAYS,
  );
}

/** Without all days before that one. */
export function forgetBefore(snapshot: Snapshot, day: number): Snapshot {
  const left = maskOfDays(Math.max(day, snapshot.last - WINDOW_DAYS + 1), snapshot.last);
  return sifted(
    snapshot,
    () => left,
    () => left,
  );
}

/** With the days alone that stay, of rows, ports and names. The verdicts are empty. */
function sifted(
  snapshot: Snapshot,
  ofPair: (client: number, server: number) => Mask,
  ofLease: (lease: Lease) => Mask,
): Snapshot {
  const rows = siftRows(snapshot.rows, ofPair);
  const ports = siftRows(snapshot.ports, ofPair);
  const names = snapshot.names.map((lease) => {
    const [low, high] = ofLease(lease);
    return { ...lease, daysLow: (lease.daysLow & low) >>> 0, daysHigh: (lease.daysHigh & high) >>> 0 };
  });
  const last = latest(snapshot.last, [rows, ports], names);
  return new Ledger({ from: { ...snapshot, rows, ports, names, last } }).snapshot();
}

function siftRows(rows: Rows, ofPair: (client: number, server: number) => Mask): Rows {
  const { length, client, server } = rows;
  const left = {
    ...rows,
    daysLow: new Uint32Array(length),
    daysHigh: new Uint32Array(length),
    nightsLow: new Uint32Array(length),
    nightsHigh: new Uint32Array(length),
  };
  for (let row = 0; row < length; row++) {
    const [low, high] = ofPair(client[row]!, server[row]!);
    left.daysLow[row] = rows.daysLow[row]! & low;
    left.daysHigh[row] = rows.daysHigh[row]! & high;
    left.nightsLow[row] = rows.nightsLow[row]! & low;
    left.nightsHigh[row] = rows.nightsHigh[row]! & high;
  }
  return left;
}

/** The latest day that is left, -1 where none is. @param last the latest day before */
function latest(last: number, tables: readonly Rows[], names: readonly Lease[]): number {
  let low = 0;
  let high = 0;
  for (const { length, daysLow, daysHigh } of tables)
    for (let row = 0; row < length; row++) {
      low |= daysLow[row]!;
      high |= daysHigh[row]!;
    }
  for (const { daysLow, daysHigh } of names) {
    low |= daysLow;
    high |= daysHigh;
  }
  if ((low | high) === 0) return -1;
  let day = last;
  while (!hasDay(low, high, day)) day -= 1;
  return day;
}
