import { type TextWords, textWords } from '../../bytes/words.ts';
import { SLOT } from './conn-columns.ts';
import { STREAM } from './json-keys.ts';

const QUOTE = 0x22;
const MAX_VALUES = 64;
/** Shorter literals than can be compared at once stand within lists and objects alone. */
const MIN_LITERAL = 4;

/** One member of a record as its writer always spells it: all up to the value, and what the value is. */
export interface ShapeMember {
  /** What stands before the value, its quote included. */
  readonly literal: TextWords;
  readonly inQuotes: boolean;
  /** As in json-keys; -1 where the value is of no concern. */
  readonly code: number;
}

export type Shape = readonly ShapeMember[];

/** Whether a value decides if anybody needs its record. */
export function decides(code: number): boolean {
  return code === SLOT.proto || code === SLOT['id.orig_p'] || code === SLOT['id.resp_p'];
}

/** Notes where the values of a record stand while it is read, so that a shape can be made of it. */
export class JsonNotes {
  private readonly from = new Int32Array(MAX_VALUES);
  private readonly to = new Int32Array(MAX_VALUES);
  private readonly codes = new Int8Array(MAX_VALUES);
  private count = 0;
  private start = 0;
  private mayDecide = true;
  private flat = true;

  begin(start: number): void {
    this.start = start;
    this.count = 0;
    this.mayDecide = true;
    this.flat = true;
  }

  add(from: number, to: number, code: number): void {
    if (this.count < MAX_VALUES) {
      this.from[this.count] = from;
      this.to[this.count] = to;
      this.codes[this.count] = code;
    }
    this.count += 1;
  }

  /** A value that decides stood where it did not count: twice, or unset. */
  doubtDecision(): void {
    this.mayDecide = false;
  }

  /** Values stood in an object within the record. */
  nest(): void {
    this.flat = false;
  }

  /**
   * The shape up to the last value that was read, which is the one that decided. The name of the stream is a
   * part of the literals. Null where such a shape would not do.
   */
  prefix(bytes: Uint8Array): Shape | null {
    if (!this.mayDecide) return null;
    const kept = this.indexes().filter((n) => this.codes[n] !== STREAM);
    return this.shape(
      bytes,
      kept,
      (n) => this.to[n]!,
      (code) => (decides(code) ? code : -1),
    );
  }

  /** The shape of the whole record, literals beginning after the quote that ends the value before. */
  whole(bytes: Uint8Array): Shape | null {
    if (!this.flat) return null;
    const after = (n: number) => this.to[n]! + (this.inQuotes(bytes, n) ? 1 : 0);
    return this.shape(bytes, this.indexes(), after, (code) => code);
  }

  private shape(
    bytes: Uint8Array,
    indexes: readonly number[],
    after: (n: number) => number,
    codeOf: (code: number) => number,
  ): Shape | null {
    if (this.count > MAX_VALUES) return null;
    const members: ShapeMember[] = [];
    let at = this.start;
    for (const n of indexes) {
      const from = this.from[n]!;
      if (from - at < MIN_LITERAL) return null;
      const literal = textWords(bytes.slice(at, from));
      members.push({ literal, inQuotes: this.inQuotes(bytes, n), code: codeOf(this.codes[n]!) });
      at = after(n);
    }
    return members;
  }

  private indexes(): number[] {
    return Array.from({ length: Math.min(this.count, MAX_VALUES) }, (_, n) => n);
  }

  private inQuotes(bytes: Uint8Array, n: number): boolean {
    return bytes[this.from[n]! - 1] === QUOTE;
  }
}
