import { Ledger } from './ledger.ts';
import { emptySnapshot, type Snapshot } from './snapshot.ts';

/**
 * All that any of them knows. It is associative, commutative and idempotent: what was learned in parts and merged is
 * what was learned at once, byte for byte. Of two budgets the larger holds. The zones must be the same. The verdicts
 * are empty, since those of the parts are not those of the whole.
 */
export function mergeSnapshots(snapshots: readonly Snapshot[]): Snapshot {
  const [first, ...others] = snapshots;
  if (first === undefined) return emptySnapshot();
  const ledger = new Ledger({ from: first });
  for (const other of others) ledger.absorb(other);
  return ledger.snapshot();
}
