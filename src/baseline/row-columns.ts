import { makeRows, type Rows } from './rows.ts';

const COLUMNS = ['client', 'server', 'call', 'daysLow', 'daysHigh', 'nightsLow', 'nightsHigh'] as const;

/** Rows one after the other, in columns that grow. */
export class RowColumns {
  private rows = makeRows(1 << 10);
  private length = 0;

  add(
    client: number,
    server: number,
    call: number,
    daysLow: number,
    daysHigh: number,
    nightsLow: number,
    nightsHigh: number,
  ): void {
    if (this.length === this.rows.length) this.rows = resized(this.rows, 2 * this.length);
    const { rows, length: row } = this;
    rows.client[row] = client;
    rows.server[row] = server;
    rows.call[row] = call;
    rows.daysLow[row] = daysLow;
    rows.daysHigh[row] = daysHigh;
    rows.nightsLow[row] = nightsLow;
    rows.nightsHigh[row] = nightsHigh;
    this.length += 1;
  }

  finish(): Rows {
    return resized(this.rows, this.length);
  }
}

function resized(rows: Rows, length: number): Rows {
  const other = makeRows(length);
  for (const column of COLUMNS) other[column].set(rows[column].subarray(0, length));
  return other;
}
