import type { MatchColumn } from '../../model/match.ts';
import type { WriteBytes } from '../../model/sink.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { type PlainStep, RowMachine } from './row-machine.ts';

/** Writes the piece of a row that stands for one event: row `row` of the table of one kind. */
export interface PiecePrinter {
  print(row: number, out: ByteBuffer): void;
  /** The same as steps, where all that it writes is plain. */
  readonly plain: readonly PlainStep[] | null;
}

/** All that is written goes through a ring of so many bytes, and on from it in chunks. */
const RING_BYTES = 8 << 20;
const CHUNK_BYTES = 1 << 20;
/** A longer piece is made anew each time. There is always room for two of that length. */
const LONGEST_KEPT = 1 << 16;
const MOST_SLOTS = 1 << 16;
const NO_ROW = 0xffffffff;
/** Rows that are written without the machine where it cannot go on; and with fewer it is not worth the while. */
const ROWS_BESIDE_MACHINE = 512;

/**
 * Writes rows that are made of one piece an event. A join repeats its events many times over: a piece is made where
 * it is to stand, and copied from there as long as the ring still holds it. Copying within an array is what
 * JavaScript does fastest.
 */
export class PieceRows {
  private readonly write: WriteBytes;
  private readonly between: Uint8Array;
  private readonly ring = new Uint8Array(RING_BYTES);
  private pen = ByteBuffer.over(this.ring);
  /** How many bytes were written before the ring was begun anew: places are counted over all that is written. */
  private turned = 0;
  private filled = 0;
  private sent = 0;
  private anyRow = false;
  private column = 0;
  private outsized: Uint8Array | null = null;
  /** Undefined until rows come. */
  private machine: RowMachine | null | undefined;
  private learnt: readonly (readonly PieceCache[])[] | null = null;
  private canLearn = false;

  /** @param between what stands between two rows, beyond what the pieces themselves hold */
  constructor(write: WriteBytes, between: Uint8Array) {
    this.write = write;
    this.between = between;
  }

  /** Bytes that belong to no row. */
  async raw(bytes: Uint8Array): Promise<void> {
    if (bytes.length > LONGEST_KEPT) {
      await this.flush();
      await this.write(bytes);
      return;
    }
    if (this.filled > this.limit) await this.flush();
    this.put(bytes);
  }

  /** A cache for the pieces of one column and kind of a table of `rows` rows. */
  cache(printer: PiecePrinter, rows: number): PieceCache {
    return new PieceCache(printer, rows);
  }

  /** @param caches for each column, one cache for each of its kinds */
  async rows(
    columns: readonly Omit<MatchColumn, 'name'>[],
    caches: readonly (readonly PieceCache[])[],
    count: number,
  ): Promise<void> {
    const machine = this.machineFor(columns, caches, count);
    for (let row = 0; row < count; ) {
      if (machine !== null) {
        row = await this.written(machine, columns, row, count);
        if (row === count) return;
      }
      const to = machine === null ? count : Math.min(count, row + ROWS_BESIDE_MACHINE);
      await this.pieced(columns, caches, row, to);
      row = to;
    }
  }

  /** The machine, where it can write such rows and is not slower: what stands there already need not be made again. */
  private machineFor(
    columns: readonly Omit<MatchColumn, 'name'>[],
    caches: readonly (readonly PieceCache[])[],
    count: number,
  ): RowMachine | null {
    if (this.machine === undefined) this.machine = RowMachine.make();
    if (this.machine === null || this.between.length > 0 || count < ROWS_BESIDE_MACHINE) return null;
    if (caches !== this.learnt) {
      this.learnt = caches;
      const steps = caches.map((each) => (each.length === 1 ? each[0]!.printer.plain : null));
      this.canLearn = steps.every((each) => each !== null) && this.machine.learn(steps);
    }
    return this.canLearn && columns.every(({ rows }) => !repeats(rows, count)) ? this.machine : null;
  }

  /** Lets the machine write rows from `from` on; gives the row to go on with. */
  private async written(
    machine: RowMachine,
    columns: readonly Omit<MatchColumn, 'name'>[],
    from: number,
    to: number,
  ): Promise<number> {
    await this.flush();
    for (let row = from; ; ) {
      const next = machine.print(columns, row, to);
      const { written } = machine;
      if (written.length > 0) await this.write(written);
      machine.clear();
      if (next === row || next === to) return next;
      row = next;
    }
  }

  private async pieced(
    columns: readonly Omit<MatchColumn, 'name'>[],
    caches: readonly (readonly PieceCache[])[],
    from: number,
    to: number,
  ): Promise<void> {
    for (let row = this.fill(columns, caches, from, to); row < to || this.outsized !== null; ) {
      await this.flush();
      const { outsized } = this;
      this.outsized = null;
      if (outsized !== null) await this.write(outsized);
      row = this.fill(columns, caches, row, to);
    }
  }

  async flush(): Promise<void> {
    if (this.filled > this.sent) await this.write(this.ring.subarray(this.sent, this.filled));
    this.sent = this.filled;
    if (this.filled <= RING_BYTES - CHUNK_BYTES - 4 * LONGEST_KEPT) return;
    this.turned += RING_BYTES;
    this.filled = 0;
    this.sent = 0;
  }

  /** A chunk is full where more is filled. */
  private get limit(): number {
    return Math.min(this.sent + CHUNK_BYTES, RING_BYTES - 4 * LONGEST_KEPT);
  }

  /**
   * Writes pieces from `from` on, until the chunk is full or an outsized piece must go out by itself.
   * @returns the row to go on with, at the column `this.column`; `count` when all is done
   */
  private fill(
    columns: readonly Omit<MatchColumn, 'name'>[],
    caches: readonly (readonly PieceCache[])[],
    from: number,
    count: number,
  ): number {
    const { ring, between, limit, turned } = this;
    const last = columns.length - 1;
    for (let i = from; i < count; i++) {
      for (let c = this.column; c <= last; c++) {
        const { filled } = this;
        if (filled > limit) {
          this.column = c;
          return i;
        }
        if (c === 0) {
          if (this.anyRow && between.length > 0) this.put(between);
          this.anyRow = true;
        }
        const { kindOf, rows } = columns[c]!;
        const cache = caches[c]![kindOf === null ? 0 : kindOf[i]!]!;
        const row = rows[i]!;
        const slot = row & cache.mask;
        const start = cache.starts[slot]!;
        // What the next piece may be written over is of no use any more.
        if (cache.rows[slot] === row && start >= turned + this.filled + 2 * LONGEST_KEPT - RING_BYTES) {
          const place = start >= turned ? start - turned : start - turned + RING_BYTES;
          const length = cache.lengths[slot]!;
          ring.copyWithin(this.filled, place, place + length);
          cache.starts[slot] = turned + this.filled;
          this.filled += length;
        } else if (this.make(cache, row, slot)) {
          this.column = c === last ? 0 : c + 1;
          return c === last ? i + 1 : i;
        }
      }
      this.column = 0;
    }
    return count;
  }

  /** Makes a piece where it is to stand; where there is no room for it, it is left in `outsized`, and true returned. */
  private make(cache: PieceCache, row: number, slot: number): boolean {
    const { pen, ring, filled } = this;
    pen.length = filled;
    cache.printer.print(row, pen);
    if (pen.bytes !== ring) {
      this.outsized = pen.bytes.subarray(filled, pen.length);
      this.pen = ByteBuffer.over(ring);
      return true;
    }
    const length = pen.length - filled;
    cache.rows[slot] = length > LONGEST_KEPT ? NO_ROW : row;
    cache.starts[slot] = this.turned + filled;
    cache.lengths[slot] = length;
    this.filled = pen.length;
    return false;
  }

  private put(bytes: Uint8Array): void {
    this.ring.set(bytes, this.filled);
    this.filled += bytes.length;
  }
}

/** Where the pieces of one column and kind stand: one slot for all rows equal under the mask. */
export class PieceCache {
  readonly printer: PiecePrinter;
  readonly mask: number;
  readonly rows: Uint32Array;
  readonly starts: Float64Array;
  readonly lengths: Uint32Array;

  constructor(printer: PiecePrinter, rows: number) {
    let slots = 1;
    while (slots < rows && slots < MOST_SLOTS) slots *= 2;
    this.printer = printer;
    this.mask = slots - 1;
    this.rows = new Uint32Array(slots).fill(NO_ROW);
    this.starts = new Float64Array(slots);
    this.lengths = new Uint32Array(slots);
  }
}

const SAMPLE_ROWS = 1 << 13;
const SEEN_SLOTS = 1 << 14;

/** Whether most of the rows are ones that stand shortly before. */
function repeats(rows: Uint32Array, count: number): boolean {
  const seen = new Uint32Array(SEEN_SLOTS).fill(NO_ROW);
  const size = Math.min(count, SAMPLE_ROWS);
  let again = 0;
  for (let i = 0; i < size; i++) {
    const slot = rows[i]! & (SEEN_SLOTS - 1);
    if (seen[slot] === rows[i]) again += 1;
    seen[slot] = rows[i]!;
  }
  return 2 * again > size;
}
