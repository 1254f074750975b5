import { compileTest } from '../../ir/evaluate.ts';
import { type EventRefs, refTimes } from '../../ir/event-refs.ts';
import type { StoreValues } from '../../ir/store-values.ts';
import type { JoinKey } from '../../model/ir.ts';
import { keyCodes } from './key-codes.ts';
import { keyCondition } from './key-conditions.ts';
import { isExact, keyedItems, partitionBits } from './keyed-items.ts';
import type { Lag } from './lag.ts';
import type { TimedItems } from './partition.ts';
import { partnerRanges } from './partner-ranges.ts';
import { keepTrue, RowBuffer, type Rows } from './rows.ts';
import { settleTie } from './sort-by-time.ts';
import { Spare } from './spare.ts';
import { Sweep, type SweptSide } from './sweep.ts';

/** The events of a member of the join, in any order; the array is used up. */
export interface Member {
  readonly events: EventRefs;
  readonly refs: Uint32Array;
}

type Side = TimedItems & SweptSide & { readonly exact: boolean };

/**
 * Joins two sets of single events by keys and the lag of the second behind the first. The rows come in the order
 * of an output and are never all in memory: both sides are partitioned by their keys, each event is given the
 * range of its partners, and the events that have any are gone through in order of time.
 */
export function* joinPairs(
  members: readonly [Member, Member],
  keys: readonly JoinKey[],
  { low, high }: Pick<Lag, 'low' | 'high'>,
  values: StoreValues,
): Generator<Rows> {
  const spare = new Spare();
  const bits = partitionBits(Math.max(members[0].refs.length, members[1].refs.length));
  const first = sideOf(members[0], 0, keys, bits, values, spare);
  const second = sideOf(members[1], 1, keys, bits, values, spare);
  const out = new RowBuffer(2);
  const sweeps: Sweep[] = [];
  if (high >= 0) {
    const ranges = partnerRanges(first, second, Math.max(low, 0), high, spare);
    sweeps.push(new Sweep(first, second, ranges, 0, out));
  }
  if (low < 0) {
    const ranges = partnerRanges(second, first, Math.max(-high, 1), -low, spare);
    sweeps.push(new Sweep(second, first, ranges, 1, out));
  }
  if (first.exact) yield* sweptTogether(sweeps, out);
  else {
    const events = [first.events, second.events];
    const tests = keys.map((key) => compileTest(keyCondition(key), events, values));
    for (const rows of sweptTogether(sweeps, out)) yield keepTrue(tests, rows);
  }
}

/** Of rows whose earliest events have one time, those come first in which it is the first event. */
function* sweptTogether([one, other]: readonly Sweep[], out: RowBuffer): Generator<Rows> {
  while (one !== undefined && one.time < Number.POSITIVE_INFINITY) {
    const until = other?.time ?? Number.POSITIVE_INFINITY;
    if (one.time <= until) yield* one.run(until);
    else yield* other!.run(one.time - 1);
  }
  if (other !== undefined) yield* other.run(Number.POSITIVE_INFINITY);
  if (out.count > 0) yield out.take();
}

function sideOf(
  { events, refs }: Member,
  event: number,
  keys: readonly JoinKey[],
  bits: number,
  values: StoreValues,
  spare: Spare,
): Side {
  const fields = keys.map(({ left, right, type }) => {
    const ref = left.at === event ? left : right;
    return { ref: { ...ref, at: 0 }, type };
  });
  const codes = keyCodes(fields, [events], values);
  const times = refTimes(events);
  return {
    events,
    times,
    exact: isExact(codes),
    keyed: keyedItems({ count: refs.length, refs: [refs] }, refs, codes, bits, spare),
    settleTie: (items, from, to) => settleTie(items, from, to, events),
  };
}
