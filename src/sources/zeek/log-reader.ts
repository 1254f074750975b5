import { afterSpace } from '../../bytes/json-scan.ts';
import type { LineRegion } from '../../bytes/line-regions.ts';
import { lineEnd, type Words, wordsOf } from '../../bytes/words.ts';
import type { BatchBuilder } from '../../columns/batch-builder.ts';
import type { Batch } from '../../model/batch.ts';
import { CALL_COLUMNS, CALL_SLOT, CALL_TEXTS } from './call-columns.ts';
import { CONN_COLUMNS } from './conn-columns.ts';
import { ConnFlows } from './conn-flows.ts';
import type { Fault } from './fault.ts';
import {
  afterDirective,
  describesCalls,
  describesConn,
  type Header,
  headerOfState,
  headerState,
  missingColumns,
} from './header.ts';
import { JsonRows } from './json-rows.ts';
import { Row } from './row.ts';
import { RpcCalls } from './rpc-calls.ts';
import { type ConnLayout, connLayout, type TableLayout, tableLayout } from './table-layout.ts';
import { TableMachine } from './table-machine.ts';
import { readTableRow } from './table-row.ts';
import { passTableRows, skipTableRows } from './table-skip.ts';

/** Longer lines are rejected unread. */
export const MAX_LINE = 1 << 20;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const HASH = 0x23;
const BRACE = 0x7b;

const decoder = new TextDecoder();

/** What the rows under a header are: those of conn.log or dce_rpc.log, or of no use, or without any header. */
type Rows =
  | { readonly kind: 'conn'; readonly layout: ConnLayout }
  | { readonly kind: 'calls'; readonly layout: TableLayout }
  | { readonly kind: 'other' | 'unknown' };

/** Reads the lines of a log, as tables under their headers and as JSON, whichever each of them is. */
export class LogReader {
  /** Whether the last line was left because it is not complete. */
  unfinished = false;
  private readonly builder: BatchBuilder;
  private readonly flows: ConnFlows;
  /** Null where no RPC is wanted. */
  private readonly calls: RpcCalls | null;
  private readonly json: JsonRows;
  private readonly row = new Row(CONN_COLUMNS.length);
  private readonly callRow = new Row(CALL_COLUMNS.length);
  private header: Header;
  private rows: Rows;
  private view: Words = wordsOf(new ArrayBuffer(0));
  private readonly machine: TableMachine | null;
  /** The region that was handed over last. */
  private loaded: LineRegion | null = null;
  private isTableLoaded = false;
  private copy: Words = wordsOf(new ArrayBuffer(1 << 12));

  /** @param state what the share before ended with; '' for none @param vectors whether WebAssembly may be used */
  constructor(builder: BatchBuilder, state: string, vectors: boolean) {
    this.builder = builder;
    this.flows = new ConnFlows(builder);
    this.calls = RpcCalls.of(builder);
    this.json = new JsonRows(this.flows, this.calls, vectors);
    this.machine = vectors ? TableMachine.make(this.flows.sieve, this.flows.wanted) : null;
    this.header = headerOfState(state);
    this.rows = rowsUnder(this.header);
  }

  get state(): string {
    return headerState(this.header);
  }

  take(): Batch {
    const batch = this.flows.take();
    this.calls?.renew();
    return batch;
  }

  /** Reads on from `at` until the region ends or a batch is to be taken; gives the position to go on from. */
  scan(region: LineRegion & { kind: 'lines' | 'tail' }, at: number): number {
    const { kind, bytes, to } = region;
    if (this.view.buffer !== bytes.buffer) this.view = wordsOf(bytes.buffer);
    const base = bytes.byteOffset;
    const end = base + to;
    const sure = kind === 'tail' ? 0 : sureEnd(this.view, end);
    let i = base + at;
    this.load(region, base);
    while (i < end) {
      if (i < sure) i = this.pass(i, sure);
      if (i >= end || this.builder.full) break;
      if (i < sure) {
        const lineFeed = lineEnd(this.view, i);
        this.line(this.view, i, lineFeed, false);
        i = lineFeed + 1;
      } else i = this.copiedLine(i, kind === 'tail');
      if (this.builder.full) break;
    }
    return i - base;
  }

  /** Hands a region to the machine for what it begins with, once. */
  private load(region: LineRegion & { kind: 'lines' | 'tail' }, base: number): void {
    if (this.loaded === region) return;
    this.loaded = region;
    this.json.unload();
    this.isTableLoaded = false;
    if (region.kind === 'tail') return;
    const [from, to] = [base + region.from, base + region.to];
    if (this.view.bytes[from] === BRACE) this.json.load(this.view.bytes, from, to);
    else if (this.machine !== null && this.rows.kind === 'conn') {
      this.machine.load(this.view.bytes, from, to);
      this.isTableLoaded = true;
    }
  }

  /** Passes over rows that are of no use. */
  private pass(at: number, to: number): number {
    if (this.view.bytes[at] === BRACE) return this.json.skip(this.view, at, to, MAX_LINE);
    if (this.rows.kind === 'conn') {
      if (!this.isTableLoaded)
        return skipTableRows(this.view, at, to, this.rows.layout, this.flows, MAX_LINE);
      return this.passLoaded(this.machine!, at, to, this.rows.layout);
    }
    if (this.rows.kind === 'other') return passTableRows(this.view, at, to, this.flows, MAX_LINE);
    return at;
  }

  /** The same where the machine has taken the rows in: it also reads those that are of use and written plainly. */
  private passLoaded(machine: TableMachine, at: number, to: number, layout: ConnLayout): number {
    const { builder, flows } = this;
    const { record } = builder;
    const next = machine.scan(at, to, layout, MAX_LINE, builder.room);
    flows.addRead(machine.rows, machine.read, record);
    builder.skippedMany(machine.skipped);
    builder.unusedMany(machine.unused);
    return next;
  }

  /** Reads a line that ends beyond the view's whole words, as a copy. */
  private copiedLine(from: number, isTail: boolean): number {
    const { bytes } = this.view;
    const lineFeed = bytes.indexOf(LINE_FEED, from);
    const length = lineFeed - from;
    if (this.copy.limit <= length) this.copy = wordsOf(new ArrayBuffer(((2 * length) | 3) + 1));
    this.copy.bytes.set(bytes.subarray(from, lineFeed + 1));
    this.line(this.copy, 0, length, isTail);
    return lineFeed + 1;
  }

  /** Reads one line, whose line feed stands before the limit of the view. */
  private line(view: Words, from: number, lineFeed: number, isTail: boolean): void {
    if (lineFeed - from > MAX_LINE) this.tooLong();
    else {
      const fault = this.content(view, afterByteOrderMark(view.bytes, from), lineFeed, isTail);
      if (fault === null) return;
      if (isTail) this.unfinished = true;
      else this.builder.reject(fault.code, fault.detail);
    }
  }

  /** Counts a line that was left out. */
  tooLong(): void {
    this.builder.reject('too-long', `a line of more than ${MAX_LINE} bytes`);
  }

  private content(view: Words, from: number, lineFeed: number, isTail: boolean): Fault | null {
    const { bytes } = view;
    const { rows } = this;
    const to = lineFeed > from && bytes[lineFeed - 1] === CARRIAGE_RETURN ? lineFeed - 1 : lineFeed;
    if (bytes[from] === HASH) return this.directive(decoder.decode(bytes.subarray(from, to)));
    if (bytes[from] === BRACE) return this.json.add(bytes, from, isTail);
    if (rows.kind === 'unknown') {
      const start = afterSpace(bytes, from);
      if (bytes[start] === BRACE) return this.json.add(bytes, start, isTail);
      if (start < to)
        return { code: 'damaged-record', detail: 'neither JSON nor a row under a #fields line' };
    }
    if (from === to || (rows.kind !== 'conn' && rows.kind !== 'calls')) {
      this.builder.unused();
      return null;
    }
    if (rows.kind === 'calls') return this.call(view, from, to, rows.layout, isTail);
    const damage = readTableRow(view, from, to, rows.layout, this.row);
    if (isTail && damage !== null) return damage;
    return this.flows.add(this.row, damage);
  }

  private call(view: Words, from: number, to: number, layout: TableLayout, isTail: boolean): Fault | null {
    const { calls, callRow } = this;
    const damage = calls !== null || isTail ? readTableRow(view, from, to, layout, callRow) : null;
    if (isTail && damage !== null) return damage;
    if (calls !== null) return calls.add(callRow, damage);
    this.builder.skipped();
    return null;
  }

  private directive(line: string): Fault | null {
    const before = this.header;
    this.header = afterDirective(before, line);
    if (this.header !== before) this.rows = rowsUnder(this.header);
    const { fields } = this.header;
    if (fields !== null && fields !== before.fields) {
      const missing = missingColumns({ ...this.header, fields });
      if (missing.length > 0)
        return { code: 'missing-field', detail: `#fields does not name ${missing.join(', ')}` };
    }
    this.builder.unused();
    return null;
  }
}

function rowsUnder(header: Header): Rows {
  const { fields } = header;
  if (fields === null) return { kind: 'unknown' };
  const known = { ...header, fields };
  if (missingColumns(known).length > 0) return { kind: 'other' };
  if (describesConn(header)) return { kind: 'conn', layout: connLayout(known) };
  if (!describesCalls(header)) return { kind: 'other' };
  return { kind: 'calls', layout: tableLayout(known, CALL_SLOT, CALL_TEXTS) };
}

function afterByteOrderMark(bytes: Uint8Array, at: number): number {
  return bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf ? at + 3 : at;
}

/** The end of the last line that ends within the view's whole words. */
function sureEnd({ bytes, limit }: Words, end: number): number {
  if (end <= limit) return end;
  return limit === 0 ? 0 : bytes.lastIndexOf(LINE_FEED, limit - 1) + 1;
}
