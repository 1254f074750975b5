const encoder = new TextEncoder();
/** Up to here a loop is faster than a call. */
const SHORT = 64;
const MAX_INT32 = 0x7fffffff;

/** Text under construction, as UTF-8. */
export class ByteBuffer {
  bytes: Uint8Array;
  length = 0;

  constructor(capacity = 1024) {
    this.bytes = new Uint8Array(capacity);
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
    let width = 1;
    for (let bound = 10; bound <= value; bound *= 10) width += 1;
    this.digits(value, width);
  }

  /** The last `width` decimal digits of a whole number. */
  digits(value: number, width: number): void {
    this.reserve(width);
    const into = this.bytes;
    let rest = value;
    let i = this.length + width - 1;
    for (; rest > MAX_INT32 && i >= this.length; i--) {
      const next = Math.floor(rest / 10);
      into[i] = 0x30 + (rest - next * 10);
      rest = next;
    }
    let small = rest | 0;
    for (; i >= this.length; i--) {
      const next = (small / 10) | 0;
      into[i] = 0x30 + small - next * 10;
      small = next;
    }
    this.length += width;
  }

  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const bigger = new Uint8Array(Math.max(this.length + count, 2 * this.bytes.length));
    bigger.set(this.bytes.subarray(0, this.length));
    this.bytes = bigger;
  }
}
