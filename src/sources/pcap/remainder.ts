/** Bytes left over from a chunk, until enough of the next ones are there to read on. */
export class Remainder {
  size = 0;
  private held = new Uint8Array(1 << 17);

  /** The first `size` of these count; valid until the next change. */
  get bytes(): Uint8Array {
    return this.held;
  }

  append(bytes: Uint8Array, from: number, to: number): void {
    const size = this.size + to - from;
    if (size > this.held.length) {
      const bigger = new Uint8Array(Math.max(size, 2 * this.held.length));
      bigger.set(this.held.subarray(0, this.size));
      this.held = bigger;
    }
    this.held.set(bytes.subarray(from, to), this.size);
    this.size = size;
  }

  /** Lets go of the first `count`. */
  drop(count: number): void {
    this.held.copyWithin(0, count, this.size);
    this.size -= count;
  }
}
