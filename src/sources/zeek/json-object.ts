import { afterColon, afterSpace, stringEnd, stringText, valueEnd } from '../../bytes/json-scan.ts';
import type { KeyTable } from './key-table.ts';
import type { Row } from './row.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const NULL = 0x6e;

const encoder = new TextEncoder();

/** The keys of an object, by slot. */
export interface ObjectKeys {
  readonly table: KeyTable;
  /** The keys of objects within, by their code in `table`. */
  readonly within: ReadonlyMap<number, KeyTable>;
}

/**
 * Puts the values of the JSON object at `at` into the row, in which they are unset where they are null, empty or a
 * dash. Where a key stands twice, the first counts. A line feed must follow the object.
 * @returns false where it is no JSON
 */
export function readJsonObject(bytes: Uint8Array, at: number, keys: ObjectKeys, row: Row): boolean {
  row.begin(bytes);
  return members(bytes, at, keys.table, keys.within, row) >= 0;
}

/** The position after the object whose brace stands at `at`; -1 where it is none. */
function members(
  bytes: Uint8Array,
  at: number,
  table: KeyTable,
  within: ReadonlyMap<number, KeyTable>,
  row: Row,
): number {
  let i = afterSpace(bytes, at + 1);
  if (bytes[i] === CLOSE) return i + 1;
  for (;;) {
    const marked = bytes[i] === QUOTE ? stringEnd(bytes, i + 1) : -1;
    if (marked === -1) return -1;
    const keyEnd = marked < 0 ? ~marked : marked;
    const code = marked < 0 ? escapedKey(table, bytes, i + 1, keyEnd) : table.find(bytes, i + 1, keyEnd);
    const value = afterColon(bytes, keyEnd + 1);
    if (value < 0) return -1;
    const inner = bytes[value] === OPEN ? within.get(code) : undefined;
    i = inner === undefined ? valueEnd(bytes, value) : members(bytes, value, inner, NONE, row);
    if (i < 0) return -1;
    if (inner === undefined && code >= 0 && !within.has(code) && !row.has(code))
      set(bytes, value, i, code, row);
    i = afterSpace(bytes, i);
    if (bytes[i] === CLOSE) return i + 1;
    if (bytes[i] !== COMMA) return -1;
    i = afterSpace(bytes, i + 1);
  }
}

const NONE: ReadonlyMap<number, KeyTable> = new Map();

/** @param from @param to where the value stands, with its quotes if it has any */
function set(bytes: Uint8Array, from: number, to: number, slot: number, row: Row): void {
  if (bytes[from] !== QUOTE) {
    if (bytes[from] !== NULL) row.set(slot, from, to);
    return;
  }
  const text = stringText(bytes, from + 1, to - 1);
  if (text === '' || text === '-') return;
  if (stringEnd(bytes, from + 1) < 0) row.setDecoded(slot, encoder.encode(text));
  else row.set(slot, from + 1, to - 1);
}

function escapedKey(table: KeyTable, bytes: Uint8Array, from: number, to: number): number {
  const key = encoder.encode(stringText(bytes, from, to));
  return table.find(key, 0, key.length);
}
