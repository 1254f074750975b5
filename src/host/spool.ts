import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ContainerFault } from '../bytes/container-fault.ts';
import type { Spooled } from '../bytes/inflaters.ts';
import type { ByteInput } from '../model/byte-input.ts';
import { cannotOpen, descriptorInput } from './file-input.ts';

/**
 * Copies an input to a temporary file below `parent` that has no name any more once it is open: whatever happens to the
 * process, nothing stays behind.
 */
export async function spool(input: ByteInput, parent: string): Promise<Spooled> {
  const file = openNameless(parent);
  if (file instanceof ContainerFault) return { input: NOTHING, fault: file, remove: () => {} };
  let size = 0;
  let fault: ContainerFault | null = null;
  try {
    for await (const chunk of input.stream())
      for (let at = 0; at < chunk.length; ) {
        const written = write(file, chunk, at);
        at += written;
        size += written;
      }
  } catch (error) {
    if (!(error instanceof ContainerFault)) throw error;
    fault = error;
  }
  return { input: descriptorInput(file, size), fault, remove: () => closeSync(file) };
}

const NOTHING: ByteInput = { size: 0, async *stream() {}, slice: () => NOTHING };

function write(file: number, bytes: Uint8Array, from: number): number {
  try {
    return writeSync(file, bytes, from);
  } catch (error) {
    throw cannotOpen(error);
  }
}

function openNameless(parent: string): number | ContainerFault {
  try {
    const folder = mkdtempSync(join(parent, 'rpctrail-'));
    try {
      return openSync(join(folder, 'spooled'), 'wx+', 0o600);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  } catch (error) {
    return cannotOpen(error);
  }
}
