import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Chunk } from '../columns/seal-table.ts';
import type { SpillSpace } from '../pipeline/spill-space.ts';

const LENGTH_BYTES = 4;

/** Kept rows on disk: a folder of its own, one file a bucket, each chunk behind its length. */
export class SpillFolder implements SpillSpace {
  readonly folder: string;

  /** @throws Error where no folder can be made below `parent` */
  constructor(parent: string) {
    this.folder = mkdtempSync(join(parent, 'rpctrail-'));
  }

  append(bucket: number, chunk: Chunk): void {
    const bytes = serialize(chunk);
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32LE(bytes.length);
    const file = openSync(this.path(bucket), 'a');
    try {
      writeAll(file, length);
      writeAll(file, bytes);
    } finally {
      closeSync(file);
    }
  }

  *read(bucket: number): Generator<Chunk> {
    const file = openSync(this.path(bucket), 'r');
    try {
      const length = Buffer.alloc(LENGTH_BYTES);
      while (readAll(file, length)) {
        const bytes = Buffer.alloc(length.readUInt32LE());
        if (!readAll(file, bytes)) throw new Error(`the spilled rows in ${this.path(bucket)} are cut short`);
        yield deserialize(bytes) as Chunk;
      }
    } finally {
      closeSync(file);
    }
  }

  size(bucket: number): number {
    return statSync(this.path(bucket)).size;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private path(bucket: number): string {
    return join(this.folder, `${bucket}.rows`);
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

/** Fills the buffer; false where the file ends first. */
function readAll(file: number, into: Uint8Array): boolean {
  for (let at = 0; at < into.length; ) {
    const read = readSync(file, into, at, into.length - at, null);
    if (read === 0) return false;
    at += read;
  }
  return true;
}
