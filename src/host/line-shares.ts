import { closeSync, openSync, readSync } from 'node:fs';

const LINE_FEED = 0x0a;
const LOOK_AHEAD = 1 << 16;

/** Cuts a file into stretches of about `size` bytes that begin and end at line ends. */
export function lineShares(file: string, length: number, size: number): { from: number; to: number }[] {
  const shares: { from: number; to: number }[] = [];
  const handle = openSync(file, 'r');
  try {
    let from = 0;
    while (from < length) {
      const to = from + 2 * size >= length ? length : lineEndAfter(handle, from + size, length);
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
