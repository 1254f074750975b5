import { stringText } from '../../bytes/json-scan.ts';

/** How the bytes of a value spell its text. */
export const PLAIN = 0;
/** Every quote stands twice. */
export const DOUBLED_QUOTES = 1;
/** The content of a JSON string with escapes. */
export const JSON_ESCAPES = 2;
export type Spelling = typeof PLAIN | typeof DOUBLED_QUOTES | typeof JSON_ESCAPES;

const ABSENT = -1;
const SPACE = 0x20;
const SHORT = 24;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The values of one record in the columns that a mapping names, as places in bytes until they are asked for. */
export class Row {
  bytes: Uint8Array = new Uint8Array(0);
  /** Where the value that `isAscii` looked at stands in `bytes`, without white space around it. */
  start = 0;
  end = 0;
  private readonly from: Int32Array;
  private readonly to: Int32Array;
  private readonly spelling: Uint8Array;
  private readonly texts: (string | null | undefined)[];
  private readonly unset: ReadonlySet<string>;
  private readonly longestUnset: number;
  private readonly quote: string;
  /** Values after the first of their column, as lists in JSON have them. */
  private more: { readonly column: number; readonly text: string | null }[] = [];

  /** @param unset texts that stand for an unknown value @param quote of a table, '' for none */
  constructor(columns: number, unset: readonly string[], quote: string) {
    this.from = new Int32Array(columns);
    this.to = new Int32Array(columns);
    this.spelling = new Uint8Array(columns);
    this.texts = new Array(columns).fill(undefined);
    this.unset = new Set(unset);
    this.longestUnset = Math.max(0, ...unset.map(({ length }) => length));
    this.quote = quote;
  }

  /** Begins a record, whose bytes must stay as they are while it is used. */
  begin(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.from.fill(ABSENT);
    this.texts.fill(undefined);
    if (this.more.length > 0) this.more = [];
  }

  /** Sets a value, or adds one to those that the column has. */
  add(column: number, from: number, to: number, spelling: Spelling): void {
    if (this.from[column] !== ABSENT) this.more.push({ column, text: this.read(from, to, spelling) });
    else {
      this.from[column] = from;
      this.to[column] = to;
      this.spelling[column] = spelling;
    }
  }

  /** The first value of a column, without white space around it; null where it is unknown. */
  text(column: number): string | null {
    const known = this.texts[column];
    if (known !== undefined) return known;
    const from = this.from[column]!;
    const text =
      from === ABSENT ? null : this.read(from, this.to[column]!, this.spelling[column] as Spelling);
    this.texts[column] = text;
    return text;
  }

  /** Whether the first value of a column is surely known, and stands in the bytes as it is, in ASCII. */
  isAscii(column: number): boolean {
    const { bytes } = this;
    let start = this.from[column]!;
    if (start === ABSENT || this.spelling[column] !== PLAIN) return false;
    let end = this.to[column]!;
    while (start < end && bytes[start] === SPACE) start++;
    while (start < end && bytes[end - 1] === SPACE) end--;
    if (end - start <= this.longestUnset) return false;
    for (let i = start; i < end; i++) if (bytes[i]! >= 0x80 || bytes[i]! < SPACE) return false;
    this.start = start;
    this.end = end;
    return true;
  }

  /** Whether a value of the column, in lower case, is among some. */
  hasOneOf(column: number, some: ReadonlySet<string>): boolean {
    const first = this.text(column);
    if (first !== null && some.has(first.toLowerCase())) return true;
    return this.more.some(
      (value) => value.column === column && value.text !== null && some.has(value.text.toLowerCase()),
    );
  }

  private read(from: number, to: number, spelling: Spelling): string | null {
    let text =
      spelling === JSON_ESCAPES
        ? stringText(this.bytes, from, to)
        : (shortText(this.bytes, from, to) ?? decoder.decode(this.bytes.subarray(from, to)));
    if (spelling === DOUBLED_QUOTES) text = text.replaceAll(this.quote + this.quote, this.quote);
    text = text.trim();
    return this.unset.has(text) ? null : text;
  }
}

/** A short text in ASCII, for which the decoder is slow; null where it is no such text. */
function shortText(bytes: Uint8Array, from: number, to: number): string | null {
  if (to - from > SHORT) return null;
  let text = '';
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    if (byte >= 0x80) return null;
    text += String.fromCharCode(byte);
  }
  return text;
}
