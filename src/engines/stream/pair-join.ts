import { compileTest } from '../../ir/evaluate.ts';
import { type EventRefs, refTimes } from '../../ir/event-refs.ts';
import { compareOrigins } from '../../ir/order.ts';
import type { StoreValues } from '../../ir/store-values.ts';
import type { JoinKey } from '../../model/ir.ts';
import type { TimedItems } from './digest-index.ts';
import { type KeyCodes, type KeyField, keyCodes } from './key-codes.ts';
import { keyCondition } from './key-conditions.ts';
import { isExact, keyedItems, partitionBits } from './keyed-items.ts';
import type { Lag } from './lag.ts';
import { PartnerFinder } from './partner-ranges.ts';
import { keepTrue, RowBuffer, type Rows } from './rows.ts';
import { Sweep } from './sweep.ts';
import { type BucketedRefs, bucketByTime, gridOver, type TimeGrid } from './time-buckets.ts';

/** The events of a member of the join, in ascending order of their refs. */
export interface Member {
  readonly events: EventRefs;
  readonly refs: Uint32Array;
}

/** Events of a side that are joined at once, about: a stretch of time whose columns stay close at hand. */
const STRETCH_ROWS = 1 << 14;

interface Side extends Member, BucketedRefs {
  readonly times: Float64Array;
  readonly keys: KeyCodes;
}

/** The rows whose earliest event is of one side, the swept one, and the bounds on how much later its partner is. */
interface Phase {
  readonly sweptIs: 0 | 1;
  readonly swept: Side;
  readonly partner: Side;
  readonly low: number;
  readonly high: number;
}

/**
 * Joins two sets of single events by keys and the lag of the second behind the first. The rows come in the order
 * of an output and are never all in memory: stretch by stretch of time, each event is given the range of its
 * partners among the events of the other side that the lag can reach, and those that have any are swept over.
 */
export function* joinPairs(
  members: readonly [Member, Member],
  keys: readonly JoinKey[],
  lag: Pick<Lag, 'low' | 'high'>,
  values: StoreValues,
): Generator<Rows> {
  const timed = members.map((member) => ({ ...member, times: refTimes(member.events) }));
  const grid = gridOver(timed);
  const [first, second] = timed.map(({ events, refs, times }, event): Side => {
    const codes = keyCodes(keyFields(keys, event), [events], values);
    return { events, times, keys: codes, ...bucketByTime(refs, times, grid) };
  }) as [Side, Side];
  const rows = stretches(phasesOf(first, second, lag), grid);
  if (isExact(first.keys)) yield* rows;
  else {
    const events = [first.events, second.events];
    const tests = keys.map((key) => compileTest(keyCondition(key), events, values));
    for (const block of rows) yield keepTrue(tests, block);
  }
}

function keyFields(keys: readonly JoinKey[], event: number): readonly KeyField[] {
  return keys.map(({ left, right, type }) => {
    const ref = left.at === event ? left : right;
    return { ref: { ...ref, at: 0 }, type };
  });
}

/** Of rows whose earliest events have one time, those come first in which it is the first event. */
function phasesOf(first: Side, second: Side, { low, high }: Pick<Lag, 'low' | 'high'>): readonly Phase[] {
  const phases: Phase[] = [];
  if (high >= 0) phases.push({ sweptIs: 0, swept: first, partner: second, low: Math.max(low, 0), high });
  if (low < 0)
    phases.push({
      sweptIs: 1,
      swept: second,
      partner: first,
      low: Math.max(-high, 1),
      high: -low,
    });
  return phases;
}

function* stretches(phases: readonly Phase[], { width, buckets }: TimeGrid): Generator<Rows> {
  const reach = Math.max(...phases.map(({ high }) => high));
  const finder = new PartnerFinder();
  const out = new RowBuffer(2);
  for (let from = 0; from < buckets; ) {
    let to = Math.min(buckets, from + Math.max(1, Math.ceil((4 * reach) / width)));
    while (to < buckets && phases.every(({ swept }) => rowsIn(swept, from, to) < STRETCH_ROWS)) to += 1;
    const sweeps = phases.map((phase): Sweep => {
      const { swept, partner, low, high, sweptIs } = phase;
      const partnerFrom = Math.min(buckets, from + Math.floor(low / width));
      const partnerTo = Math.min(buckets, to + Math.ceil(high / width));
      const bits = partitionBits(Math.max(rowsIn(swept, from, to), rowsIn(partner, partnerFrom, partnerTo)));
      const side = timedItems(swept, from, to, bits);
      const other = timedItems(partner, partnerFrom, partnerTo, bits);
      return new Sweep(swept, partner, finder.find(side, other, low, high), sweptIs, out);
    });
    yield* sweptTogether(sweeps);
    from = to;
  }
  if (out.count > 0) yield out.take();
}

function rowsIn({ starts }: Side, from: number, to: number): number {
  return starts[to]! - starts[from]!;
}

/** The events of a side in the buckets `from` up to `to`. */
function timedItems(
  { events, refs, starts, times, keys }: Side,
  from: number,
  to: number,
  bits: number,
): TimedItems {
  const column = refs.subarray(starts[from], starts[to]);
  const rows = { count: column.length, refs: [column] };
  const compareTied = (a: number, b: number) => compareOrigins(events, a, b);
  return { keyed: keyedItems(rows, column.slice(), keys, bits), times, compareTied };
}

function* sweptTogether([one, other]: readonly Sweep[]): Generator<Rows> {
  while (one !== undefined && one.time < Number.POSITIVE_INFINITY) {
    const until = other?.time ?? Number.POSITIVE_INFINITY;
    if (one.time <= until) yield* one.run(until);
    else yield* other!.run(one.time - 1);
  }
  if (other !== undefined) yield* other.run(Number.POSITIVE_INFINITY);
}
