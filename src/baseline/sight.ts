import { type DecayTable, decayed, decayTable } from './decay.ts';
import type { Frame, Pairs } from './frame.ts';
import type { Parameters } from './parameters.ts';
import { highBit, lowBit } from './ring.ts';

/** What one day's judgement sees: the days before it, and the day itself. */
export interface Sight {
  readonly day: number;
  readonly parameters: Parameters;
  /** Hosts seen up to the day, itself included. */
  readonly hostCount: number;
  readonly table: DecayTable;
  readonly low: number;
  readonly high: number;
}

export function sightOf(frame: Frame, day: number, parameters: Parameters): Sight {
  let hostCount = 0;
  for (const first of frame.hostFirst) if (first <= day) hostCount++;
  const table = decayTable(day, frame.last, parameters.halfLife);
  return { day, parameters, hostCount, table, low: lowBit(day), high: highBit(day) };
}

/** A pair, or row, is known from days before, which the guard does not hold. */
export const KNOWN = 1;
/** It was seen on the day itself. */
export const TODAY = 2;
/** It was seen on the day itself, for all that is known for the first time. */
export const NEW_TODAY = 2;

export interface PairStates {
  /** What the days of a known pair count for together; 0 of others. */
  readonly counts: Float64Array;
  /** `KNOWN` and `TODAY`, or'd. */
  readonly state: Uint8Array;
}

/** @param held whether the guard holds a pair, which then is not known */
export function pairStates(
  sight: Sight,
  pairs: Pairs,
  held: (pair: number) => boolean = () => false,
): PairStates {
  const counts = new Float64Array(pairs.length);
  const state = new Uint8Array(pairs.length);
  const { live } = sight.parameters;
  for (let p = 0; p < pairs.length; p++) {
    const [low, high] = [pairs.low[p]!, pairs.high[p]!];
    const count = decayed(sight.table, low, high);
    if (count > live && !held(p)) {
      counts[p] = count;
      state[p] = KNOWN;
    }
    if (isToday(sight, low, high)) state[p]! |= TODAY;
  }
  return { counts, state };
}

export function isToday(sight: Sight, low: number, high: number): boolean {
  return ((low & sight.low) | (high & sight.high)) !== 0;
}
