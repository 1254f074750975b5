import type { Micros } from '../model/time.ts';

/**
 * A name for a connection that depends on its first packet alone, so that every run gives the same.
 * @param tuple source, destination, source port, destination port @returns 16 hexadecimal digits
 */
export function flowId(tuple: Uint8Array, sequence: number, time: Micros): string {
  let low = 0x9e3779b9;
  let high = 0x85ebca6b;
  const take = (word: number) => {
    low = Math.imul(low ^ word, 0x01000193);
    low ^= low >>> 15;
    high = Math.imul(high ^ word ^ low, 0xc2b2ae35);
    high ^= high >>> 13;
  };
  for (const byte of tuple) take(byte);
  take(sequence);
  take(Math.floor(time / 0x1_0000_0000));
  take((time % 0x1_0000_0000) | 0);
  take(low);
  take(high);
  return hex(high) + hex(low);
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
