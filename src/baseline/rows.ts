/**
 * Who called what on whom, and on which days: columns, sorted by client, server and call, without duplicates
 * and without rows that hold no day. Ids ascend as their names do. The masks are those of `ring.ts`.
 */
export interface Rows {
  readonly length: number;
  /** Into the snapshot's hosts. */
  readonly client: Int32Array;
  readonly server: Int32Array;
  /** Into the snapshot's calls; into its endpoints, where the rows are those of its ports. */
  readonly call: Int32Array;
  readonly daysLow: Uint32Array;
  readonly daysHigh: Uint32Array;
  /** The days of them on which it was seen between 20:00 and 06:00. */
  readonly nightsLow: Uint32Array;
  readonly nightsHigh: Uint32Array;
}

export const NO_ROWS: Rows = makeRows(0);

/** Columns of zeros, to be filled. */
export function makeRows(length: number): Rows {
  return {
    length,
    client: new Int32Array(length),
    server: new Int32Array(length),
    call: new Int32Array(length),
    daysLow: new Uint32Array(length),
    daysHigh: new Uint32Array(length),
    nightsLow: new Uint32Array(length),
    nightsHigh: new Uint32Array(length),
  };
}
