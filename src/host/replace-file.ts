import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file of that name beside it, has it reach the disk, and gives it the name: whatever ends the process, or
 * the machine, the name leads to the old bytes or to the new ones. Throws what the system throws.
 */
export function replaceFile(path: string, chunks: Iterable<Uint8Array>): void {
  const folder = dirname(path);
  const unfinished = join(folder, `.${basename(path)}.${randomUUID()}.part`);
  const file = openSync(unfinished, 'wx', 0o666);
  const remove = () => rmSync(unfinished, { force: true });
  process.once('exit', remove);
  try {
    try {
      for (const chunk of chunks) for (let at = 0; at < chunk.length; ) at += writeSync(file, chunk, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, path);
    syncFolder(folder);
  } catch (error) {
    remove();
    throw error;
  } finally {
    process.off('exit', remove);
  }
}

/** The new name is on the disk, too. Not every system lets a folder be synchronised. */
function syncFolder(path: string): void {
  let folder: number;
  try {
    folder = openSync(path, 'r');
  } catch {
    return;
  }
  try {
    fsyncSync(folder);
  } catch {
    // The file itself is whole all the same.
  } finally {
    closeSync(folder);
  }
}
