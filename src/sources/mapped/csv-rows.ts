import { nearest } from '../../language/nearest.ts';
import { BROKEN, CsvRecord, OPEN } from './csv-record.ts';
import { MAX_RECORD } from './limits.ts';
import type { TableDialect } from './mapping.ts';
import type { RecordEvents } from './record-events.ts';
import { DOUBLED_QUOTES, PLAIN } from './row.ts';
import { afterByteOrderMark, LINE_FEED } from './text-bytes.ts';
import type { Fault } from './values.ts';

const decoder = new TextDecoder();

/** Reads the records of a table. Every record counts, also the names of the columns, comments and blank lines. */
export class CsvRows {
  /** Whether the last record was left because it is not complete. */
  unfinished = false;
  /** Whether the table does not have the columns of the mapping; nothing more can be read of it. */
  misfit = false;
  private readonly events: RecordEvents;
  private readonly dialect: TableDialect;
  private readonly record: CsvRecord;
  private readonly quote: string;
  /** Where in a record the values are that the mapping names; null before the columns are known. */
  private places: readonly number[] | null = null;
  private width = 0;
  private header = new Uint8Array(0);
  private atStart = true;
  /** Within a line that is not read to its end. */
  private passing = false;

  constructor(events: RecordEvents, dialect: TableDialect) {
    this.events = events;
    this.dialect = dialect;
    this.record = new CsvRecord(dialect);
    this.quote = dialect.quote === null ? '' : String.fromCharCode(dialect.quote);
    if (dialect.columns !== null) this.setColumns(dialect.columns);
  }

  /**
   * Reads on from `at` until a batch is to be taken or the bytes end.
   * @param last 'tail': nothing follows and the line feed at the end was added; 'end': nothing follows
   * @returns the position to go on from: what stands there is needed again, with what follows it
   */
  read(bytes: Uint8Array, at: number, last: 'tail' | 'end' | null): number {
    const end = bytes.length;
    let i = this.atStart ? afterByteOrderMark(bytes, at) : at;
    this.atStart = false;
    while (i < end && !this.events.full && !this.misfit) {
      if (this.passing || bytes[i] === this.dialect.comment) {
        if (!this.passing) this.events.builder.unused();
        const lineFeed = bytes.indexOf(LINE_FEED, i);
        this.passing = lineFeed < 0;
        i = lineFeed < 0 ? end : lineFeed + 1;
        continue;
      }
      const limit = Math.min(end, i + MAX_RECORD);
      const next = this.record.scan(bytes, i, limit);
      if (next >= 0) {
        this.settle(this.take(bytes, i, next), last === 'tail' && next === end);
        i = next;
      } else if (next !== BROKEN && end - i < MAX_RECORD && last === null) return i;
      else i = this.damaged(bytes, i, limit, next, last);
    }
    return i;
  }

  /** A record whose quotes make no sense is one line; one that does not end is too long. */
  private damaged(
    bytes: Uint8Array,
    at: number,
    limit: number,
    found: number,
    last: 'tail' | 'end' | null,
  ): number {
    const lineFeed = bytes.indexOf(LINE_FEED, at);
    const isTail = last === 'tail' && lineFeed === bytes.length - 1;
    if (found === BROKEN)
      this.settle(broken(`text after the closing quote of value ${this.record.count}`), isTail);
    else if (found === OPEN && lineFeed >= 0 && lineFeed < limit)
      this.settle(broken(`a quote that is never closed, in value ${this.record.count + 1}`), isTail);
    else this.settle({ code: 'too-long', detail: `a record of more than ${MAX_RECORD} bytes` }, false);
    this.passing = lineFeed < 0;
    return lineFeed < 0 ? bytes.length : lineFeed + 1;
  }

  private settle(fault: Fault | null, isTail: boolean): void {
    if (fault === null) return;
    if (isTail) this.unfinished = true;
    else this.events.builder.reject(fault.code, fault.detail);
  }

  private take(bytes: Uint8Array, from: number, next: number): Fault | null {
    const { record, events } = this;
    if (record.count === 1 && record.from[0] === record.to[0]) {
      events.builder.unused();
      return null;
    }
    if (this.places === null) {
      this.header = bytes.slice(from, next);
      this.setColumns(Array.from({ length: record.count }, (_, i) => this.text(bytes, i)));
      events.builder.unused();
      return null;
    }
    if (this.isHeader(bytes, from, next)) {
      events.builder.unused();
      return null;
    }
    const fault = this.widthFault();
    if (fault !== null) return fault;
    const { row } = events;
    row.begin(bytes);
    for (let column = 0; column < this.places.length; column++) {
      const place = this.places[column]!;
      const spelling = record.doubled[place] === 1 ? DOUBLED_QUOTES : PLAIN;
      row.add(column, record.from[place]!, record.to[place]!, spelling);
    }
    return events.add();
  }

  private widthFault(): Fault | null {
    const { count, from, to } = this.record;
    let used = count;
    while (used > this.width && from[used - 1] === to[used - 1]) used--;
    return used === this.width
      ? null
      : { code: 'damaged-record', detail: `${used} values, but ${this.width} columns` };
  }

  /** Tables strung together name their columns again. */
  private isHeader(bytes: Uint8Array, from: number, next: number): boolean {
    if (next - from !== this.header.length) return false;
    for (let i = 0; i < this.header.length; i++) if (bytes[from + i] !== this.header[i]) return false;
    return true;
  }

  private setColumns(names: readonly string[]): void {
    const { columns, builder } = this.events;
    const trimmed = names.map((name) => name.trim());
    this.width = names.length;
    this.places = columns.map((column) => trimmed.indexOf(column));
    const missing = columns.filter((column) => !trimmed.includes(column));
    if (missing.length === 0) return;
    const hints = missing.map((column) => {
      const near = nearest(column, trimmed);
      return near === null ? `\`${column}\`` : `\`${column}\` (did you mean \`${near}\`?)`;
    });
    const detail = `the table has no column ${hints.join(', ')}; its columns are ${shownNames(trimmed)}`;
    builder.rejectInput('mapping', detail);
    this.misfit = true;
  }

  private text(bytes: Uint8Array, i: number): string {
    const { from, to, doubled } = this.record;
    const text = decoder.decode(bytes.subarray(from[i], to[i]));
    return doubled[i] === 1 ? text.replaceAll(this.quote + this.quote, this.quote) : text;
  }
}

function broken(detail: string): Fault {
  return { code: 'damaged-record', detail };
}

const SHOWN_NAMES = 20;

function shownNames(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN_NAMES).join(', ');
  return names.length > SHOWN_NAMES ? `${shown}, and ${names.length - SHOWN_NAMES} more` : shown;
}
