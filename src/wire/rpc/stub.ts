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
    if (this.held !== null) this.held = this.joined(this.held, bytes, from, to);
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
    const { held } = this;
    if (held === null) return null;
    this.spoil();
    return held.length === this.length ? held : held.subarray(0, this.length);
  }

  /** What is held with a fragment behind it; null where it is too long, or there is no room. */
  private joined(held: Uint8Array, bytes: Uint8Array, from: number, to: number): Uint8Array | null {
    const length = this.length + to - from;
    const capacity = held.length === 0 ? length : Math.min(2 * length, LONGEST);
    const more = length > held.length ? capacity - held.length : 0;
    if (length > LONGEST || !this.memory.take(more)) {
      this.memory.stubsLetGo += 1;
      this.memory.giveBack(held.length);
      return null;
    }
    if (held.length === 0) return bytes.slice(from, to);
    const whole = more === 0 ? held : new Uint8Array(capacity);
    if (more > 0) whole.set(held);
    whole.set(bytes.subarray(from, to), this.length);
    return whole;
  }
}
