/** The three values of logic, so that `and` is the smaller of two, `or` the greater, and `not` 2 minus one. */
export const FALSE = 0;
export const UNKNOWN = 1;
export const TRUE = 2;

/** Rows that are tested at once. */
export const BLOCK_ROWS = 4096;

/** Up to `BLOCK_ROWS` rows: for each event of a row a column of refs (see `EventRefs`). */
export interface RefBlock {
  readonly count: number;
  readonly refs: readonly Uint32Array[];
}

/** Writes the truth of a condition for each row of the block. */
export type Test = (block: RefBlock, truth: Uint8Array) => void;

export function invert(truth: Uint8Array, count: number): void {
  for (let i = 0; i < count; i++) truth[i] = TRUE - truth[i]!;
}
