import { afterColon, afterSpace, stringEnd, stringText, valueEnd } from '../../bytes/json-scan.ts';
import { lineEnd, plainTextEnd, spellsText, type Words } from '../../bytes/words.ts';
import { CONN_COLUMNS, SLOT } from './conn-columns.ts';
import type { ConnFlows, Fault } from './conn-flows.ts';
import { ConnRow } from './conn-row.ts';
import { isTcp, portOf } from './conn-values.ts';
import { CONN_MARK, JSON_KEYS, NESTED_ID, NESTED_KEYS, OTHER_MARK, STREAM } from './json-keys.ts';
import { decides, JsonNotes, type Shape } from './json-notes.ts';
import { PrefixMatcher } from './json-prefix.ts';
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
  private prefix: Shape | null = null;
  private whole: Shape | null = null;
  /** Records in a row that the shapes did not fit. */
  private prefixMisses = 0;
  private wholeMisses = 0;
  private readonly notes = new JsonNotes();
  private readonly matcher = new PrefixMatcher();

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
    const { prefix, matcher, flows } = this;
    if (prefix === null) return from;
    let skipped = 0;
    let unused = 0;
    let start = from;
    while (start < to) {
      const at = matcher.match(view, start, prefix);
      if (at < 0 || (matcher.isTcp && flows.mayWant(matcher.srcPort, matcher.destPort))) break;
      const end = lineEnd(view, at);
      if (end - start > maxLine) break;
      if (matcher.isTcp) skipped += 1;
      else unused += 1;
      start = end + 1;
    }
    if (start > from) this.prefixMisses = 0;
    flows.builder.skippedMany(skipped);
    flows.builder.unusedMany(unused);
    return start;
  }

  /**
   * Counts the record whose brace stands at `at`, in a line that ends at `lineFeed`, before the view's limit.
   * @param whole to read it to its end, whatever it turns out to be
   * @returns what is wrong with it, and then nothing is counted
   */
  add(view: Words, at: number, lineFeed: number, whole: boolean): Fault | null {
    if (!whole && this.whole !== null) {
      this.begin(view.bytes);
      if (this.readByShape(view, at, this.whole) === lineFeed && this.stream !== 'other') {
        this.wholeMisses = 0;
        return this.settle();
      }
    }
    return this.addAnyhow(view.bytes, at, whole);
  }

  private addAnyhow(bytes: Uint8Array, at: number, whole: boolean): Fault | null {
    this.begin(bytes);
    this.notes.begin(at);
    this.isWhole = whole;
    const end = this.members(bytes, at, JSON_KEYS);
    if (end === SETTLED) return null;
    const rest = end === NO_JSON ? this.stuckAt : afterSpace(bytes, end);
    if (end === NO_JSON || bytes[rest] !== LINE_FEED) return noJson(bytes, at, rest);
    if (this.isConn()) this.learnWhole(bytes);
    return this.settle();
  }

  private begin(bytes: Uint8Array): void {
    this.row.begin(bytes);
    this.stream = null;
    this.connMark = false;
    this.otherMark = false;
  }

  private settle(): Fault | null {
    if (this.isConn()) return this.flows.add(this.row, null);
    this.flows.builder.unused();
    return null;
  }

  /**
   * Reads a record that has some of the members of the shape, in its order, and no others.
   * @returns the position of the line feed that ends it; -1 where it is spelt otherwise
   */
  private readByShape(view: Words, at: number, shape: Shape): number {
    const { bytes } = view;
    let i = at;
    for (let n = 0; n < shape.length; n++) {
      const { literal, inQuotes, code } = shape[n]!;
      if (!spellsText(view, i, literal)) {
        if (n === 0) return -1;
        continue;
      }
      const from = i + literal.length;
      if (!inQuotes && bytes[from] === QUOTE) return -1;
      const to = inQuotes ? plainTextEnd(view, from) : valueEnd(bytes, from);
      if (to < 0) return -1;
      i = to;
      if (inQuotes) {
        if (bytes[to] !== QUOTE) return -1;
        i += 1;
        if (code === STREAM) this.takeStream(bytes, from, to);
        else if (saysSomething(bytes, from, to)) this.note(from, to, code);
      } else if (bytes[from] !== NULL) this.note(from, to, code);
    }
    return bytes[i] === CLOSE ? afterSpace(bytes, i + 1) : -1;
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
          ? this.nested(bytes, value)
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

  private nested(bytes: Uint8Array, at: number): number {
    this.notes.nest();
    return this.members(bytes, at, NESTED_KEYS);
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
    if (code === STREAM) {
      this.takeStream(bytes, from, end);
      this.notes.add(from, end, STREAM);
    } else if (code < 0 || !saysSomething(bytes, from, end)) this.pass(from, end, code);
    else this.take(from, end, code, marked < 0 ? encoder.encode(stringText(bytes, from, end)) : null);
    return this.isSettled(bytes, code) ? SETTLED : end + 1;
  }

  private takeStream(bytes: Uint8Array, from: number, to: number): void {
    this.stream ??= isConnStream(stringText(bytes, from, to)) ? 'conn' : 'other';
  }

  private take(from: number, to: number, code: number, decoded: Uint8Array | null): void {
    if (decides(code) && this.row.has(code)) this.notes.doubtDecision();
    this.notes.add(from, to, code);
    if (decoded !== null && code < CONN_COLUMNS.length && !this.row.has(code))
      this.row.setDecoded(code, decoded);
    else this.note(from, to, code);
  }

  /** Takes in a value that is spelt as it is; the first of its key counts. */
  private note(from: number, to: number, code: number): void {
    if (code === CONN_MARK) this.connMark = true;
    else if (code === OTHER_MARK) this.otherMark = true;
    else if (code >= 0 && code < CONN_COLUMNS.length && !this.row.has(code)) this.row.set(code, from, to);
  }

  /** Leaves a value that says nothing. */
  private pass(from: number, to: number, code: number): void {
    if (decides(code)) this.notes.doubtDecision();
    this.notes.add(from, to, code);
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
    this.learnPrefix(bytes);
    return true;
  }

  /** Makes the record's spelling the one to skip by, more and more rarely where it helps nobody. */
  private learnPrefix(bytes: Uint8Array): void {
    this.prefixMisses += 1;
    if (isPowerOfTwo(this.prefixMisses)) this.prefix = this.notes.prefix(bytes);
  }

  /** Makes the record's spelling the one to read by, as the above. */
  private learnWhole(bytes: Uint8Array): void {
    this.wholeMisses += 1;
    if (isPowerOfTwo(this.wholeMisses)) this.whole = this.notes.whole(bytes);
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

/** Whether a text is neither empty nor a dash, which stand for a value that is not set. */
function saysSomething(bytes: Uint8Array, from: number, to: number): boolean {
  return to > from + 1 || (to === from + 1 && bytes[from] !== DASH);
}

function isPowerOfTwo(count: number): boolean {
  return (count & (count - 1)) === 0;
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
