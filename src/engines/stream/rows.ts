import type { EventRefs } from '../../ir/event-refs.ts';
import { BLOCK_ROWS, type RefBlock, type Test, TRUE } from '../../ir/truth.ts';

/** Rows of a set as they are handed on: at most `ROWS_AT_ONCE`, each a ref for each of its events. */
export type Rows = RefBlock;

export const ROWS_AT_ONCE = 65_536;

/** All rows of a set in memory. */
export interface Relation extends Rows {
  readonly events: readonly EventRefs[];
}

/** The rows of the block for which all tests are true, moved together in its own columns. */
export function keepTrue(tests: readonly Test[], rows: Rows): Rows {
  let kept = rows;
  for (const test of tests) if (kept.count > 0) kept = keepTrueOfOne(test, kept);
  return kept;
}

function keepTrueOfOne(test: Test, { count, refs }: Rows): Rows {
  const truth = new Uint8Array(BLOCK_ROWS);
  let kept = 0;
  for (let from = 0; from < count; from += BLOCK_ROWS) {
    const size = Math.min(BLOCK_ROWS, count - from);
    test({ count: size, refs: refs.map((column) => column.subarray(from, from + size)) }, truth);
    const first = kept;
    for (const column of refs) {
      kept = first;
      for (let i = 0; i < size; i++) if (truth[i] === TRUE) column[kept++] = column[from + i]!;
    }
  }
  return { count: kept, refs };
}

/** Gathers rows until it is full; hands out columns that it does not touch again. */
export class RowBuffer {
  count = 0;
  private columns: Uint32Array[] | null = null;
  private readonly width: number;

  constructor(width: number) {
    this.width = width;
  }

  get full(): boolean {
    return this.count === ROWS_AT_ONCE;
  }

  get room(): number {
    return ROWS_AT_ONCE - this.count;
  }

  column(event: number): Uint32Array {
    this.columns ??= Array.from({ length: this.width }, () => new Uint32Array(ROWS_AT_ONCE));
    return this.columns[event]!;
  }

  take(): Rows {
    const rows = { count: this.count, refs: this.columns ?? [] };
    this.columns = null;
    this.count = 0;
    return rows;
  }
}

/** All of a stream of rows, as one. */
export function gather(events: readonly EventRefs[], stream: Iterable<Rows>): Relation {
  const blocks = [...stream];
  const count = blocks.reduce((sum, block) => sum + block.count, 0);
  const refs = events.map((_, event) => {
    const column = new Uint32Array(count);
    let at = 0;
    for (const block of blocks) {
      column.set(block.refs[event]!.subarray(0, block.count), at);
      at += block.count;
    }
    return column;
  });
  return { events, count, refs };
}
