import type { RpcMemory } from './rpc-memory.ts';

const LONGEST = 1 << 20;
const NO_BYTES = new Uint8Array(0);

/** A stub as its fragments come in: counted always, gathered where it is wanted. */
export class Stub {
  /** Bytes seen. */
  length = 0;
  private readonly memory: RpcMemory;
  /** Null where the stub is not wanted, or can no longer become whole. */
  private held: Uint8Array | null;

  constructor(wanted: boolean, memory: RpcMemory) {
    this.memory = memory;
    this.held = wanted ? NO_BYTES : null;
  }

  add(bytes: Uint8Array, from: number, to: number): void {
    if (this.held !== null && this.reserve(this.length + to - from))
      this.held.set(bytes.subarray(from, to), this.length);
    this.length += to - from;
  }

  /** A part of it is missing or sealed. */
  spoil(): void {
    if (this.held === null) return;
    this.memory.giveBack(this.held.length);
    this.held = null;
  }

  /** The whole stub, which from now on is the taker's; null where there is none. */
  take(): Uint8Array | null {
    const whole = this.held?.subarray(0, this.length) ?? null;
    this.spoil();
    return whole;
  }

  private reserve(length: number): boolean {
    const { held } = this;
    if (held === null || length <= held.length) return held !== null;
    const capacity = held.length === 0 ? length : Math.min(2 * length, LONGEST);
    if (length > LONGEST || !this.memory.take(capacity - held.length)) {
      this.memory.stubsLetGo += 1;
      this.spoil();
      return false;
    }
    this.held = new Uint8Array(capacity);
    this.held.set(held);
    return true;
  }
}
