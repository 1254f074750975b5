import { afterColon, afterSpace, stringEnd, stringText, valueEnd } from '../../bytes/json-scan.ts';
import { lineEnd, type Words } from '../../bytes/words.ts';
import { CONN_COLUMNS, SLOT } from './conn-columns.ts';
import type { ConnFlows, Fault } from './conn-flows.ts';
import { ConnRow } from './conn-row.ts';
import { isTcp, portOf } from './conn-values.ts';
import { CONN_MARK, JSON_KEYS, NESTED_ID, NESTED_KEYS, OTHER_MARK, STREAM } from './json-keys.ts';
import { type JsonShape, ShapeMatcher, ShapeNotes } from './json-shape.ts';
import type { KeyTable } from './key-table.ts';
import { CONN_MARKS, isConnStream } from './streams.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const DASH = 0x2d;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const LINE_FEED = 0x0a;
const NULL = 0x6e;
const SHOWN_BYTES = 40;

/** What reading an object comes to, where it is no position. */
const NO_JSON = -1;
const SETTLED = -2;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Reads the records of JSON lines. A record is left as soon as it is known that nobody needs it, what follows
 * unread. Where a key stands twice, the first counts.
 */
export class JsonRows {
  private readonly flows: ConnFlows;
  private readonly row = new ConnRow();
  private isWhole = false;
  private stream: 'conn' | 'other' | null = null;
  private connMark = false;
  private otherMark = false;
  private stuckAt = 0;
  private shape: JsonShape | null = null;
  /** Records in a row that the shape did not settle. */
  private misses = 0;
  private readonly notes = new ShapeNotes();
  private readonly matcher = new ShapeMatcher();

  constructor(flows: ConnFlows) {
    this.flows = flows;
  }

  /**
   * Passes over the records from `from` that are written as the last one was that nobody needed, and that nobody
   * needs either; counts them.
   * @param to the end of a line that ends before the limit of the view
   * @returns the beginning of the first line that somebody must look at; `to` where there is none
   */
  skip(view: Words, from: number, to: number, maxLine: number): number {
    const { shape, matcher, flows } = this;
    if (shape === null) return from;
    const { bytes } = view;
    let skipped = 0;
    let unused = 0;
    let start = from;
    while (start < to) {
      const at = matcher.match(bytes, start, shape);
      if (at < 0 || (matcher.isTcp && flows.mayWant(matcher.srcPort, matcher.destPort))) break;
      const end = lineEnd(view, at);
      if (end - start > maxLine) break;
      if (matcher.isTcp) skipped += 1;
      else unused += 1;
      start = end + 1;
    }
    if (start > from) this.misses = 0;
    flows.builder.skippedMany(skipped);
    flows.builder.unusedMany(unused);
    return start;
  }

  /**
   * Counts the record whose brace stands at `at`, in a line that ends in a line feed.
   * @param whole to read it to its end, whatever it turns out to be
   * @returns what is wrong with it, and then nothing is counted
   */
  add(bytes: Uint8Array, at: number, whole: boolean): Fault | null {
    this.row.begin(bytes);
    this.notes.begin(at);
    this.isWhole = whole;
    this.stream = null;
    this.connMark = false;
    this.otherMark = false;
    const end = this.members(bytes, at, JSON_KEYS);
    if (end === SETTLED) return null;
    const rest = end === NO_JSON ? this.stuckAt : afterSpace(bytes, end);
    if (end === NO_JSON || bytes[rest] !== LINE_FEED) return noJson(bytes, at, rest);
    if (this.isConn()) return this.flows.add(this.row, null);
    this.flows.builder.unused();
    return null;
  }

  /** Reads the object whose brace stands at `at`; gives the position after it, NO_JSON or SETTLED. */
  private members(bytes: Uint8Array, at: number, keys: KeyTable): number {
    let i = afterSpace(bytes, at + 1);
    if (bytes[i] === CLOSE) return i + 1;
    for (;;) {
      if (bytes[i] !== QUOTE) return this.stuck(i);
      const end = stringEnd(bytes, i + 1);
      if (end === -1) return this.stuck(i);
      const code = end < 0 ? escapedKey(keys, bytes, i + 1, ~end) : keys.find(bytes, i + 1, end);
      const value = afterColon(bytes, (end < 0 ? ~end : end) + 1);
      if (value < 0) return this.stuck(i);
      i =
        code === NESTED_ID && bytes[value] === OPEN
          ? this.members(bytes, value, NESTED_KEYS)
          : this.value(bytes, value, code);
      if (i === NO_JSON) return this.stuck(value);
      if (i === SETTLED) return SETTLED;
      if (bytes[i] !== COMMA) {
        i = afterSpace(bytes, i);
        if (bytes[i] === CLOSE) return i + 1;
        if (bytes[i] !== COMMA) return this.stuck(i);
      }
      i += 1;
      if (bytes[i] !== QUOTE) i = afterSpace(bytes, i);
    }
  }

  /** Takes in a value; gives the position after it, NO_JSON or SETTLED. */
  private value(bytes: Uint8Array, at: number, code: number): number {
    if (bytes[at] === QUOTE) return this.text(bytes, at + 1, code);
    const end = valueEnd(bytes, at);
    if (end === -1) return NO_JSON;
    if (bytes[at] === NULL) this.pass(at, end, code);
    else this.take(at, end, code, null);
    return this.isSettled(bytes, code) ? SETTLED : end;
  }

  private text(bytes: Uint8Array, from: number, code: number): number {
    const marked = stringEnd(bytes, from);
    if (marked === -1) return NO_JSON;
    const end = marked < 0 ? ~marked : marked;
    // What names the stream stays a part of the shape.
    if (code === STREAM) this.stream ??= isConnStream(stringText(bytes, from, end)) ? 'conn' : 'other';
    else if (code < 0 || end === from || (end === from + 1 && bytes[from] === DASH))
      this.pass(from, end, code);
    else this.take(from, end, code, marked < 0 ? encoder.encode(stringText(bytes, from, end)) : null);
    return this.isSettled(bytes, code) ? SETTLED : end + 1;
  }

  private take(from: number, to: number, code: number, decoded: Uint8Array | null): void {
    if (code === CONN_MARK) this.connMark = true;
    if (code === OTHER_MARK) this.otherMark = true;
    if (code < 0 || code >= CONN_COLUMNS.length || this.row.has(code)) {
      this.pass(from, to, code);
      return;
    }
    this.notes.add(from, to, decides(code) ? code : -1);
    if (decoded === null) this.row.set(code, from, to);
    else this.row.setDecoded(code, decoded);
  }

  /** Leaves a value that says nothing, or nothing new. */
  private pass(from: number, to: number, code: number): void {
    if (decides(code)) this.notes.spoil();
    else this.notes.add(from, to, -1);
  }

  /** Whether what was just read shows that nobody needs the record, which is then counted. */
  private isSettled(bytes: Uint8Array, code: number): boolean {
    if (this.isWhole || code < 0) return false;
    const { row, flows } = this;
    if (code === STREAM && this.stream === 'other') {
      flows.builder.unused();
      return true;
    }
    if (!decides(code)) return false;
    if (!row.has(SLOT.proto) || !row.has(SLOT['id.orig_p']) || !row.has(SLOT['id.resp_p'])) return false;
    if (isTcp(row, SLOT.proto)) {
      const srcPort = portOf(row, SLOT['id.orig_p']);
      const destPort = portOf(row, SLOT['id.resp_p']);
      if (srcPort === null || destPort === null || flows.mayWant(srcPort, destPort)) return false;
      flows.builder.skipped();
    } else flows.builder.unused();
    this.learn(bytes);
    return true;
  }

  /** Makes the record's shape the one to skip by, more and more rarely where it helps nobody. */
  private learn(bytes: Uint8Array): void {
    this.misses += 1;
    if ((this.misses & (this.misses - 1)) === 0) this.shape = this.notes.shape(bytes);
  }

  /** By the stream's name, else by its marks, else by whether it has the columns of a connection at all. */
  private isConn(): boolean {
    if (this.stream !== null) return this.stream === 'conn';
    const { row } = this;
    if (
      this.connMark ||
      CONN_MARKS.some((name) => name in SLOT && row.has((SLOT as Record<string, number>)[name]!))
    )
      return true;
    return !this.otherMark && row.has(SLOT.proto) && row.has(SLOT['id.orig_h']);
  }

  private stuck(at: number): number {
    this.stuckAt = at;
    return NO_JSON;
  }
}

function decides(code: number): boolean {
  return code === SLOT.proto || code === SLOT['id.orig_p'] || code === SLOT['id.resp_p'];
}

function escapedKey(keys: KeyTable, bytes: Uint8Array, from: number, to: number): number {
  const key = encoder.encode(stringText(bytes, from, to));
  return keys.find(key, 0, key.length);
}

function noJson(bytes: Uint8Array, from: number, at: number): Fault {
  const end = bytes.indexOf(LINE_FEED, at);
  const text = decoder.decode(bytes.subarray(at, Math.min(end, at + SHOWN_BYTES)));
  return {
    code: 'damaged-record',
    detail: `not JSON from byte ${at - from + 1} on: ${JSON.stringify(text)}`,
  };
}
