import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { ByteInput } from '../model/byte-input.ts';
import { cannotOpen } from './file-input.ts';

/** What can be read once, from beginning to end: standard input, a named pipe, a device. */
export function pipeInput(open: () => Readable): ByteInput {
  async function* stream() {
    try {
      for await (const chunk of open()) yield chunk as Uint8Array;
    } catch (error) {
      throw cannotOpen(error);
    }
  }
  return { size: null, stream };
}

export const standardInput: ByteInput = pipeInput(() => process.stdin);

export function pathInput(path: string): ByteInput {
  return pipeInput(() => createReadStream(path, { highWaterMark: 1 << 20 }));
}
