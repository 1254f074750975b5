import { plainMicros, wholeNumber } from '../../bytes/decimal.ts';
import { type Micros, parseEpochSeconds, parseIsoTime } from '../../model/time.ts';
import type { Row } from './row.ts';

const decoder = new TextDecoder();

/** Seconds since 1970 from here on (the year 5138) are milliseconds: Zeek writes either into JSON. */
const MILLIS_FROM = 1e11;
const MAX_PORT = 65_535;
const SHOWN_LENGTH = 60;

export function textOf(row: Row, slot: number): string {
  return decoder.decode(row.bytesOf(slot).subarray(row.from[slot], row.to[slot]));
}

/** The value as a message shows it: in quotes, with control characters escaped, not too long. */
export function shownValue(row: Row, slot: number): string {
  const text = textOf(row, slot);
  return JSON.stringify(text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text);
}

/** Seconds or milliseconds since 1970, or ISO 8601 (UTC where it names no zone); null where it is neither. */
export function timeOf(row: Row, slot: number): Micros | null {
  const plain = plainMicros(row.bytesOf(slot), row.from[slot]!, row.to[slot]!);
  if (plain >= 0) return plain;
  const text = textOf(row, slot);
  const seconds = parseEpochSeconds(text);
  if (seconds !== null) return seconds;
  const millis = /^\d/.test(text) && Number(text) >= MILLIS_FROM ? parseEpochSeconds(`${text}e-3`) : null;
  return millis ?? parseIsoTime(text, 'Z');
}

/** Seconds as microseconds; null where it is no number. */
export function durationOf(row: Row, slot: number): Micros | null {
  const plain = plainMicros(row.bytesOf(slot), row.from[slot]!, row.to[slot]!);
  return plain >= 0 ? plain : parseEpochSeconds(textOf(row, slot));
}

/** A whole number in any spelling (`135`, `135.0`, `1.35e2`); null where it is none. */
export function countOf(row: Row, slot: number): number | null {
  const plain = wholeNumber(row.bytesOf(slot), row.from[slot]!, row.to[slot]!);
  if (plain >= 0) return plain;
  const text = textOf(row, slot);
  const number = /^\d+(?:\.\d*)?(?:e\+?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number : null;
}

/** Null where it is no number from 0 to 65535. */
export function portOf(row: Row, slot: number): number | null {
  const number = countOf(row, slot);
  return number === null || number > MAX_PORT ? null : number;
}

/** Whether the value is set, and `tcp`, in any case. */
export function isTcp(row: Row, slot: number): boolean {
  const from = row.from[slot]!;
  return from >= 0 && row.to[slot]! - from === 3 && spellsTcp(row.bytesOf(slot), from);
}

/** Whether `tcp` begins at `at`, in any case. */
export function spellsTcp(bytes: Uint8Array, at: number): boolean {
  return (bytes[at]! | 0x20) === 0x74 && (bytes[at + 1]! | 0x20) === 0x63 && (bytes[at + 2]! | 0x20) === 0x70;
}
