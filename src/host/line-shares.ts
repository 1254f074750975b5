import { closeSync, openSync, readSync } from 'node:fs';

const LINE_FEED = 0x0a;
const LOOK_AHEAD = 1 << 16;

/**
 * Cuts a file into stretches that begin and end at line ends.
 * @param sizeAt about how many bytes the next one is to have, where so many are left
 */
export function lineShares(
  file: string,
  length: number,
  sizeAt: (left: number) => number,
): { from: number; to: number }[] {
  const shares: { from: number; to: number }[] = [];
  const handle = openSync(file, 'r');
  try {
    let from = 0;
    while (from < length) {
      const size = sizeAt(length - from);
      const to = from + 1.5 * size >= length ? length : lineEndAfter(handle, from + size, length);
      shares.push({ from, to });
      from = to;
    }
  } finally {
    closeSync(handle);
  }
  return shares;
}

function lineEndAfter(handle: number, position: number, length: number): number {
  const buffer = new Uint8Array(LOOK_AHEAD);
  for (let at = position; at < length; ) {
    const read = readSync(handle, buffer, 0, LOOK_AHEAD, at);
    if (read === 0) return length;
    const found = buffer.subarray(0, read).indexOf(LINE_FEED);
    if (found >= 0) return at + found + 1;
    at += read;
  }
  return length;
}
