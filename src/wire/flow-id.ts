import type { Micros } from '../model/time.ts';

const WORD = 0x1_0000_0000;

/**
 * A name for a connection that depends on its first packet alone, so that every run gives the same.
 * @param tuple source, destination, source port, destination port @returns 16 hexadecimal digits
 */
export function flowId(tuple: Uint8Array, sequence: number, time: Micros): string {
  let low = 0x9e3779b9;
  let high = 0x85ebca6b;
  const take = (word: number) => {
    low = mix(low ^ word);
    high = mix((high + word) ^ low);
  };
  for (let i = 0; i < tuple.length; i += 4)
    take((tuple[i]! << 24) | (tuple[i + 1]! << 16) | (tuple[i + 2]! << 8) | tuple[i + 3]!);
  take(sequence);
  take(Math.floor(time / WORD));
  take((time % WORD) | 0);
  return hex(high) + hex(low);
}

/** The finisher of MurmurHash3: every bit of the word moves every bit of the result. */
function mix(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
