import { WINDOW_DAYS } from './ring.ts';

/** What the days of a mask count for, as seen from one day: a table by byte of the mask and its value. */
export type DecayTable = Float64Array;

/**
 * Days before `day` count 2^(-age / halfLife), an age of 1 being the day before; `day` itself and what comes after
 * count nothing. @param last the latest day of the window
 */
export function decayTable(day: number, last: number, halfLife: number): DecayTable {
  const weight = new Float64Array(WINDOW_DAYS);
  for (let past = last - WINDOW_DAYS + 1; past < day; past++)
    weight[past & 63] = 2 ** ((past - day) / halfLife);
  const table = new Float64Array(8 * 256);
  for (let byte = 0; byte < 8; byte++)
    for (let value = 1; value < 256; value++) {
      const lowest = 31 - Math.clz32(value & -value);
      table[byte * 256 + value] = table[byte * 256 + (value & (value - 1))]! + weight[byte * 8 + lowest]!;
    }
  return table;
}

/** The sum over the days of a mask. */
export function decayed(table: DecayTable, low: number, high: number): number {
  return (
    table[low & 255]! +
    table[256 + ((low >>> 8) & 255)]! +
    table[512 + ((low >>> 16) & 255)]! +
    table[768 + (low >>> 24)]! +
    table[1024 + (high & 255)]! +
    table[1280 + ((high >>> 8) & 255)]! +
    table[1536 + ((high >>> 16) & 255)]! +
    table[1792 + (high >>> 24)]!
  );
}
