import type { ByteInput } from '../model/byte-input.ts';

const LINE_FEED = 0x0a;

/** A stretch of an input's lines; the bytes are valid until the next one is asked for. */
export type LineRegion =
  /** Whole lines, each with its line feed, at bytes[from … to]. */
  | { readonly kind: 'lines'; readonly bytes: Uint8Array; readonly from: number; readonly to: number }
  /** The last line, which the input leaves without a line feed; one was put there all the same. */
  | { readonly kind: 'tail'; readonly bytes: Uint8Array; readonly from: number; readonly to: number }
  /** A line of more than the allowed bytes, left out. */
  | { readonly kind: 'too-long' };

/**
 * Cuts an input into stretches of whole lines, in place as far as they lie within one chunk. Only a line that
 * crosses chunks is copied, and reported as too long where it has more than `limit` bytes without its line feed;
 * lines within a chunk may be longer.
 */
export async function* lineRegions(input: ByteInput, limit: number): AsyncGenerator<LineRegion> {
  const carry = new Carry(limit);
  for await (const chunk of input.stream()) {
    let from = 0;
    if (carry.started) {
      const end = chunk.indexOf(LINE_FEED);
      carry.add(chunk, 0, end < 0 ? chunk.length : end);
      if (end < 0) continue;
      yield carry.finish('lines');
      from = end + 1;
    }
    const to = chunk.lastIndexOf(LINE_FEED) + 1;
    if (to > from) {
      yield { kind: 'lines', bytes: chunk, from, to };
      from = to;
    }
    carry.add(chunk, from, chunk.length);
  }
  if (carry.started) yield carry.finish('tail');
}

/** The beginning of a line whose end is still to come. */
class Carry {
  private readonly limit: number;
  private bytes = new Uint8Array(1 << 12);
  private length = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  get started(): boolean {
    return this.length > 0;
  }

  add(chunk: Uint8Array, from: number, to: number): void {
    const length = this.length + to - from;
    if (length <= this.limit) {
      if (length >= this.bytes.length) {
        const bigger = new Uint8Array(2 * length);
        bigger.set(this.bytes.subarray(0, this.length));
        this.bytes = bigger;
      }
      this.bytes.set(chunk.subarray(from, to), this.length);
    }
    this.length = length;
  }

  finish(kind: 'lines' | 'tail'): LineRegion {
    const { length } = this;
    this.length = 0;
    if (length > this.limit) return { kind: 'too-long' };
    this.bytes[length] = LINE_FEED;
    return { kind, bytes: this.bytes, from: 0, to: length + 1 };
  }
}
