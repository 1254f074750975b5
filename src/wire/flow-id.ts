import type { Micros } from '../model/time.ts';

const WORD = 0x1_0000_0000;
const DIGITS = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

/**
 * A name for a connection that depends on its first packet alone, so that every run gives the same.
 * @param tuple source, destination, source port, destination port @returns 16 hexadecimal digits
 */
export function flowId(tuple: Uint8Array, sequence: number, time: Micros): string {
  return String.fromCharCode(...flowIdBytes(tuple, sequence, time));
}

/** As `flowId`, in letters of a byte. */
export function flowIdBytes(tuple: Uint8Array, sequence: number, time: Micros): Uint8Array {
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
  const text = new Uint8Array(16);
  for (let i = 0; i < 8; i++) {
    text[i] = DIGITS[(high >>> (28 - 4 * i)) & 0xf]!;
    text[8 + i] = DIGITS[(low >>> (28 - 4 * i)) & 0xf]!;
  }
  return text;
}

/** The finisher of MurmurHash3: every bit of the word moves every bit of the result. */
function mix(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
