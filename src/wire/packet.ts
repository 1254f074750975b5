import type { FragmentMemory } from './fragment-memory.ts';
import type { Protocol } from './protocol.ts';

const NO_BYTES = new Uint8Array(0);

/**
 * A packet while it is taken apart, used again for the next one. Layers move `at` inward; the bytes outside
 * bytes[at … end] are no longer of interest, but for the addresses of the innermost IP header.
 */
export class Packet {
  bytes: Uint8Array = NO_BYTES;
  at = 0;
  /** Where the captured bytes of the present layer end. */
  end = 0;
  /** Where that layer ended on the wire: past `end` in a capture that cut packets off. */
  wireEnd = 0;
  /** The innermost IP header: 4 or 6, 0 where none was seen; it stands in `ip` at `ipAt`. */
  version = 0;
  ip: Uint8Array = NO_BYTES;
  ipAt = 0;
  /** The innermost VLAN: fragments are put together within one. */
  vlan = 0;
  readonly fragments: FragmentMemory;

  constructor(fragments: FragmentMemory) {
    this.fragments = fragments;
  }

  begin(bytes: Uint8Array, at: number, end: number, wireEnd: number): void {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
    this.wireEnd = wireEnd;
    this.version = 0;
    this.vlan = 0;
  }

  /** Whether that many bytes were captured from here on. */
  has(count: number): boolean {
    return this.end - this.at >= count;
  }

  u8(offset: number): number {
    return this.bytes[this.at + offset]!;
  }

  u16(offset: number): number {
    return (this.bytes[this.at + offset]! << 8) | this.bytes[this.at + offset + 1]!;
  }

  u32(offset: number): number {
    return ((this.u16(offset) << 16) | this.u16(offset + 2)) >>> 0;
  }
}

/** Reads the header at `packet.at`, moves past it, and names what follows; NOTHING where it is none. */
export type Layer = (packet: Packet) => Protocol;
