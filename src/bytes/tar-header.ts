export const TAR_BLOCK = 512;

/** A header block of a tar archive: POSIX ustar, GNU, or the oldest form. */
export interface TarHeader {
  readonly name: string;
  /** Bytes of content, padded to whole blocks in the archive. */
  readonly size: number;
  /** One character as POSIX has it: `0` a file, `5` a folder, `x` and `g` pax records, `L` a GNU long name. */
  readonly type: string;
}

const CHECKSUM_AT = 148;
const CHECKSUM_LENGTH = 8;

/** Reads a header block; null where its checksum or its size is none. */
export function tarHeader(block: Uint8Array): TarHeader | null {
  const size = number(block.subarray(124, 136));
  if (size === null || number(block.subarray(CHECKSUM_AT, CHECKSUM_AT + CHECKSUM_LENGTH)) !== checksum(block))
    return null;
  const name = text(block.subarray(0, 100));
  const prefix = text(block.subarray(257, 263)) === 'ustar' ? text(block.subarray(345, 500)) : '';
  const type = block[156] === 0 ? '0' : String.fromCharCode(block[156]!);
  return { name: prefix === '' ? name : `${prefix}/${name}`, size, type };
}

/** Bytes up to the first NUL, as text. */
export function text(field: Uint8Array): string {
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

/** The sum of all bytes, its own field counted as spaces. */
function checksum(block: Uint8Array): number {
  let sum = CHECKSUM_LENGTH * 0x20;
  for (let i = 0; i < TAR_BLOCK; i++)
    if (i < CHECKSUM_AT || i >= CHECKSUM_AT + CHECKSUM_LENGTH) sum += block[i]!;
  return sum;
}

/** Octal digits, or GNU's base 256 for what they cannot hold. */
function number(field: Uint8Array): number | null {
  if (field[0] === 0x80) {
    const value = field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
    return Number.isSafeInteger(value) ? value : null;
  }
  const digits = text(field).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : null;
}
