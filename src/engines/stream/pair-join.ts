import { compileTest } from '../../ir/evaluate.ts';
import { type EventRefs, refTimes } from '../../ir/event-refs.ts';
import type { StoreValues } from '../../ir/store-values.ts';
import type { JoinKey } from '../../model/ir.ts';
import { type KeyCodes, keyCodes } from './key-codes.ts';
import { keyCondition } from './key-conditions.ts';
import { isExact, keyedItems, partitionBits } from './keyed-items.ts';
import type { Lag } from './lag.ts';
import { lowerBound } from './lower-bound.ts';
import type { TimedItems } from './partition.ts';
import { PartnerFinder } from './partner-ranges.ts';
import { keepTrue, RowBuffer, type Rows } from './rows.ts';
import { sortEvents } from './sort-by-time.ts';
import { Sweep } from './sweep.ts';

/** The events of a member of the join, in any order; they are put in order of time and origin. */
export interface Member {
  readonly events: EventRefs;
  readonly refs: Uint32Array;
}

/** Events of a side that are joined at once, about: a stretch of time whose columns stay close at hand. */
const STRETCH_ROWS = 1 << 14;

interface Side extends Member {
  readonly times: Float64Array;
  readonly keys: KeyCodes;
}

/** The rows whose earliest event is of one side, the swept one, at the bounds on how much later its partner is. */
interface Phase {
  readonly sweptIs: 0 | 1;
  readonly swept: Side;
  readonly partner: Side;
  readonly low: number;
  readonly high: number;
  /** How far the sides have been gone through. */
  sweptAt: number;
  partnerAt: number;
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
  const first = sideOf(members[0], 0, keys, values);
  const second = sideOf(members[1], 1, keys, values);
  const rows = stretches(phasesOf(first, second, lag));
  if (isExact(first.keys)) yield* rows;
  else {
    const events = [first.events, second.events];
    const tests = keys.map((key) => compileTest(keyCondition(key), events, values));
    for (const block of rows) yield keepTrue(tests, block);
  }
}

function sideOf(member: Member, event: number, keys: readonly JoinKey[], values: StoreValues): Side {
  const { events, refs } = member;
  const times = refTimes(events);
  sortEvents(refs, times, events);
  const fields = keys.map(({ left, right, type }) => {
    const ref = left.at === event ? left : right;
    return { ref: { ...ref, at: 0 }, type };
  });
  return { events, refs, times, keys: keyCodes(fields, [events], values) };
}

/** Of rows whose earliest events have one time, those come first in which it is the first event. */
function phasesOf(first: Side, second: Side, { low, high }: Pick<Lag, 'low' | 'high'>): readonly Phase[] {
  const phases: Phase[] = [];
  const start = { sweptAt: 0, partnerAt: 0 };
  if (high >= 0)
    phases.push({ sweptIs: 0, swept: first, partner: second, low: Math.max(low, 0), high, ...start });
  if (low < 0)
    phases.push({
      sweptIs: 1,
      swept: second,
      partner: first,
      low: Math.max(-high, 1),
      high: -low,
      ...start,
    });
  return phases;
}

function* stretches(phases: readonly Phase[]): Generator<Rows> {
  const reach = Math.max(...phases.map(({ high }) => high));
  const finder = new PartnerFinder();
  const out = new RowBuffer(2);
  for (;;) {
    const from = Math.min(...phases.map(({ swept, sweptAt }) => timeAt(swept, sweptAt)));
    if (from === Number.POSITIVE_INFINITY) break;
    const filled = phases.flatMap(({ swept, sweptAt, partner, partnerAt }) => [
      timeAt(swept, sweptAt + STRETCH_ROWS),
      timeAt(partner, partnerAt + STRETCH_ROWS),
    ]);
    const to = Math.max(Math.min(...filled), from + 4 * reach);
    const sweeps = phases.map((phase) => sweepOf(phase, from, to, finder, out));
    yield* sweptTogether(sweeps);
  }
  if (out.count > 0) yield out.take();
}

function timeAt({ refs, times }: Side, at: number): number {
  return at < refs.length ? times[refs[at]!]! : Number.POSITIVE_INFINITY;
}

/** The rows of a phase whose earliest event is at `from` to `to`, both inclusive. */
function sweepOf(phase: Phase, from: number, to: number, finder: PartnerFinder, out: RowBuffer): Sweep {
  const { swept, partner, low, high } = phase;
  const sweptTo = lowerBound(swept.refs, swept.times, phase.sweptAt, swept.refs.length, to + 1);
  const { length } = partner.refs;
  phase.partnerAt = lowerBound(partner.refs, partner.times, phase.partnerAt, length, from + low);
  const partnerTo = lowerBound(partner.refs, partner.times, phase.partnerAt, length, to + high + 1);
  const bits = partitionBits(Math.max(sweptTo - phase.sweptAt, partnerTo - phase.partnerAt));
  const ranges = finder.find(
    timedItems(swept, phase.sweptAt, sweptTo, bits),
    timedItems(partner, phase.partnerAt, partnerTo, bits),
    low,
    high,
  );
  phase.sweptAt = sweptTo;
  return new Sweep(swept, partner, ranges, phase.sweptIs, out);
}

function timedItems({ refs, times, keys }: Side, from: number, to: number, bits: number): TimedItems {
  const rows = { count: to - from, refs: [refs.subarray(from, to)] };
  return { keyed: keyedItems(rows, refs.slice(from, to), keys, bits), times };
}

function* sweptTogether([one, other]: readonly Sweep[]): Generator<Rows> {
  while (one !== undefined && one.time < Number.POSITIVE_INFINITY) {
    const until = other?.time ?? Number.POSITIVE_INFINITY;
    if (one.time <= until) yield* one.run(until);
    else yield* other!.run(one.time - 1);
  }
  if (other !== undefined) yield* other.run(Number.POSITIVE_INFINITY);
}
