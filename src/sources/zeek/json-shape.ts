import { type TextWords, textWords } from '../../bytes/words.ts';
import { STREAM } from './json-keys.ts';

const QUOTE = 0x22;
/** Members beyond so many are no shape. */
export const MAX_MEMBERS = 64;
/** Shorter literals than can be compared at once stand within lists and objects alone. */
const MIN_LITERAL = 4;

/** One member of a record as its writer always spells it: all up to the value, and what the value is. */
interface ShapeMember {
  /** From behind the value before, with its quote, to the beginning of this one, its quote included. */
  readonly literal: Uint8Array;
  readonly words: TextWords;
  readonly inQuotes: boolean;
  /** As in json-keys; -1 where the value is of no concern. */
  readonly code: number;
}

/** How a writer spells records of conn.log: these members in this order, of which some may be missing. */
export interface Shape {
  readonly members: readonly ShapeMember[];
  /** So many of the first members are never missing. */
  readonly fixed: number;
  /** What stands behind the last value. */
  readonly end: Uint8Array;
}

/** A value of a record: where it stands, without quotes, and its code. */
export interface NotedValue {
  readonly from: number;
  readonly to: number;
  readonly code: number;
}

/**
 * The shape of the record bytes[start … end]. The name of its stream is part of the literals: other streams have
 * other shapes. Null where its values are too many or stand too close.
 */
export function shapeOf(
  bytes: Uint8Array,
  start: number,
  end: number,
  values: readonly NotedValue[],
  fixed: number,
): Shape | null {
  if (values.length > MAX_MEMBERS) return null;
  const members: ShapeMember[] = [];
  let at = start;
  for (const { from, to, code } of values) {
    if (code === STREAM) continue;
    if (from - at < MIN_LITERAL) return null;
    const literal = bytes.slice(at, from);
    const inQuotes = bytes[from - 1] === QUOTE;
    members.push({ literal, words: textWords(literal), inQuotes, code });
    at = inQuotes ? to + 1 : to;
  }
  return { members, fixed: Math.max(1, fixed), end: bytes.slice(at, end) };
}

/** A shape that has the members of both, where they agree in their order; else the newer one. */
export function mergedShape(older: Shape | null, newer: Shape): Shape {
  if (older === null || older.fixed !== newer.fixed || !equal(older.end, newer.end)) return newer;
  const members: ShapeMember[] = [];
  let next = 0;
  for (const [n, member] of newer.members.entries()) {
    const at = older.members.findIndex((other) => equal(other.literal, member.literal));
    if (n < newer.fixed && at !== n) return newer;
    if (at < 0) members.push(member);
    else if (at < next) return newer;
    else {
      members.push(...older.members.slice(next, at + 1));
      next = at + 1;
    }
  }
  members.push(...older.members.slice(next));
  if (members.length === older.members.length) return older;
  return members.length > MAX_MEMBERS ? newer : { ...older, members };
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}
