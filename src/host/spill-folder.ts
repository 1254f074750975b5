import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

const LENGTH_BYTES = 4;

/** What memory does not hold, on disk: a folder of its own, one file a bucket, each item behind its length. */
export class SpillFolder<Item> {
  readonly folder: string;

  /** @throws Error where no folder can be made below `parent` */
  constructor(parent: string) {
    this.folder = mkdtempSync(join(parent, 'rpctrail-'));
  }

  append(bucket: number, item: Item): void {
    const bytes = serialize(item);
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

  *read(bucket: number): Generator<Item> {
    const file = openSync(this.path(bucket), 'r');
    try {
      const length = Buffer.alloc(LENGTH_BYTES);
      while (readAll(file, length)) {
        const bytes = Buffer.alloc(length.readUInt32LE());
        if (!readAll(file, bytes)) throw new Error(`what was spilled to ${this.path(bucket)} is cut short`);
        yield deserialize(bytes) as Item;
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
