import { afterColon, afterSpace, stringEnd, stringText, valueEnd } from '../../bytes/json-scan.ts';
import { entryOf, type KeyEntry, type KeyTree } from './key-tree.ts';
import { JSON_ESCAPES, PLAIN, type Row } from './row.ts';
import { LINE_FEED } from './text-bytes.ts';
import type { Fault } from './values.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const NULL = 0x6e;
const SHOWN_BYTES = 40;
const NO_JSON = -1;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Finds the values of a row in JSON objects. Lists are transparent: a path goes through each of their items, and
 * where a column thus has several values, or a key stands twice, the first is its value.
 */
export class JsonRecord {
  private readonly tree: KeyTree;
  private readonly row: Row;
  private stuckAt = 0;

  constructor(tree: KeyTree, row: Row) {
    this.tree = tree;
    this.row = row;
  }

  /** Reads a line that ends in a line feed; gives what is wrong with it. */
  read(bytes: Uint8Array, from: number): Fault | null {
    this.row.begin(bytes);
    const start = afterSpace(bytes, from);
    this.stuckAt = start;
    const end = bytes[start] === OPEN ? this.members(bytes, start, this.tree) : NO_JSON;
    const rest = end === NO_JSON ? this.stuckAt : afterSpace(bytes, end);
    if (end !== NO_JSON && bytes[rest] === LINE_FEED) return null;
    const lineFeed = bytes.indexOf(LINE_FEED, rest);
    const text = decoder.decode(bytes.subarray(rest, Math.min(lineFeed, rest + SHOWN_BYTES)));
    return {
      code: 'damaged-record',
      detail: `no JSON object from byte ${rest - from + 1} on: ${JSON.stringify(text)}`,
    };
  }

  /** Reads the object whose brace stands at `at`; gives the position after it. */
  private members(bytes: Uint8Array, at: number, tree: KeyTree): number {
    let i = afterSpace(bytes, at + 1);
    if (bytes[i] === CLOSE) return i + 1;
    for (;;) {
      const marked = bytes[i] === QUOTE ? stringEnd(bytes, i + 1) : NO_JSON;
      if (marked === NO_JSON) return this.stuck(i);
      const end = marked < 0 ? ~marked : marked;
      const value = afterColon(bytes, end + 1);
      if (value < 0) return this.stuck(i);
      const entry = marked < 0 ? escapedEntry(tree, bytes, i + 1, end) : entryOf(tree, bytes, i + 1, end);
      i = entry === null ? valueEnd(bytes, value) : this.value(bytes, value, entry);
      if (i === NO_JSON) return this.stuck(Math.max(value, this.stuckAt));
      i = afterSpace(bytes, i);
      if (bytes[i] === CLOSE) return i + 1;
      if (bytes[i] !== COMMA) return this.stuck(i);
      i = afterSpace(bytes, i + 1);
    }
  }

  /** Takes in the value at `at`; gives the position after it. */
  private value(bytes: Uint8Array, at: number, entry: KeyEntry): number {
    switch (bytes[at]) {
      case OPEN:
        return entry.within === null ? valueEnd(bytes, at) : this.members(bytes, at, entry.within);
      case OPEN_LIST: {
        const end = valueEnd(bytes, at);
        if (end !== NO_JSON) this.items(bytes, at, entry);
        return end;
      }
      case QUOTE: {
        const marked = stringEnd(bytes, at + 1);
        if (marked === NO_JSON) return NO_JSON;
        const end = marked < 0 ? ~marked : marked;
        if (entry.column >= 0) this.row.add(entry.column, at + 1, end, marked < 0 ? JSON_ESCAPES : PLAIN);
        return end + 1;
      }
      default: {
        const end = valueEnd(bytes, at);
        if (end !== NO_JSON && entry.column >= 0 && bytes[at] !== NULL)
          this.row.add(entry.column, at, end, PLAIN);
        return end;
      }
    }
  }

  /** Takes in every item of a list that is known to be sound. */
  private items(bytes: Uint8Array, at: number, entry: KeyEntry): void {
    let i = afterSpace(bytes, at + 1);
    while (bytes[i] !== CLOSE_LIST) {
      i = afterSpace(bytes, this.value(bytes, i, entry));
      if (bytes[i] === COMMA) i = afterSpace(bytes, i + 1);
    }
  }

  private stuck(at: number): number {
    this.stuckAt = at;
    return NO_JSON;
  }
}

function escapedEntry(tree: KeyTree, bytes: Uint8Array, from: number, to: number): KeyEntry | null {
  const key = encoder.encode(stringText(bytes, from, to));
  return entryOf(tree, key, 0, key.length);
}
