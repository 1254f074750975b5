import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { ContainerFault } from '../bytes/container-fault.ts';
import type { ByteInput } from '../model/byte-input.ts';

const CHUNK_BYTES = 1 << 17;
/** For so long reading may keep signals and messages waiting. */
const DEAF_MS = 2;

/**
 * A file that can seek. Its streams read it in chunks of 128 KiB into one buffer each, synchronously: what reads
 * a file has nothing else to do, and the system reads ahead. A file that cannot be read is a `ContainerFault`.
 */
export function fileInput(path: string): ByteInput {
  return stretch(() => opened(path), 0, Number.POSITIVE_INFINITY, sizeOf(path));
}

/** The same of an open file, which stays open. */
export function descriptorInput(file: number, size: number): ByteInput {
  return stretch(() => ({ file, close: () => {} }), 0, Number.POSITIVE_INFINITY, size);
}

/** Why a file could not be opened or read, in words where there are any. */
export function cannotOpen(error: unknown): ContainerFault {
  const { code, message } = error as NodeJS.ErrnoException;
  return new ContainerFault('cannot-open', REASONS[code ?? ''] ?? message);
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'no such file',
  EISDIR: 'it is a folder',
  ELOOP: 'symbolic links that lead in a circle',
  EIO: 'the disk or network gave an error',
  ENOSPC: 'no room left for temporary files',
};

interface OpenFile {
  readonly file: number;
  close(): void;
}

function stretch(open: () => OpenFile, from: number, to: number, fileSize: number | null): ByteInput {
  return {
    size: fileSize === null ? null : Math.max(0, Math.min(to, fileSize) - from),
    stream: () => read(open, from, to),
    slice: (start, end) => stretch(open, from + start, Math.min(to, from + end), fileSize),
  };
}

async function* read(open: () => OpenFile, from: number, to: number): AsyncGenerator<Uint8Array> {
  const { file, close } = attempt(open);
  try {
    const buffer = new Uint8Array(Math.max(0, Math.min(CHUNK_BYTES, to - from)));
    let heardUntil = performance.now() + DEAF_MS;
    for (let at = from; at < to; ) {
      if (performance.now() > heardUntil) {
        await new Promise((resolve) => setImmediate(resolve));
        heardUntil = performance.now() + DEAF_MS;
      }
      const length = attempt(() => readSync(file, buffer, 0, Math.min(buffer.length, to - at), at));
      if (length === 0) return;
      at += length;
      yield buffer.subarray(0, length);
    }
  } finally {
    close();
  }
}

function attempt<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw cannotOpen(error);
  }
}

function opened(path: string): OpenFile {
  const file = openSync(path, 'r');
  return { file, close: () => closeSync(file) };
}

function sizeOf(path: string): number | null {
  try {
    return statSync(path).size;
  } catch {
    return null;
  }
}
