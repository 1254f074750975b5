import type { MatchBatch } from '../../model/match.ts';
import type { OutputQuery } from '../../sql/index.ts';
import type { QueryChunk } from './driver.ts';

const BATCH_ROWS = 65_536;

/** The rows of a query gathered into batches. */
export async function* matchRows(
  analytic: string,
  query: OutputQuery,
  chunks: AsyncIterable<QueryChunk>,
): AsyncGenerator<MatchBatch> {
  let gathered = new Gathered(query);
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.count; ) {
      from += gathered.take(chunk, from);
      if (gathered.count < BATCH_ROWS) continue;
      yield gathered.batch(analytic);
      gathered = new Gathered(query);
    }
  }
  if (gathered.count > 0) yield gathered.batch(analytic);
}

class Gathered {
  count = 0;
  private readonly query: OutputQuery;
  private readonly rows: readonly Uint32Array[];
  private readonly kinds: readonly (Uint8Array | null)[];

  constructor(query: OutputQuery) {
    this.query = query;
    this.rows = query.events.map(() => new Uint32Array(BATCH_ROWS));
    this.kinds = query.events.map(({ kinds }) => (kinds.length > 1 ? new Uint8Array(BATCH_ROWS) : null));
  }

  /** @returns how many rows of the chunk there was room for. */
  take(chunk: QueryChunk, from: number): number {
    const end = Math.min(chunk.count, from + BATCH_ROWS - this.count);
    this.query.events.forEach(({ positions }, i) => {
      this.rows[i]!.set(chunk.column(positions.row!).subarray(from, end), this.count);
      this.kinds[i]?.set(chunk.column(positions.kind!).subarray(from, end), this.count);
    });
    this.count += end - from;
    return end - from;
  }

  batch(analytic: string): MatchBatch {
    return {
      analytic,
      output: this.query.output,
      count: this.count,
      columns: this.query.events.map(({ name, kinds }, i) => ({
        name,
        kinds,
        kindOf: this.kinds[i]?.subarray(0, this.count) ?? null,
        rows: this.rows[i]!.subarray(0, this.count),
      })),
    };
  }
}
