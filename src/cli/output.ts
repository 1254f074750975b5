import { closeSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { WriteBytes } from '../model/sink.ts';
import { EXIT_OK, Failure } from './invocation.ts';

/** Where the result of a command goes. */
export interface Output {
  readonly write: WriteBytes;
  /** Whether a person looks at it as it comes. */
  readonly terminal: boolean;
  /** Makes the result final. Without it nothing of a file is ever seen. */
  commit(): Promise<void>;
  /** Leaves no trace of a file that was not committed. */
  discard(): void;
}

/**
 * Standard output (where nobody reads on, as behind `head`, the run is over and well), a device or pipe as it is,
 * or a file that takes its name only when it is complete; where the name is a link, the file that it leads to.
 */
export function openOutput(path: string | null): Output {
  if (path === null) return standardOutput();
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined) return fileOutput(path, path);
  return there.isFile() || there.isDirectory() ? fileOutput(path, realpathSync(path)) : deviceOutput(path);
}

function standardOutput(): Output {
  const { stdout } = process;
  return {
    write: (chunk) =>
      new Promise((resolve, reject) => {
        stdout.write(chunk, (error) => {
          if ((error as NodeJS.ErrnoException | null | undefined)?.code === 'EPIPE') process.exit(EXIT_OK);
          if (error) reject(error);
          else resolve();
        });
      }),
    terminal: stdout.isTTY === true,
    commit: async () => {},
    discard: () => {},
  };
}

/** `/dev/null`, a named pipe: nothing to be put in its place. */
function deviceOutput(path: string): Output {
  const file = attempt(path, () => openSync(path, 'w'));
  return {
    write: (chunk) => writeAll(path, file, chunk),
    terminal: false,
    commit: async () => {},
    discard: () => {},
  };
}

function writeAll(path: string, file: number, chunk: Uint8Array): void {
  for (let at = 0; at < chunk.length; ) at += attempt(path, () => writeSync(file, chunk, at));
}

/** @param path as the user gave it @param target the file that is to be there in the end */
function fileOutput(path: string, target: string): Output {
  const unfinished = join(dirname(target), `.${basename(target)}.${process.pid}.part`);
  const file = attempt(path, () => openSync(unfinished, 'wx'));
  let open = true;
  const discard = () => {
    process.off('exit', discard);
    if (!open) return;
    open = false;
    closeSync(file);
    rmSync(unfinished, { force: true });
  };
  process.once('exit', discard);
  return {
    write: (chunk) => writeAll(path, file, chunk),
    terminal: false,
    commit: async () => {
      process.off('exit', discard);
      open = false;
      attempt(path, () => {
        closeSync(file);
        renameSync(unfinished, target);
      });
    },
    discard,
  };
}

function attempt<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new Failure(`cannot write ${path}: ${reasonOf(error)}`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ENOENT: 'no such folder',
  ENOSPC: 'no space is left',
  ENOTDIR: 'no such folder',
  EROFS: 'the file system is read-only',
};

/** Why the system refused, in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ''] ?? message;
}

/** Writes a text through an output that was opened for it, and makes it final. */
export async function putText(path: string | null, text: string): Promise<void> {
  const output = openOutput(path);
  try {
    if (text !== '') await output.write(new TextEncoder().encode(text));
    await output.commit();
  } finally {
    output.discard();
  }
}
