/** A member of a zip archive, as its directory or its own header tells of it. */
export interface ZipRecord {
  readonly name: string;
  /** APPNOTE 4.4.5: 0 stored, 8 deflated, 93 zstd. */
  readonly method: number;
  readonly encryption: 'none' | 'traditional' | 'aes' | 'other';
  /** Where its local header begins. */
  readonly headerAt: number;
  readonly compressedSize: number;
  readonly size: number | null;
  /** Null where it is not known, or does not hold. */
  readonly crc: number | null;
  /** What the last byte of a traditional encryption header must decrypt to. */
  readonly checkByte: number;
  /** The plain content, where whoever read the directory can give it better. */
  readonly content?: () => AsyncIterable<Uint8Array>;
}

export const LOCAL_HEADER = 0x04034b50;
export const LOCAL_HEADER_BYTES = 30;

const ENCRYPTED = 1 << 0;
const DESCRIPTOR = 1 << 3;
const STRONG_ENCRYPTION = 1 << 6;
const AES_METHOD = 99;

/** Whether the sizes and the checksum of a local header stand behind the content instead. */
export function hasDescriptor(flags: number): boolean {
  return (flags & DESCRIPTOR) !== 0;
}

export function encryptionOf(flags: number, method: number): ZipRecord['encryption'] {
  if ((flags & ENCRYPTED) === 0) return 'none';
  return (flags & STRONG_ENCRYPTION) !== 0 || method === AES_METHOD ? 'other' : 'traditional';
}

/** @param modified the modification time in MS-DOS form, which writers of descriptors use */
export function checkByteOf(flags: number, crc: number, modified: number): number {
  return hasDescriptor(flags) ? (modified >>> 8) & 0xff : crc >>> 24;
}
