import type { Rows } from '../baseline/rows.ts';

/** The rows of a pair, in their order. */
export function* pairRows(rows: Rows, client: number, server: number): Generator<number> {
  let from = 0;
  let to = rows.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (isBefore(rows, middle, client, server)) from = middle + 1;
    else to = middle;
  }
  for (let row = from; row < rows.length; row++) {
    if (rows.client[row] !== client || rows.server[row] !== server) return;
    yield row;
  }
}

function isBefore(rows: Rows, row: number, client: number, server: number): boolean {
  const own = rows.client[row]!;
  return own < client || (own === client && rows.server[row]! < server);
}
