import { WINDOW_DAYS } from './ring.ts';

/** A day later than any. */
export const NEVER = 0x7fffffff;

/** The earliest day of a mask; `NEVER` of an empty one. @param last the latest day of the window */
export function firstDay(low: number, high: number, last: number): number {
  const oldest = last - WINDOW_DAYS + 1;
  const turn = oldest & 31;
  const inLow = (oldest & 63) < 32;
  const near = inLow ? low : high;
  const far = inLow ? high : low;
  const first = turn === 0 ? near : (near >>> turn) | (far << (32 - turn));
  if (first !== 0) return oldest + lowestBit(first);
  const second = turn === 0 ? far : (far >>> turn) | (near << (32 - turn));
  return second === 0 ? NEVER : oldest + 32 + lowestBit(second);
}

function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}
