import { readU16, readU32 } from '../rpc/pdu.ts';
import { readUuid, UUID_BYTES } from '../rpc/uuid.ts';

/** How a stub is written: the byte order of its PDU, and NDR ([C706] 14) or NDR64 ([MS-RPCE] 2.2.5). */
export interface NdrForm {
  readonly littleEndian: boolean;
  readonly ndr64: boolean;
}

const NO_BYTES = new Uint8Array(0);

/**
 * Reads bytes[from … to] from front to back; alignment counts from `from`. What is asked for beyond the end, and
 * a count that cannot be, sets `failed`: from then on there are only zeros, nulls and empty arrays, so that a
 * decoder reads on without looking and asks once, at the end, whether all of it was there.
 */
export class NdrReader {
  failed = false;
  private readonly bytes: Uint8Array;
  private readonly from: number;
  private readonly to: number;
  private readonly littleEndian: boolean;
  /** Bytes of a count or of a pointer's referent. */
  private readonly wide: 4 | 8;
  private at: number;

  constructor(bytes: Uint8Array, from: number, to: number, form: NdrForm) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.at = from;
    this.littleEndian = form.littleEndian;
    this.wide = form.ndr64 ? 8 : 4;
  }

  u16(): number {
    return this.reach(2, 2) ? readU16(this.bytes, this.at - 2, this.littleEndian) : 0;
  }

  u32(): number {
    return this.reach(4, 4) ? readU32(this.bytes, this.at - 4, this.littleEndian) : 0;
  }

  uuid(): string | null {
    return this.reach(4, UUID_BYTES) ? readUuid(this.bytes, this.at - UUID_BYTES, this.littleEndian) : null;
  }

  /** Whether a pointer leads anywhere. What it points to is found where NDR defers it to. */
  pointer(): boolean {
    if (!this.reach(this.wide, this.wide)) return false;
    let some = 0;
    for (let i = this.at - this.wide; i < this.at; i++) some |= this.bytes[i]!;
    return some !== 0;
  }

  /** The maximum count of a conformant array, as large as it may be. */
  size(): number {
    if (this.wide === 4) return this.u32();
    if (!this.reach(8, 8)) return 0;
    const [first, second] = [this.at - 8, this.at - 4];
    const high = readU32(this.bytes, this.littleEndian ? second : first, this.littleEndian);
    if (high !== 0) return this.fail();
    return readU32(this.bytes, this.littleEndian ? first : second, this.littleEndian);
  }

  /** The count of a conformant array whose elements take `bytes` at least: no more than there is room for. */
  count(bytes: number): number {
    return this.fitting(this.size(), bytes);
  }

  /** The count of a conformant varying array: of `size()` elements only the first that many are there. */
  varyingCount(bytes: number): number {
    const most = this.size();
    const count = this.varyingPart(bytes);
    return count > most ? this.fail() : count;
  }

  /** The count of a varying array. */
  varyingPart(bytes: number): number {
    const offset = this.size();
    const count = this.fitting(this.size(), bytes);
    return offset === 0 ? count : this.fail();
  }

  /** A view of so many bytes. */
  octets(count: number): Uint8Array {
    return this.reach(1, count) ? this.bytes.subarray(this.at - count, this.at) : NO_BYTES;
  }

  skip(count: number): void {
    this.reach(1, count);
  }

  /** To the next multiple of `boundary`, a power of two. */
  align(boundary: number): void {
    this.reach(boundary, 0);
  }

  /** To where a structure begins that holds a pointer or a count. */
  alignWide(): void {
    this.reach(this.wide, 0);
  }

  private fitting(count: number, bytes: number): number {
    return count * bytes <= this.to - this.at ? count : this.fail();
  }

  /** Moves behind `count` bytes that begin at the next boundary. @returns whether they are there. */
  private reach(boundary: number, count: number): boolean {
    const next = this.at + (-(this.at - this.from) & (boundary - 1)) + count;
    if (this.failed || next > this.to) this.fail();
    else this.at = next;
    return !this.failed;
  }

  private fail(): 0 {
    this.failed = true;
    return 0;
  }
}
