import type { Engine, Program } from '../model/engine.ts';
import type { EventStore } from '../model/event-store.ts';
import type { MatchBatch, MatchColumn } from '../model/match.ts';
import type { Micros } from '../model/time.ts';
import type { Stretch } from './kept-events.ts';

/** The rows of a program that belong to a stretch, in the engine's order. */
export async function* matchesOf(
  engine: Engine,
  program: Program,
  stretch: Stretch,
): AsyncGenerator<MatchBatch> {
  const whole = stretch.from === Number.NEGATIVE_INFINITY && stretch.to === Number.POSITIVE_INFINITY;
  for await (const batch of engine.run(program, stretch.store)) {
    const inside = whole ? batch : withinStretch(batch, stretch);
    if (inside.count > 0) yield inside;
  }
}

/** The time of the earliest event of a row: what places the row in time. */
export function rowTime(batch: MatchBatch, row: number, store: EventStore): Micros {
  let earliest = Number.POSITIVE_INFINITY;
  for (const column of batch.columns) earliest = Math.min(earliest, eventTime(column, row, store));
  return earliest;
}

function eventTime(column: MatchColumn, row: number, store: EventStore): Micros {
  const kind = column.kinds[column.kindOf?.[row] ?? 0]!;
  return store.tables.get(kind)!.time[column.rows[row]!]!;
}

function withinStretch(batch: MatchBatch, { store, from, to }: Stretch): MatchBatch {
  const rows = new Uint32Array(batch.count);
  let inside = 0;
  const times = earliestTimes(batch, store);
  for (let row = 0; row < batch.count; row++) {
    rows[inside] = row;
    inside += times[row]! >= from && times[row]! < to ? 1 : 0;
  }
  return inside === batch.count ? batch : pickRows(batch, rows.subarray(0, inside));
}

/** What `rowTime` gives, of all rows. */
function earliestTimes({ columns, count }: MatchBatch, store: EventStore): Float64Array {
  const earliest = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  for (const column of columns) {
    const { kinds, kindOf, rows } = column;
    const only = kindOf === null ? store.tables.get(kinds[0]!)!.time : null;
    for (let row = 0; row < count; row++) {
      const at = only === null ? eventTime(column, row, store) : only[rows[row]!]!;
      if (at < earliest[row]!) earliest[row] = at;
    }
  }
  return earliest;
}

function pickRows(batch: MatchBatch, rows: Uint32Array): MatchBatch {
  const columns = batch.columns.map((column) => ({
    ...column,
    kindOf: column.kindOf === null ? null : Uint8Array.from(rows, (row) => column.kindOf![row]!),
    rows: Uint32Array.from(rows, (row) => column.rows[row]!),
  }));
  return { ...batch, columns, count: rows.length };
}

function sliceRows(batch: MatchBatch, from: number, to: number): MatchBatch {
  const columns = batch.columns.map((column) => ({
    ...column,
    kindOf: column.kindOf?.subarray(from, to) ?? null,
    rows: column.rows.subarray(from, to),
  }));
  return { ...batch, columns, count: to - from };
}

/** The rows of several outputs in one order of time; at the same time, the one that stands first in `sources`. */
export async function* mergeByTime(
  sources: readonly AsyncIterable<MatchBatch>[],
  store: EventStore,
): AsyncGenerator<MatchBatch> {
  const heads = await Promise.all(sources.map(async (source) => new Head(source, store).advance()));
  for (;;) {
    const open = heads.filter((head) => head.batch !== null);
    const first = open.reduce<Head | null>(
      (best, head) => (best === null || head.time < best.time ? head : best),
      null,
    );
    if (first === null) return;
    const position = open.indexOf(first);
    const before = (time: Micros) =>
      open.every((head, i) => head === first || time < head.time || (time === head.time && position < i));
    yield first.takeWhile(before);
    await first.advance();
  }
}

/** The batch that a source is at, and how far into it. */
class Head {
  batch: MatchBatch | null = null;
  private row = 0;
  private readonly rest: AsyncIterator<MatchBatch>;
  private readonly store: EventStore;

  constructor(source: AsyncIterable<MatchBatch>, store: EventStore) {
    this.rest = source[Symbol.asyncIterator]();
    this.store = store;
  }

  get time(): Micros {
    return rowTime(this.batch!, this.row, this.store);
  }

  /** Makes sure that there is a row at hand, if there is one at all. */
  async advance(): Promise<this> {
    while (this.batch === null || this.row >= this.batch.count) {
      const next = await this.rest.next();
      this.batch = next.done === true ? null : next.value;
      this.row = 0;
      if (this.batch === null) break;
    }
    return this;
  }

  /** The rows from here on for which the test of their time holds; at least one. */
  takeWhile(test: (time: Micros) => boolean): MatchBatch {
    const batch = this.batch!;
    const from = this.row;
    this.row += 1;
    while (this.row < batch.count && test(this.time)) this.row += 1;
    return sliceRows(batch, from, this.row);
  }
}
