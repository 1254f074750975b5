import { readFileSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { parseNetwork } from '../columns/networks.ts';
import { formatDiagnostics } from '../language/index.ts';
import type { Page } from '../model/sink.ts';
import type { Limits, Network } from '../model/want.ts';
import { checkMapping } from '../sources/index.ts';
import { countFlag, networksFlag, sizeFlag, textFlag, timeFlag } from './flag-values.ts';
import { Failure, type RawFlags } from './invocation.ts';
import { reasonOf } from './output.ts';

/** How inputs are read. */
export interface ReadSettings {
  readonly limits: Limits;
  readonly jobs: number;
  readonly memoryBytes: number;
  readonly tempDir: string;
  readonly mapping: string | null;
  readonly maxRejects: number;
}

/** Understands the flags about reading; a flag that the command does not have is as one not given. */
export function readSettings(flags: RawFlags): ReadSettings {
  const mapping = textFlag(flags, 'mapping');
  return {
    limits: readLimits(flags),
    jobs: countFlag(flags, 'jobs', availableParallelism(), 1),
    memoryBytes: sizeFlag(flags, 'memory', Math.floor(totalmem() / 2)),
    tempDir: tempDir(textFlag(flags, 'temp-dir')),
    mapping: mapping === null ? null : readMapping(mapping),
    maxRejects: countFlag(flags, 'max-rejects', 0),
  };
}

function readMapping(path: string): string {
  const text = readText(path, 'mapping');
  const faults = checkMapping(text);
  if (faults.length > 0)
    throw new Failure(`the mapping cannot be used\n${formatDiagnostics(path, text, faults).trimEnd()}`);
  return text;
}

function readLimits(flags: RawFlags): Limits {
  const since = timeFlag(flags, 'since');
  const until = timeFlag(flags, 'until');
  if (since !== null && until !== null && until <= since)
    throw new Failure('--until must be later than --since: nothing can lie between them');
  const exclude = textFlag(flags, 'exclude');
  return {
    since,
    until,
    hosts: networksFlag(flags, 'host'),
    exclude: exclude === null ? [] : networksIn(exclude),
  };
}

function networksIn(path: string): readonly Network[] {
  return readText(path, 'list of networks')
    .split('\n')
    .flatMap((line, i) => {
      const text = line.replace(/#.*/, '').trim();
      if (text === '') return [];
      const network = parseNetwork(text);
      if (network === null)
        throw new Failure(
          `${path}:${i + 1}: \`${text}\` is no network as 10.1.0.0/16 or fe80::/10, and no address`,
        );
      return [network];
    });
}

function tempDir(given: string | null): string {
  if (given === null) return tmpdir();
  if (statSync(given, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new Failure(`--temp-dir: there is no folder ${given}`);
  return given;
}

/** A text file of the user's; `what` says what he meant it to be. */
export function readText(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Failure(
      `cannot read the ${what} ${path}: ${code === 'ENOENT' ? 'no such file' : reasonOf(error)}`,
    );
  }
}

const WIDTH_OF_A_FILE = 120;

/** How a table for this output looks. */
export function pageOf(flags: RawFlags, terminal: boolean): Page {
  return {
    width: terminal ? (process.stdout.columns ?? WIDTH_OF_A_FILE) : WIDTH_OF_A_FILE,
    colour: terminal && coloursWanted(flags),
    limit: countFlag(flags, 'limit', 1000),
  };
}

/** Unless the user, or his environment (no-color.org), wants none. */
export function coloursWanted(flags: RawFlags): boolean {
  return flags['no-color'] !== true && (process.env.NO_COLOR ?? '') === '' && process.env.TERM !== 'dumb';
}
