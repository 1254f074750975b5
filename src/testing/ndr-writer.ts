import type { NdrForm } from '../wire/ndr/ndr-reader.ts';
import { type Bytes, be16, be32 } from './packets.ts';

/** Every form a stub comes in. */
export const FORMS: readonly NdrForm[] = [
  { littleEndian: true, ndr64: false },
  { littleEndian: false, ndr64: false },
  { littleEndian: true, ndr64: true },
  { littleEndian: false, ndr64: true },
];

export const NDR_LE = FORMS[0]!;

/** Writes a stub from front to back. Padding is not zero, so that nobody reads it for something. */
export class NdrWriter {
  readonly form: NdrForm;
  private readonly out: number[] = [];
  private referent: number;

  /** @param referent of the first pointer: those of full pointers are told apart over request and answer. */
  constructor(form: NdrForm, referent = 1) {
    this.form = form;
    this.referent = referent;
  }

  get bytes(): Uint8Array {
    return Uint8Array.from(this.out);
  }

  u16(...values: readonly number[]): this {
    for (const value of values) this.align(2).ordered(be16(value));
    return this;
  }

  u32(...values: readonly number[]): this {
    for (const value of values) this.align(4).ordered(be32(value));
    return this;
  }

  u64(high: number, low: number): this {
    return this.align(8).ordered([...be32(high), ...be32(low)]);
  }

  uuid(text: string): this {
    const parts = text.split('-').map((part) => part.match(/../g)!.map((byte) => Number.parseInt(byte, 16)));
    this.align(4);
    for (const [i, part] of parts.entries()) i < 3 ? this.ordered(part) : this.raw(part);
    return this;
  }

  /** A count or an offset. */
  size(...values: readonly number[]): this {
    for (const value of values) this.form.ndr64 ? this.u64(0, value) : this.u32(value);
    return this;
  }

  /** A pointer: to something that is written later, or null. */
  pointer(leads = true): this {
    return this.size(leads ? this.referent++ : 0);
  }

  raw(bytes: Bytes): this {
    for (const byte of bytes) this.out.push(byte);
    return this;
  }

  align(boundary: number): this {
    while (this.out.length % boundary !== 0) this.out.push(0xbf);
    return this;
  }

  private ordered(bytes: readonly number[]): this {
    return this.raw(this.form.littleEndian ? [...bytes].reverse() : bytes);
  }
}

/** ASCII and what of Latin-1 is beyond. */
export function latin(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}
