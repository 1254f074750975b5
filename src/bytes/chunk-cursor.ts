import { ContainerFault } from './container-fault.ts';

const NOTHING = new Uint8Array(0);

/** Reads on in a stream of chunks, by blocks or piece by piece. */
export class ChunkCursor {
  /** Bytes given so far. */
  position = 0;
  /** Why there is no more, where the end of the bytes is not the end of the input. */
  fault: ContainerFault | null = null;
  private readonly chunks: AsyncIterator<Uint8Array>;
  private chunk: Uint8Array = NOTHING;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  /** At most `most` of the bytes that come next, valid until more is asked for; null at the end. */
  async piece(most: number): Promise<Uint8Array | null> {
    while (this.chunk.length === 0) if (!(await this.refill())) return null;
    const piece = this.chunk.subarray(0, most);
    this.chunk = this.chunk.subarray(piece.length);
    this.position += piece.length;
    return piece;
  }

  /** A copy of the next `length` bytes, fewer only at the end. */
  async take(length: number): Promise<Uint8Array> {
    const taken = new Uint8Array(length);
    let at = 0;
    while (at < length) {
      const piece = await this.piece(length - at);
      if (piece === null) return taken.subarray(0, at);
      taken.set(piece, at);
      at += piece.length;
    }
    return taken;
  }

  async close(): Promise<void> {
    await this.chunks.return?.();
  }

  private async refill(): Promise<boolean> {
    if (this.fault !== null) return false;
    try {
      const next = await this.chunks.next();
      if (next.done === true) return false;
      this.chunk = next.value;
      return true;
    } catch (error) {
      if (!(error instanceof ContainerFault)) throw error;
      this.fault = error;
      return false;
    }
  }
}
