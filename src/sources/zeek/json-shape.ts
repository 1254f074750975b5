import { numberEnd, valueEnd } from '../../bytes/json-scan.ts';
import { SLOT } from './conn-columns.ts';
import { spellsTcp } from './conn-values.ts';

const QUOTE = 0x22;
const DASH = 0x2d;
const BACKSLASH = 0x5c;
const POINT = 0x2e;
const ZERO = 0x30;
const LETTER_E = 0x65;
const MAX_PORT = 65_535;
const MAX_VALUES = 64;

/** What a writer of JSON puts between the values of every record, up to the last of the three that decide. */
export interface JsonShape {
  /** The literals one after the other; literal n ends at ends[n], and value n follows it. */
  readonly literals: Uint8Array;
  readonly ends: Int32Array;
  /** 1 where the value is the content of a string. */
  readonly inQuotes: Uint8Array;
  /** The slots of the values that decide; -1 for others. */
  readonly slots: Int8Array;
}

/** Notes where the values of a record stand while it is read, so that its shape can be made of it. */
export class ShapeNotes {
  private readonly from = new Int32Array(MAX_VALUES);
  private readonly to = new Int32Array(MAX_VALUES);
  private readonly slots = new Int8Array(MAX_VALUES);
  private count = 0;
  private start = 0;

  begin(start: number): void {
    this.start = start;
    this.count = 0;
  }

  /** @param slot -1 where the value is of no concern */
  add(from: number, to: number, slot: number): void {
    if (this.count < MAX_VALUES) {
      this.from[this.count] = from;
      this.to[this.count] = to;
      this.slots[this.count] = slot;
    }
    this.count += 1;
  }

  /** No shape is to be made of this record. */
  spoil(): void {
    this.count = MAX_VALUES + 1;
  }

  /** The shape of the record as far as it was read; null where it has too many values, or is spoilt. */
  shape(bytes: Uint8Array): JsonShape | null {
    const { count } = this;
    if (count > MAX_VALUES) return null;
    const literals: number[] = [];
    const ends = new Int32Array(count);
    const inQuotes = new Uint8Array(count);
    let at = this.start;
    for (let i = 0; i < count; i++) {
      literals.push(...bytes.subarray(at, this.from[i]));
      ends[i] = literals.length;
      inQuotes[i] = bytes[this.from[i]! - 1] === QUOTE ? 1 : 0;
      at = this.to[i]!;
    }
    const slots = this.slots.slice(0, count);
    if (inQuotes[slots.indexOf(SLOT.proto)] !== 1) return null;
    return { literals: Uint8Array.from(literals), ends, inQuotes, slots };
  }
}

/** Compares records with a shape. It leaves alone whatever is in any way unusual. */
export class ShapeMatcher {
  srcPort = 0;
  destPort = 0;
  isTcp = false;

  /**
   * Reads what decides of the record at `at`.
   * @returns the position after it; -1 where the record is of another shape
   */
  match(bytes: Uint8Array, at: number, shape: JsonShape): number {
    const { literals, ends, inQuotes, slots } = shape;
    let i = at;
    let literal = 0;
    for (let n = 0; n < ends.length; n++) {
      for (const end = ends[n]!; literal < end; literal++) if (bytes[i++] !== literals[literal]) return -1;
      const slot = slots[n]!;
      if (slot < 0) {
        if (inQuotes[n] === 1) {
          let byte = bytes[i]!;
          while (byte !== QUOTE) {
            if (byte < 0x20 || byte === BACKSLASH) return -1;
            byte = bytes[++i]!;
          }
        } else {
          const digit = bytes[i]! - ZERO;
          i = digit >= 0 && digit <= 9 ? numberEnd(bytes, i) : valueEnd(bytes, i);
          if (i < 0) return -1;
        }
      } else {
        i = slot === SLOT.proto ? this.proto(bytes, i) : this.port(bytes, i, slot);
        if (i < 0) return -1;
      }
    }
    return i;
  }

  private proto(bytes: Uint8Array, at: number): number {
    let i = at;
    for (let byte = bytes[i]!; byte !== QUOTE; byte = bytes[++i]!)
      if (byte < 0x20 || byte === BACKSLASH || byte === DASH) return -1;
    this.isTcp = i - at === 3 && spellsTcp(bytes, at);
    return i === at ? -1 : i;
  }

  private port(bytes: Uint8Array, at: number, slot: number): number {
    let i = at;
    let port = 0;
    for (let digit = bytes[i]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[++i]! - ZERO)
      port = (port * 10 + digit) | 0;
    if (i === at || i > at + 5 || port > MAX_PORT || (bytes[at] === ZERO && i > at + 1)) return -1;
    if (bytes[i] === POINT || (bytes[i]! | 0x20) === LETTER_E) return -1;
    if (slot === SLOT['id.orig_p']) this.srcPort = port;
    else this.destPort = port;
    return i;
  }
}
