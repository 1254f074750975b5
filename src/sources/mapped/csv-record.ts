import type { TableDialect } from './mapping.ts';
import { CARRIAGE_RETURN, LINE_FEED } from './text-bytes.ts';

/** What `scan` finds where it is no position. */
export const MORE = -1;
/** The bytes end within quotes. */
export const OPEN = -2;
/** Something follows a closing quote. */
export const BROKEN = -3;

/** Finds the values of one record of a table after the other (RFC 4180, with any delimiter and quote). */
export class CsvRecord {
  /** Values of the record found last. */
  count = 0;
  /** Where they are, without their quotes. */
  from = new Int32Array(64);
  to = new Int32Array(64);
  /** 1 where quotes within the value stand twice. */
  doubled = new Uint8Array(64);
  private readonly delimiter: number;
  private readonly quote: number;

  constructor({ delimiter, quote }: Pick<TableDialect, 'delimiter' | 'quote'>) {
    this.delimiter = delimiter;
    this.quote = quote ?? -1;
  }

  /**
   * Finds the record that begins at `at` and ends, with its line end, at or before `end`.
   * @returns the position after it, MORE or OPEN where it goes on past `end`, or BROKEN
   */
  scan(bytes: Uint8Array, at: number, end: number): number {
    const { delimiter, quote } = this;
    this.count = 0;
    let i = at;
    for (;;) {
      if (i < end && bytes[i] === quote) {
        const close = this.quoted(bytes, i + 1, end);
        if (close < 0) return close;
        i = close + 1;
        if (bytes[i] === CARRIAGE_RETURN && i + 1 < end && bytes[i + 1] === LINE_FEED) i += 1;
        if (i >= end) return MORE;
        if (bytes[i] === CARRIAGE_RETURN && i + 1 >= end) return MORE;
      } else {
        const from = i;
        while (i < end && bytes[i] !== delimiter && bytes[i] !== LINE_FEED) i++;
        if (i >= end) return MORE;
        const cut = bytes[i] === LINE_FEED && i > from && bytes[i - 1] === CARRIAGE_RETURN ? 1 : 0;
        this.add(from, i - cut, 0);
      }
      if (bytes[i] === LINE_FEED) return i + 1;
      if (bytes[i] !== delimiter) return BROKEN;
      i += 1;
    }
  }

  /** Adds the value that begins after a quote at `from`; gives the position of the quote that closes it. */
  private quoted(bytes: Uint8Array, from: number, end: number): number {
    const { quote } = this;
    let doubled = 0;
    for (let i = from; i < end; i++) {
      if (bytes[i] !== quote) continue;
      if (i + 1 >= end) return MORE;
      if (bytes[i + 1] === quote) {
        doubled = 1;
        i += 1;
      } else {
        this.add(from, i, doubled);
        return i;
      }
    }
    return OPEN;
  }

  private add(from: number, to: number, doubled: number): void {
    if (this.count === this.from.length) this.grow();
    this.from[this.count] = from;
    this.to[this.count] = to;
    this.doubled[this.count] = doubled;
    this.count += 1;
  }

  private grow(): void {
    const { from, to, doubled } = this;
    this.from = new Int32Array(2 * from.length);
    this.from.set(from);
    this.to = new Int32Array(2 * to.length);
    this.to.set(to);
    this.doubled = new Uint8Array(2 * doubled.length);
    this.doubled.set(doubled);
  }
}
