import { afterColon, afterSpace, stringEnd, stringText, valueEnd } from '../../bytes/json-scan.ts';
import type { Words } from '../../bytes/words.ts';
import { CALL_COLUMNS } from './call-columns.ts';
import { CONN_COLUMNS, SLOT } from './conn-columns.ts';
import type { ConnFlows } from './conn-flows.ts';
import type { Fault } from './fault.ts';
import {
  CALL_KEYS,
  CALL_MARK,
  CONN_MARK,
  JSON_KEYS,
  NESTED_ID,
  NESTED_KEYS,
  OTHER_MARK,
  STREAM,
} from './json-keys.ts';
import { JsonMachine } from './json-machine.ts';
import { readJsonObject } from './json-object.ts';
import { MAX_MEMBERS, mergedShape, type NotedValue, type Shape, shapeOf } from './json-shape.ts';
import { decides, skipJsonRows } from './json-skip.ts';
import type { KeyTable } from './key-table.ts';
import { Row } from './row.ts';
import type { RpcCalls } from './rpc-calls.ts';
import { CALL_MARKS, CONN_MARKS, isCallStream, isConnStream } from './streams.ts';
import { isTcp, portOf } from './values.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const DASH = 0x2d;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const LINE_FEED = 0x0a;
const NULL = 0x6e;
const SHOWN_BYTES = 40;
/** A shape that fits lets so many records by before another one may be learnt from the next that it does not fit. */
const WORTH_LEARNING = 64;

/** What reading an object comes to, where it is no position. */
const NO_JSON = -1;
const SETTLED = -2;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Reads the records of JSON lines. A record is left as soon as it is known that nobody needs it, what follows
 * unread. Where a key stands twice, the first counts. Records that are spelt as one before are passed over, or read,
 * by their shape; everything else is read with care.
 */
export class JsonRows {
  private readonly flows: ConnFlows;
  private readonly calls: RpcCalls | null;
  private readonly row = new Row(CONN_COLUMNS.length);
  private readonly callRow = new Row(CALL_COLUMNS.length);
  private isWhole = false;
  private stream: 'conn' | 'calls' | 'other' | null = null;
  private connMark = false;
  private otherMark = false;
  /** As bits. */
  private callMarks = 0;
  private stuckAt = 0;
  /** Undefined until there is something for it to do. */
  private machine: JsonMachine | null | undefined;
  private isLoaded = false;
  private shape: Shape | null = null;
  /** Whether the next record is one that the shape did not let by. */
  private isOdd = false;
  /** Records that the shape did not fit, and those that it did, since the last time that learning paid. */
  private misses = 0;
  private hits = 0;
  /** Where the values of a record stand that a shape is learnt from. */
  private notes: NotedValue[] | null = null;
  private fixed = 0;

  /** @param calls null where no RPC is wanted @param vectors whether WebAssembly may be used */
  constructor(flows: ConnFlows, calls: RpcCalls | null, vectors: boolean) {
    this.flows = flows;
    this.calls = calls;
    if (!vectors) this.machine = null;
  }

  /** How records of conn.log were spelt so far; null where there was none. */
  get spelling(): Shape | null {
    return this.shape;
  }

  /** Takes in the lines bytes[from … to] for `skip`, which then goes on within them; `unload` ends that. */
  load(bytes: Uint8Array, from: number, to: number): void {
    if (this.machine === undefined)
      this.machine = JsonMachine.make(this.flows.sieve, this.flows.wanted.textSlots);
    this.machine?.load(bytes, from, to);
    this.isLoaded = this.machine !== null;
  }

  unload(): void {
    this.isLoaded = false;
  }

  /**
   * Passes over the records from `from` that are spelt as ones before and that nobody needs, counts them, and adds
   * those that are needed as far as they are written plainly.
   * @param to the end of a line that ends before the limit of the view
   * @returns the beginning of the first line that somebody must look at, or before which no batch has room; `to`
   *   where there is none
   */
  skip(view: Words, from: number, to: number, maxLine: number): number {
    const { shape, machine, flows } = this;
    if (shape === null) return from;
    const { record } = flows.builder;
    const next =
      machine && this.isLoaded && machine.learn(shape)
        ? this.skipLoaded(machine, from, to, maxLine)
        : skipJsonRows(view, from, to, shape, flows, maxLine);
    this.hits += flows.builder.record - record;
    if (this.hits >= WORTH_LEARNING) this.hits = this.misses = 0;
    // The plain loop stops at records that are of use, too: it tells nothing of their shape where it only steps in.
    this.isOdd = next < to && (this.isLoaded || machine === null);
    return next;
  }

  private skipLoaded(machine: JsonMachine, from: number, to: number, maxLine: number): number {
    const { builder } = this.flows;
    for (let at = from; ; ) {
      const { record } = builder;
      at = machine.scan(at, to, maxLine, builder.room);
      this.flows.addRead(machine.rows, machine.read, record);
      builder.skippedMany(machine.skipped);
      builder.unusedMany(machine.unused);
      if (!machine.isFull || builder.full) return at;
    }
  }

  /**
   * Counts the record whose brace stands at `at`, in a line that ends with a line feed.
   * @param whole to read it to its end, whatever it turns out to be
   * @returns what is wrong with it, and then nothing is counted
   */
  add(bytes: Uint8Array, at: number, whole: boolean): Fault | null {
    this.begin(bytes);
    this.isWhole = whole;
    const end = this.members(bytes, at, JSON_KEYS);
    if (end === SETTLED) {
      if (this.stream === null || this.stream === 'conn') this.learn(bytes, at);
      return null;
    }
    const rest = end === NO_JSON ? this.stuckAt : afterSpace(bytes, end);
    if (end === NO_JSON || bytes[rest] !== LINE_FEED) return noJson(bytes, at, rest);
    if (this.isCall()) return this.addCall(bytes, at);
    if (!this.isConn()) {
      this.flows.builder.unused();
      return null;
    }
    const fault = this.flows.add(this.row, null);
    this.learn(bytes, at);
    return fault;
  }

  /** Reads a record of dce_rpc.log, which is known to be sound JSON, once more, for what it says of RPC. */
  private addCall(bytes: Uint8Array, at: number): Fault | null {
    const { calls, callRow } = this;
    if (calls === null) {
      this.flows.builder.skipped();
      return null;
    }
    readJsonObject(bytes, at, CALL_KEYS, callRow);
    return calls.add(callRow, null);
  }

  private begin(bytes: Uint8Array): void {
    this.row.begin(bytes);
    this.stream = null;
    this.connMark = false;
    this.otherMark = false;
    this.callMarks = 0;
  }

  /** Makes the spelling of a record of conn.log the one to go by, more and more rarely where it helps nobody. */
  private learn(bytes: Uint8Array, at: number): void {
    if (!this.isOdd && this.shape !== null) return;
    this.isOdd = false;
    this.misses += 1;
    if ((this.misses & (this.misses - 1)) !== 0) return;
    this.begin(bytes);
    this.isWhole = true;
    this.notes = [];
    this.fixed = 0;
    const end = this.members(bytes, at, JSON_KEYS);
    if (
      end >= 0 &&
      bytes[afterSpace(bytes, end)] === LINE_FEED &&
      (this.stream === null || this.stream === 'conn') &&
      !this.otherMark
    ) {
      const shape = shapeOf(bytes, at, end, this.notes, this.fixed);
      if (shape !== null) this.shape = mergedShape(this.shape, shape);
    }
    this.notes = null;
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
    const end = this.members(bytes, at, NESTED_KEYS);
    // What stands within, and the member after it, are spelt with the braces of the object around them.
    if (this.notes !== null) this.fixed = this.notes.length + 1;
    return end;
  }

  /** Takes in a value; gives the position after it, NO_JSON or SETTLED. */
  private value(bytes: Uint8Array, at: number, code: number): number {
    if (bytes[at] === QUOTE) return this.text(bytes, at + 1, code);
    const end = valueEnd(bytes, at);
    if (end === -1) return NO_JSON;
    this.noteValue(at, end, code);
    if (bytes[at] !== NULL) this.take(at, end, code, null);
    return this.isSettled(code) ? SETTLED : end;
  }

  private text(bytes: Uint8Array, from: number, code: number): number {
    const marked = stringEnd(bytes, from);
    if (marked === -1) return NO_JSON;
    const end = marked < 0 ? ~marked : marked;
    this.noteValue(from, end, code);
    if (code === STREAM) this.takeStream(bytes, from, end);
    else if (code >= 0 && saysSomething(bytes, from, end))
      this.take(from, end, code, marked < 0 ? encoder.encode(stringText(bytes, from, end)) : null);
    return this.isSettled(code) ? SETTLED : end + 1;
  }

  private takeStream(bytes: Uint8Array, from: number, to: number): void {
    if (this.stream !== null) return;
    const name = stringText(bytes, from, to);
    this.stream = isConnStream(name) ? 'conn' : isCallStream(name) ? 'calls' : 'other';
  }

  private take(from: number, to: number, code: number, decoded: Uint8Array | null): void {
    if (decoded !== null && code < CONN_COLUMNS.length && !this.row.has(code))
      this.row.setDecoded(code, decoded);
    else if (code === CONN_MARK) this.connMark = true;
    else if (code === OTHER_MARK) this.otherMark = true;
    else if (code >= CALL_MARK) this.callMarks |= 1 << (code - CALL_MARK);
    else if (code >= 0 && code < CONN_COLUMNS.length && !this.row.has(code)) this.row.set(code, from, to);
  }

  private noteValue(from: number, to: number, code: number): void {
    if (this.notes !== null && this.notes.length <= MAX_MEMBERS) this.notes.push({ from, to, code });
  }

  /** Whether what was just read shows that nobody needs the record, which is then counted. */
  private isSettled(code: number): boolean {
    if (this.isWhole || code < 0) return false;
    const { row, flows } = this;
    if (code === STREAM && this.stream === 'other') {
      flows.builder.unused();
      return true;
    }
    if (this.stream === 'calls') {
      if (this.calls === null) flows.builder.skipped();
      return this.calls === null;
    }
    if (!decides(code)) return false;
    if (!row.has(SLOT.proto) || !row.has(SLOT['id.orig_p']) || !row.has(SLOT['id.resp_p'])) return false;
    if (isTcp(row, SLOT.proto)) {
      const srcPort = portOf(row, SLOT['id.orig_p']);
      const destPort = portOf(row, SLOT['id.resp_p']);
      if (srcPort === null || destPort === null || flows.mayWant(srcPort, destPort)) return false;
      flows.builder.skipped();
    } else flows.builder.unused();
    return true;
  }

  private isCall(): boolean {
    if (this.stream !== null) return this.stream === 'calls';
    return this.callMarks === (1 << CALL_MARKS.length) - 1;
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
