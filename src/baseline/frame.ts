import { type CallLevel, levelOf } from './call-key.ts';
import { firstDay, NEVER } from './first-day.ts';
import { highBit, lowBit } from './ring.ts';
import type { Snapshot } from './snapshot.ts';

/** The rows of a snapshot, arranged to be judged day by day. */
export interface Frame {
  readonly snapshot: Snapshot;
  readonly hostCount: number;
  readonly last: number;
  /** The earliest day with anything seen; `NEVER` where nothing was. */
  readonly first: number;
  /** The first day on which a host was seen, as client or server; `NEVER` for one that only ports or names have. */
  readonly hostFirst: Int32Array;
  /** The day of a client's own on which it counts as settled: see `settledAfter`. */
  readonly settled: Int32Array;
  /** Who spoke to whom, whatever is known of it. */
  readonly pairs: Pairs;
  /** Pairs whose clients asked the server for netlogon, and when. */
  readonly netlogon: Pairs;
  readonly levels: readonly LevelFrame[];
}

/** By client, then server. */
export interface Pairs {
  readonly length: number;
  readonly client: Int32Array;
  readonly server: Int32Array;
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

/** Rows of one level, by pair; those of a client stand together. */
export interface LevelFrame extends Pairs {
  readonly name: CallLevel;
  /** The first day of a pair at this level. */
  readonly first: Int32Array;
  /** Index into the frame's pairs. */
  readonly pair: Int32Array;
  /** The rows of pair p are those from rowStart[p] up to rowStart[p + 1]. */
  readonly rowStart: Int32Array;
  /** Into `calls`. */
  readonly rowCall: Int32Array;
  readonly rowLow: Uint32Array;
  readonly rowHigh: Uint32Array;
  /** Into the snapshot's calls: those of this level. */
  readonly calls: Int32Array;
  readonly callFirst: Int32Array;
}

const NETLOGON = '12345678-1234-abcd-ef00-01234567cffb';
const LEVELS: readonly CallLevel[] = ['operation', 'interface', 'transport'];

export function frameOf(snapshot: Snapshot, settledAfter: number): Frame {
  const { last } = snapshot;
  const hostCount = snapshot.hosts.length;
  const pairs = gatherPairs(
    snapshot,
    rowsOf(snapshot, () => true),
  );
  const hostFirst = new Int32Array(hostCount).fill(NEVER);
  let first = NEVER;
  for (let p = 0; p < pairs.length; p++) {
    const day = firstDay(pairs.low[p]!, pairs.high[p]!, last);
    const x = pairs.client[p]!;
    const y = pairs.server[p]!;
    if (day < hostFirst[x]!) hostFirst[x] = day;
    if (day < hostFirst[y]!) hostFirst[y] = day;
    if (day < first) first = day;
  }
  return {
    snapshot,
    hostCount,
    last,
    first,
    hostFirst,
    settled: settledDays(pairs, hostCount, last, settledAfter),
    pairs,
    netlogon: gatherPairs(
      snapshot,
      rowsOf(snapshot, (key) => key.startsWith(NETLOGON)),
    ),
    levels: LEVELS.flatMap((name) => {
      const own = rowsOf(snapshot, (key) => levelOf(key) === name);
      return own.length === 0 ? [] : [levelFrame(snapshot, name, own, pairs)];
    }),
  };
}

/** The rows of some calls, ascending. */
function rowsOf({ rows, calls }: Snapshot, isWanted: (key: string) => boolean): Int32Array {
  const wanted = Uint8Array.from(calls, (key) => (isWanted(key) ? 1 : 0));
  const found = new Int32Array(rows.length);
  let count = 0;
  for (let row = 0; row < rows.length; row++) if (wanted[rows.call[row]!] === 1) found[count++] = row;
  return found.subarray(0, count);
}

function gatherPairs({ rows }: Snapshot, some: Int32Array): Pairs {
  const client = new Int32Array(some.length);
  const server = new Int32Array(some.length);
  const low = new Uint32Array(some.length);
  const high = new Uint32Array(some.length);
  let p = -1;
  for (let at = 0; at < some.length; at++) {
    const row = some[at]!;
    const x = rows.client[row]!;
    const y = rows.server[row]!;
    if (p < 0 || client[p] !== x || server[p] !== y) {
      p++;
      client[p] = x;
      server[p] = y;
    }
    low[p]! |= rows.daysLow[row]!;
    high[p]! |= rows.daysHigh[row]!;
  }
  const length = p + 1;
  return {
    length,
    client: client.slice(0, length),
    server: server.slice(0, length),
    low: low.slice(0, length),
    high: high.slice(0, length),
  };
}

function levelFrame(snapshot: Snapshot, name: CallLevel, some: Int32Array, pairs: Pairs): LevelFrame {
  const { rows, last } = snapshot;
  const own = gatherPairs(snapshot, some);
  const local = new Int32Array(snapshot.calls.length).fill(-1);
  const calls: number[] = [];
  const callFirst: number[] = [];
  const rowCall = new Int32Array(some.length);
  const rowLow = new Uint32Array(some.length);
  const rowHigh = new Uint32Array(some.length);
  const rowStart = new Int32Array(own.length + 1);
  const pair = new Int32Array(own.length);
  const first = new Int32Array(own.length);
  let p = -1;
  let union = 0;
  for (let at = 0; at < some.length; at++) {
    const row = some[at]!;
    const x = rows.client[row]!;
    const y = rows.server[row]!;
    if (p < 0 || own.client[p] !== x || own.server[p] !== y) {
      p++;
      rowStart[p] = at;
      first[p] = firstDay(own.low[p]!, own.high[p]!, last);
      while (pairs.client[union] !== x || pairs.server[union] !== y) union++;
      pair[p] = union;
    }
    const call = rows.call[row]!;
    if (local[call]! < 0) {
      local[call] = calls.length;
      calls.push(call);
      callFirst.push(NEVER);
    }
    const c = local[call]!;
    const low = rows.daysLow[row]!;
    const high = rows.daysHigh[row]!;
    rowCall[at] = c;
    rowLow[at] = low;
    rowHigh[at] = high;
    const day = firstDay(low, high, last);
    if (day < callFirst[c]!) callFirst[c] = day;
  }
  rowStart[own.length] = some.length;
  return {
    name,
    ...own,
    first,
    pair,
    rowStart,
    rowCall,
    rowLow,
    rowHigh,
    calls: Int32Array.from(calls),
    callFirst: Int32Array.from(callFirst),
  };
}

/** The nth day on which a client spoke to anybody; `NEVER` where there are fewer. */
function settledDays(pairs: Pairs, hostCount: number, last: number, nth: number): Int32Array {
  const low = new Uint32Array(hostCount);
  const high = new Uint32Array(hostCount);
  for (let p = 0; p < pairs.length; p++) {
    low[pairs.client[p]!]! |= pairs.low[p]!;
    high[pairs.client[p]!]! |= pairs.high[p]!;
  }
  return Int32Array.from(low, (_, host) => {
    let day = NEVER;
    for (let n = 0; n < nth; n++) {
      day = firstDay(low[host]!, high[host]!, last);
      if (day === NEVER) break;
      low[host]! &= ~lowBit(day);
      high[host]! &= ~highBit(day);
    }
    return day;
  });
}
