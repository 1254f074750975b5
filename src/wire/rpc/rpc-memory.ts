/** What the conversations of one capture hold together, and what was lost on them. */
export class RpcMemory {
  /** PDUs of which bytes are missing. */
  damaged = 0;
  /** Bytes passed over in search of the next PDU. */
  skipped = 0;
  /** Answers to requests that were not seen, or no longer remembered. */
  strayAnswers = 0;
  /** Calls told as unanswered because too many waited behind them. */
  callsLetGo = 0;
  /** Stubs not gathered: they are too long, or there was no room. */
  stubsLetGo = 0;
  /** PDUs not put together for want of room. */
  pdusLetGo = 0;
  /** Presentation contexts not remembered: one connection has too many. */
  contextsLetGo = 0;
  private readonly limit: number;
  private held = 0;

  /** @param limit bytes */
  constructor(limit = 64 << 20) {
    this.limit = limit;
  }

  /** @returns false where there is no room for that many bytes: nothing was taken. */
  take(bytes: number): boolean {
    if (this.held + bytes > this.limit) return false;
    this.held += bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.held -= bytes;
  }

  /** Bytes held at the moment. */
  get size(): number {
    return this.held;
  }
}
