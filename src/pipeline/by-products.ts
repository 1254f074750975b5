const CHECKSUM_LINE = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})\s[ *]?\S/i;
const APPLE_DOUBLE = [0x00, 0x05, 0x16, 0x07];
const FINDER_FOLDER = [0x00, 0x00, 0x00, 0x01, 0x42, 0x75, 0x64, 0x31];

/**
 * What stands beside logs and captures and holds no events: recognised so that it is neither a reject nor a
 * reason to say that not all could be read.
 * @returns what it is, null where it is none of these
 */
export function byProductOf(head: Uint8Array): string | null {
  if (head.length === 0) return 'empty file';
  if (startsWith(head, APPLE_DOUBLE) || startsWith(head, FINDER_FOLDER)) return 'file-manager data';
  const lines = new TextDecoder()
    .decode(head.subarray(0, 4096))
    .split('\n')
    .filter((line) => line.trim() !== '');
  if (lines.length > 0 && lines.slice(0, 8).every((line) => CHECKSUM_LINE.test(line))) return 'checksums';
  return null;
}

function startsWith(head: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => head[i] === byte);
}
