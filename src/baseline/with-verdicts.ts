import { sha256 } from '../bytes/sha256.ts';
import type { IntruderCalls } from '../knowledge/intruder-calls.ts';
import { replay } from './judge.ts';
import type { Snapshot } from './snapshot.ts';

/** Hexadecimal digits of the id of a table: enough to tell tables apart. */
const ID_DIGITS = 16;

/** The snapshot as it goes into a file: with what its own days said. Whatever changes rows or allowances needs it anew. */
export function withVerdicts(snapshot: Snapshot, intruder: IntruderCalls): Snapshot {
  return { ...snapshot, weights: weightsId(intruder), verdicts: replay(snapshot, intruder) };
}

/** The same for tables that weigh the same calls alike, whatever their notes and sources. */
export function weightsId({ weights }: IntruderCalls): string {
  const lines = [...weights].map(([key, weight]) => `${key} ${weight}\n`).sort();
  return sha256(new TextEncoder().encode(lines.join(''))).slice(0, ID_DIGITS);
}
