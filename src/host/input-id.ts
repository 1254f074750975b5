import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import type { ResolvedInput } from './inputs.ts';

const PIECE = 1 << 16;

/**
 * What a file is known by wherever it lies: of its size, its beginning and its end. Null for what cannot seek, is
 * empty, or cannot be read (which reading it will tell).
 */
export function inputId({ file, size }: ResolvedInput): string | null {
  if (file === null || size === null || size === 0) return null;
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    return null;
  }
  try {
    const hash = createHash('sha256').update(`${size}\n`);
    const piece = new Uint8Array(PIECE);
    for (const at of [0, Math.max(PIECE, size - PIECE)]) {
      if (at >= size) continue;
      hash.update(piece.subarray(0, readSync(handle, piece, 0, PIECE, at)));
    }
    return hash.digest('hex');
  } finally {
    closeSync(handle);
  }
}
