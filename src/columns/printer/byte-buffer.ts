import { digitCount, putDigits } from './digits.ts';

const encoder = new TextEncoder();
/** Up to here a loop is faster than a call. */
const SHORT = 64;

/** Text under construction, as UTF-8. */
export class ByteBuffer {
  bytes: Uint8Array;
  /** The same bytes, for words that stand anywhere. */
  view: DataView;
  length = 0;

  constructor(capacity = 1024) {
    this.bytes = new Uint8Array(capacity);
    this.view = viewOf(this.bytes);
  }

  /** One that writes into the given bytes; where they do not suffice, it goes on with a copy of them. */
  static over(bytes: Uint8Array): ByteBuffer {
    const buffer = new ByteBuffer(0);
    buffer.bytes = bytes;
    buffer.view = viewOf(bytes);
    return buffer;
  }

  /** What was written since the last `clear`; valid until the next write. */
  get written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  append(bytes: Uint8Array): void {
    this.range(bytes, 0, bytes.length);
  }

  range(bytes: Uint8Array, from: number, to: number): void {
    this.reserve(to - from);
    const into = this.bytes;
    const at = this.length;
    if (to - from > SHORT) into.set(bytes.subarray(from, to), at);
    else for (let i = from, n = at; i < to; i++, n++) into[n] = bytes[i]!;
    this.length = at + to - from;
  }

  text(text: string): void {
    this.append(encoder.encode(text));
  }

  /** A number in decimal digits; whole numbers from 0 need no string. */
  number(value: number): void {
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER && Number.isInteger(value))) {
      this.text(String(value));
      return;
    }
    this.digits(value, digitCount(value));
  }

  /** A whole number of at most `width` decimal digits, with zeros before it. */
  digits(value: number, width: number): void {
    this.reserve(width);
    putDigits(value, width, this.view, this.length);
    this.length += width;
  }

  /** Makes sure of room for so many bytes more: they may then be written straight into `bytes`. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const bigger = new Uint8Array(Math.max(this.length + count, 2 * this.bytes.length));
    bigger.set(this.bytes.subarray(0, this.length));
    this.bytes = bigger;
    this.view = viewOf(bigger);
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer as ArrayBuffer, byteOffset, byteLength);
}
