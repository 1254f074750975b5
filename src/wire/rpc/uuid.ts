import { readU16, readU32 } from './pdu.ts';

export const UUID_BYTES = 16;

/** So many UUIDs are remembered in words: a capture holds the same few again and again. */
const SLOTS = 1024;
const words = new Uint32Array(4 * SLOTS);
const texts: (string | null)[] = new Array(SLOTS).fill(null);

/** The UUID at `at`, lower-case. Its first three fields are numbers in the byte order of the PDU. */
export function readUuid(bytes: Uint8Array, at: number, littleEndian: boolean): string {
  const first = readU32(bytes, at, littleEndian);
  const middle = readU16(bytes, at + 4, littleEndian);
  const second = ((middle << 16) | readU16(bytes, at + 6, littleEndian)) >>> 0;
  const third = readU32(bytes, at + 8, false);
  const fourth = readU32(bytes, at + 12, false);
  const slot = slotOf(first ^ second, third ^ fourth);
  const known = texts[slot]!;
  const place = 4 * slot;
  if (
    known !== null &&
    words[place] === first &&
    words[place + 1] === second &&
    words[place + 2] === third &&
    words[place + 3] === fourth
  )
    return known;
  const text = format(hex(first), hex(second), hex(third), hex(fourth));
  words[place] = first;
  words[place + 1] = second;
  words[place + 2] = third;
  words[place + 3] = fourth;
  texts[slot] = text;
  return text;
}

function slotOf(one: number, other: number): number {
  const mixed = Math.imul(one ^ Math.imul(other, 0x85ebca6b), 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) & (SLOTS - 1);
}

function format(first: string, second: string, third: string, fourth: string): string {
  return `${first}-${second.slice(0, 4)}-${second.slice(4)}-${third.slice(0, 4)}-${third.slice(4)}${fourth}`;
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}
