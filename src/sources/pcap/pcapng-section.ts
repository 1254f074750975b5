import { linkProtocol } from '../../wire/dissect.ts';
import { type Clock, clockOf } from './resolution.ts';

const IF_TSRESOL = 9;
const IF_TSOFFSET = 14;
const MICROSECONDS = 6;

export interface Interface {
  readonly linkType: number;
  /** The layer that its packets begin with; null where rpctrail does not read the link type. */
  readonly link: number | null;
  /** Bytes of a packet that were captured at most; 0: all. */
  readonly snapLength: number;
  readonly clock: Clock;
  /** Whether its link type was already reported as unknown. */
  told: boolean;
}

/** Reads numbers of a pcapng section in its byte order. */
export class Section {
  readonly littleEndian: boolean;
  readonly interfaces: Interface[] = [];

  constructor(littleEndian: boolean) {
    this.littleEndian = littleEndian;
  }

  u16(bytes: Uint8Array, at: number): number {
    return this.littleEndian ? bytes[at]! | (bytes[at + 1]! << 8) : (bytes[at]! << 8) | bytes[at + 1]!;
  }

  u32(bytes: Uint8Array, at: number): number {
    return this.littleEndian
      ? (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
      : ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
  }

  /** Takes in an interface description, whose body is bytes[at … end]; what is missing of it has its default. */
  describe(bytes: Uint8Array, at: number, end: number): void {
    const linkType = end - at >= 2 ? this.u16(bytes, at) : 1;
    const snapLength = end - at >= 8 ? this.u32(bytes, at + 4) : 0;
    let resolution = MICROSECONDS;
    let offset = 0n;
    for (let option = at + 8; option + 4 <= end; ) {
      const code = this.u16(bytes, option);
      const length = this.u16(bytes, option + 2);
      const value = option + 4;
      if (code === 0 || value + length > end) break;
      if (code === IF_TSRESOL && length >= 1) resolution = bytes[value]!;
      if (code === IF_TSOFFSET && length >= 8) offset = this.i64(bytes, value);
      option = value + ((length + 3) & ~3);
    }
    const clock = clockOf(resolution, offset);
    this.interfaces.push({ linkType, link: linkProtocol(linkType), snapLength, clock, told: false });
  }

  private i64(bytes: Uint8Array, at: number): bigint {
    const [high, low] = this.littleEndian ? [at + 4, at] : [at, at + 4];
    return BigInt.asIntN(64, (BigInt(this.u32(bytes, high)) << 32n) | BigInt(this.u32(bytes, low)));
  }
}
