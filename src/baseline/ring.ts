/**
 * Days as a mask of 64 bits in two halves: the bit of a day is its number modulo 64. Which of the days it is
 * that share a bit is told by the latest day known: the window is the 64 days up to it, and no bit stands for
 * a day outside. A mask thus need not change when time goes on.
 */
export const WINDOW_DAYS = 64;

/** The low half of the mask of one day. */
export function lowBit(day: number): number {
  const bit = day & 63;
  return bit < 32 ? 1 << bit : 0;
}

/** The high half of the mask of one day. */
export function highBit(day: number): number {
  const bit = day & 63;
  return bit < 32 ? 0 : 1 << (bit - 32);
}

/** Whether the mask holds the day, which must lie in the window. */
export function hasDay(low: number, high: number, day: number): boolean {
  return ((low & lowBit(day)) | (high & highBit(day))) !== 0;
}

/** The mask, low and high half, of the days from … to, both in it; of all where they are 64 or more. */
export function maskOfDays(from: number, to: number): readonly [low: number, high: number] {
  let low = 0;
  let high = 0;
  for (let day = Math.max(from, to - WINDOW_DAYS + 1); day <= to; day++) {
    low |= lowBit(day);
    high |= highBit(day);
  }
  return [low, high];
}

/** The days of a mask in ascending order, where `last` is the latest day of the window. */
export function daysOf(low: number, high: number, last: number): number[] {
  const days: number[] = [];
  for (let day = last - WINDOW_DAYS + 1; day <= last; day++) if (hasDay(low, high, day)) days.push(day);
  return days;
}

/** How many days a mask holds. */
export function countDays(low: number, high: number): number {
  return countBits(low) + countBits(high);
}

function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
