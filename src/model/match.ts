import type { EventKind } from './event-kind.ts';

/** Rows of one output of one analytic, in columns. */
export interface MatchBatch {
  readonly analytic: string;
  /** The output's name in the text: `rpc`. */
  readonly output: string;
  /** The events of a row, in order: the set's name in the text (`rpc_mapper`) and the rows of the store's table. */
  readonly columns: readonly MatchColumn[];
  readonly count: number;
}

/** One event per row: row numbers in the table of `kinds[kindOf[i]]`, or of `kinds[0]` where kindOf is null. */
export interface MatchColumn {
  readonly name: string;
  readonly kinds: readonly EventKind[];
  readonly kindOf: Uint8Array | null;
  readonly rows: Uint32Array;
}
