import type { ByteInput } from '../model/byte-input.ts';

const MOST_HELD_BYTES = 32 << 20;

/** The chunks of an input that one may want again: an input that cannot seek is held in memory while it is small. */
export class Replay {
  /** To be read on, not to be closed. */
  chunks: AsyncIterator<Uint8Array>;
  private readonly input: ByteInput;
  private held: Uint8Array[] | null = [];
  private readonly original: AsyncIterator<Uint8Array>;

  constructor(input: ByteInput) {
    this.input = input;
    this.original = input.stream()[Symbol.asyncIterator]();
    this.chunks = input.slice === undefined ? this.holding() : this.original;
  }

  /** Goes back to the beginning, for what was read so far at least; false where that is not possible. */
  async rewind(): Promise<boolean> {
    if (this.held === null) return false;
    await this.chunks.return?.();
    this.chunks =
      this.input.slice === undefined ? iterate(this.held) : this.input.stream()[Symbol.asyncIterator]();
    return true;
  }

  async close(): Promise<void> {
    await this.chunks.return?.();
    await this.original.return?.();
  }

  private async *holding(): AsyncGenerator<Uint8Array> {
    let heldBytes = 0;
    for (let next = await this.original.next(); next.done !== true; next = await this.original.next()) {
      heldBytes += next.value.length;
      if (heldBytes > MOST_HELD_BYTES) this.held = null;
      this.held?.push(next.value.slice());
      yield next.value;
    }
  }
}

async function* iterate(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
