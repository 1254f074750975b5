/** What all connections of a capture together hold of segments that came before their turn. */
export class StreamMemory {
  /** Bytes of connections that the capture lacks. */
  missing = 0;
  /** Holes given up because too much waited behind them. */
  crowded = 0;
  private readonly limit: number;
  private held = 0;

  /** @param limit bytes */
  constructor(limit = 64 << 20) {
    this.limit = limit;
  }

  get full(): boolean {
    return this.held > this.limit;
  }

  /** Bytes held at the moment. */
  get size(): number {
    return this.held;
  }

  take(bytes: number): void {
    this.held += bytes;
  }

  giveBack(bytes: number): void {
    this.held -= bytes;
  }
}
