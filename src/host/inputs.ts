import { readdirSync, type Stats, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { nearest } from '../language/nearest.ts';
import type { ByteInput } from '../model/byte-input.ts';
import { fileInput } from './file-input.ts';
import { pathInput, standardInput } from './pipe-input.ts';

/** One file to read, or standard input. */
export interface ResolvedInput {
  /** As the user gave it; a file of his folder is the folder as he gave it, and the path within. `-` for standard input. */
  readonly name: string;
  /** The path, where it is a file that can seek; null for standard input and pipes. */
  readonly file: string | null;
  /** Bytes, null where that is not known. */
  readonly size: number | null;
  readonly bytes: ByteInput;
}

/** An argument that names nothing to read. */
export interface InputProblem {
  readonly name: string;
  /** `no such file`, without a full stop. */
  readonly reason: string;
  /** The nearest name that is there. */
  readonly suggestion: string | null;
}

export interface ResolvedInputs {
  /** In the order of the arguments; a folder's or glob's files by path. */
  readonly inputs: readonly ResolvedInput[];
  readonly problems: readonly InputProblem[];
}

/** Finds what to read: files, folders with all in them, globs that the shell left alone, `-`. */
export async function resolveInputs(args: readonly string[]): Promise<ResolvedInputs> {
  const inputs: ResolvedInput[] = [];
  const problems: InputProblem[] = [];
  for (const name of args) {
    const found = await resolve(name);
    if (!Array.isArray(found)) problems.push(found as InputProblem);
    else if (name === '-' && inputs.some((input) => input.name === '-'))
      problems.push({ name, reason: 'standard input can be read only once', suggestion: null });
    else inputs.push(...found);
  }
  return { inputs, problems };
}

async function resolve(name: string): Promise<ResolvedInput[] | InputProblem> {
  if (name === '-') return [{ name, file: null, size: null, bytes: standardInput }];
  const stats = statOf(name);
  if (stats !== null && !stats.isDirectory()) return [inputOf(name, stats)];
  if (stats !== null) {
    const files = [...filesIn(name, new Set())];
    return files.length > 0 ? files : { name, reason: 'the folder has no files', suggestion: null };
  }
  const magic = name.search(/[*?[{]|[@+!]\(/);
  if (magic < 0) return { name, reason: 'no such file or folder', suggestion: near(name) };
  const folder = name.slice(0, name.lastIndexOf('/', magic) + 1);
  const matches = await glob(folder, name.slice(folder.length));
  if (matches.length === 0) return { name, reason: 'no file matches', suggestion: null };
  return matches.sort(byBytes).map((match) => inputOf(folder + match, statOf(folder + match)));
}

async function glob(folder: string, pattern: string): Promise<string[]> {
  const { glob } = await import('tinyglobby');
  return glob(pattern, { cwd: folder === '' ? '.' : folder, expandDirectories: false });
}

function inputOf(path: string, stats: Stats | null): ResolvedInput {
  if (stats === null || stats.isFile())
    return { name: path, file: path, size: stats?.size ?? null, bytes: fileInput(path) };
  return { name: path, file: null, size: null, bytes: pathInput(path) };
}

/**
 * The files in a folder and in its folders, by path. Hidden ones are left out, as globs do; so is what is
 * neither file nor folder. What several names lead to is taken once,
 * under the first of them.
 */
function* filesIn(folder: string, seen: Set<string>): Generator<ResolvedInput> {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    yield { name: folder, file: null, size: null, bytes: fileInput(folder) };
    return;
  }
  const prefix = folder.endsWith('/') ? folder : `${folder}/`;
  for (const name of names.sort(byBytes)) {
    if (name.startsWith('.')) continue;
    const path = prefix + name;
    const stats = statOf(path);
    if (stats !== null) {
      const identity = `${stats.dev}:${stats.ino}`;
      if (seen.has(identity)) continue;
      seen.add(identity);
    }
    if (stats?.isDirectory()) yield* filesIn(path, seen);
    else if (stats === null || stats.isFile()) yield inputOf(path, stats);
  }
}

function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

/** The name beside it that is most like it, in the folder as the user gave it. */
function near(path: string): string | null {
  try {
    const name = nearest(basename(path), readdirSync(dirname(path)));
    return name === null ? null : path.slice(0, path.length - basename(path).length) + name;
  } catch {
    return null;
  }
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
