import { TAR_BLOCK, tarHeader } from './tar-header.ts';

export type ContainerKind = 'gzip' | 'zstd' | 'zip' | 'tar';

const ZSTD_MAGIC = 0xfd2fb528;
const ZSTD_SKIPPABLE = 0x184d2a50;
const ZIP_MAGICS = [
  0x04034b50, // a member
  0x06054b50, // the end of an empty archive
  0x08074b50, // an archive made in volumes, and kept in one
];

/** What kind of container begins with these bytes; null for none that can be unpacked. */
export function containerOf(head: Uint8Array): ContainerKind | null {
  if (head.length < 4) return null;
  if (head[0] === 0x1f && head[1] === 0x8b && head[2] === 8) return 'gzip';
  const magic = new DataView(head.buffer, head.byteOffset).getUint32(0, true);
  if (magic === ZSTD_MAGIC || (magic & 0xfffffff0) >>> 0 === ZSTD_SKIPPABLE) return 'zstd';
  if (ZIP_MAGICS.includes(magic)) return 'zip';
  return isTar(head) ? 'tar' : null;
}

/** By a header whose checksum is right, or by a magic that no text can hold: the first header may be damaged. */
function isTar(head: Uint8Array): boolean {
  if (head.length < TAR_BLOCK) return false;
  const magic = String.fromCharCode(...head.subarray(257, 265));
  return magic === 'ustar\x0000' || magic === 'ustar  \0' || tarHeader(head.subarray(0, TAR_BLOCK)) !== null;
}
