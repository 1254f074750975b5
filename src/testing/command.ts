import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from '../cli/invocation.ts';
import { runCommandLine } from '../cli/program.ts';
import { temporaryFolder } from './packing.ts';

/** What came of a run of the command. */
export interface CommandRun {
  readonly code: number | null;
  /** The result: what goes to standard output, or to `--out`. */
  readonly out: string;
  readonly err: string;
}

const MAIN = fileURLToPath(new URL('../cli/main.js', import.meta.url));
let folder: string | null = null;

/**
 * Runs the command in this process, its result written to a file. What `main.ts` does of it all: a `Failure` is
 * exit code 2; whatever else is thrown is a bug, and is thrown on.
 */
export async function runHere(...args: readonly string[]): Promise<CommandRun> {
  const result = join(ownFolder(), 'result');
  rmSync(result, { force: true });
  const { code, err } = await runQuietly(...args, '--out', result);
  return { code, out: code === 2 ? readIfThere(result) : readFileSync(result, 'utf8'), err };
}

/** The same for a command whose result is no text. */
export async function runQuietly(...args: readonly string[]): Promise<Omit<CommandRun, 'out'>> {
  let err = '';
  const { write } = process.stderr;
  process.stderr.write = ((text: string | Uint8Array) => {
    err += typeof text === 'string' ? text : Buffer.from(text).toString();
    return true;
  }) as typeof process.stderr.write;
  try {
    const speaker = { out: () => {}, err: (text: string) => (err += text), width: 100 };
    const code = await runCommandLine(args, 'test', speaker).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      err += error.message;
      return 2;
    });
    return { code, err };
  } finally {
    process.stderr.write = write;
  }
}

/** Runs the real command in a process of its own. */
export function spawnCommand(args: readonly string[], stdin?: Uint8Array): CommandRun {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [MAIN, ...args], {
    input: stdin ?? '',
    maxBuffer: 1 << 28,
  });
  if (error !== undefined) throw error;
  return { code: status, out: stdout.toString(), err: stderr.toString() };
}

/** The path of a file of this name, in a folder that goes with the process. */
export function fileOf(name: string): string {
  return join(ownFolder(), name);
}

function ownFolder(): string {
  if (folder === null) {
    const made = temporaryFolder();
    process.once('exit', made.remove);
    folder = made.path;
  }
  return folder;
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
