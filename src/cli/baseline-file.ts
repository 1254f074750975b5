import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isBadSnapshot, readSnapshot } from '../baseline/read-snapshot.ts';
import type { Snapshot } from '../baseline/snapshot.ts';
import { weightsId, withVerdicts } from '../baseline/with-verdicts.ts';
import { writeSnapshot } from '../baseline/write-snapshot.ts';
import { replaceFile } from '../host/replace-file.ts';
import { textFlag } from './flag-values.ts';
import { chosenIntruderCalls } from './intruder-calls-choice.ts';
import { Failure, type Invocation, type RawFlags } from './invocation.ts';
import { say } from './messages.ts';
import { openOutput, reasonOf } from './output.ts';

/** A baseline that must be there. */
export function readBaseline(path: string): Snapshot {
  const snapshot = readBaselineIfThere(path);
  if (snapshot === null)
    throw new Failure(`there is no baseline ${path}; \`rpctrail learn INPUT… --baseline ${path}\` makes one`);
  return snapshot;
}

/** Null where there is no such file. One that is there and cannot be read is a `Failure`, also an empty one. */
export function readBaselineIfThere(path: string): Snapshot | null {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Failure(`cannot read the baseline ${path}: ${reasonOf(error)}`);
  }
  const read = readSnapshot(bytes);
  if (isBadSnapshot(read))
    throw new Failure(`${path}:${read.line}: the baseline cannot be read: ${read.reason}`);
  return read;
}

/**
 * Puts a baseline in the place of the file, whole or not at all; where the name is a link, in that of the file that
 * it leads to.
 */
export function writeBaseline(path: string, snapshot: Snapshot): void {
  try {
    const there = statSync(path, { throwIfNoEntry: false }) !== undefined;
    replaceFile(there ? realpathSync(path) : path, writeSnapshot(snapshot));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new Failure(`cannot write the baseline ${path}: ${reasonOf(error)}`);
  }
}

/** Of the commands that are about one file: `--baseline FILE`, or the first argument; and the other arguments. */
export function namedBaseline({ args, flags }: Invocation): {
  readonly path: string;
  readonly others: readonly string[];
} {
  const flag = textFlag(flags, 'baseline');
  const path = flag ?? args[0];
  if (path === undefined) throw new Failure('which baseline? Give its file first, or --baseline FILE');
  return { path, others: flag === null ? args.slice(1) : args };
}

/**
 * The snapshot with its verdicts made anew, and a word to the user where another table of intruders' calls now stands
 * behind them. @param before the id of the table so far
 */
export function judgedAnew(snapshot: Snapshot, before: string, flags: RawFlags): Snapshot {
  const intruder = chosenIntruderCalls(flags);
  if (before !== '' && before !== weightsId(intruder))
    say(
      "past leads were told by another table of intruders' calls, and are told by this one now; --intruder-calls FILE gives another",
    );
  return withVerdicts(snapshot, intruder);
}

/** A baseline into a file, or to standard output where none is named. */
export async function putBaseline(path: string | null, snapshot: Snapshot): Promise<void> {
  if (path !== null) {
    writeBaseline(path, snapshot);
    return;
  }
  const output = openOutput(null);
  for (const chunk of writeSnapshot(snapshot)) await output.write(chunk);
  await output.commit();
}
