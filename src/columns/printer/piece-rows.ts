import type { MatchColumn } from '../../model/match.ts';
import type { WriteBytes } from '../../model/sink.ts';
import { ByteBuffer } from './byte-buffer.ts';

/** Writes the piece of a row that stands for one event: row `row` of the table of one kind. */
export type PiecePrinter = (row: number, out: ByteBuffer) => void;

const ROOM_BYTES = 1 << 20;
const ARENA_BYTES = 8 << 20;
/** A longer piece is made anew each time: it would drive too many others out. */
const LONGEST_KEPT = 1 << 16;
const MOST_SLOTS = 1 << 16;
const NO_ROW = 0xffffffff;

/**
 * Writes rows that are made of one piece an event. A join repeats its events many times over: each piece is made
 * once, kept in a bounded arena, and copied from there. The arena and the chunk that is being filled are one
 * array, because copying within an array is what JavaScript does fastest.
 */
export class PieceRows {
  private readonly write: WriteBytes;
  private readonly between: Uint8Array;
  private readonly bytes = new Uint8Array(ARENA_BYTES + ROOM_BYTES);
  private readonly arena = this.bytes.subarray(0, ARENA_BYTES);
  private readonly pen = new ByteBuffer(0);
  private kept = 0;
  private filled = ARENA_BYTES;
  private caches: PieceCache[] = [];
  private anyRow = false;
  private column = 0;
  private outsized: Uint8Array | null = null;

  /** @param between what stands between two rows, beyond what the pieces themselves hold */
  constructor(write: WriteBytes, between: Uint8Array) {
    this.write = write;
    this.between = between;
  }

  /** Bytes that belong to no row. */
  async raw(bytes: Uint8Array): Promise<void> {
    if (this.filled + bytes.length > this.bytes.length) await this.flush();
    if (bytes.length > ROOM_BYTES) await this.write(bytes);
    else this.put(bytes);
  }

  /** A cache for the pieces of one column and kind of a table of `rows` rows. */
  cache(print: PiecePrinter, rows: number): PieceCache {
    const cache = new PieceCache(print, rows);
    this.caches.push(cache);
    return cache;
  }

  /** Drops all caches: the next rows are of another store. */
  forget(): void {
    this.caches = [];
    this.kept = 0;
  }

  /** @param caches for each column, one cache for each of its kinds */
  async rows(
    columns: readonly Omit<MatchColumn, 'name'>[],
    caches: readonly (readonly PieceCache[])[],
    count: number,
  ): Promise<void> {
    for (let row = this.fill(columns, caches, 0, count); row < count; ) {
      const { outsized } = this;
      this.outsized = null;
      if (outsized === null) await this.flush();
      else await this.raw(outsized);
      row = this.fill(columns, caches, row, count);
    }
  }

  async flush(): Promise<void> {
    if (this.filled === ARENA_BYTES) return;
    await this.write(this.bytes.subarray(ARENA_BYTES, this.filled));
    this.filled = ARENA_BYTES;
  }

  /**
   * Copies pieces from `from` on, until the chunk is full or an outsized piece must go first.
   * @returns the row to go on with, at the column `this.column`; `count` when all is done
   */
  private fill(
    columns: readonly Omit<MatchColumn, 'name'>[],
    caches: readonly (readonly PieceCache[])[],
    from: number,
    count: number,
  ): number {
    const { bytes, between } = this;
    for (let i = from; i < count; i++) {
      for (let c = this.column; c < columns.length; c++) {
        const { kindOf, rows } = columns[c]!;
        const cache = caches[c]![kindOf === null ? 0 : kindOf[i]!]!;
        const row = rows[i]!;
        const slot = row & cache.mask;
        if (cache.rows[slot] !== row) this.make(cache, row, slot);
        const length = this.outsized === null ? cache.lengths[slot]! : 0;
        if (this.filled + between.length + length > bytes.length) {
          this.column = c;
          this.outsized = null;
          return i;
        }
        if (c === 0 && this.anyRow && between.length > 0) this.put(between);
        this.anyRow = true;
        if (this.outsized !== null) {
          this.column = c + 1;
          return i;
        }
        const start = cache.starts[slot]!;
        bytes.copyWithin(this.filled, start, start + length);
        this.filled += length;
      }
      this.column = 0;
    }
    return count;
  }

  /** Makes a piece in the arena; where it is too long for that it is left in `outsized`. */
  private make(cache: PieceCache, row: number, slot: number): void {
    const { pen, arena } = this;
    if (this.kept + LONGEST_KEPT > ARENA_BYTES) {
      for (const each of this.caches) each.rows.fill(NO_ROW);
      this.kept = 0;
    }
    pen.bytes = arena;
    pen.length = this.kept;
    cache.print(row, pen);
    if (pen.length - this.kept > LONGEST_KEPT) {
      this.outsized = pen.bytes.subarray(this.kept, pen.length);
      return;
    }
    cache.rows[slot] = row;
    cache.starts[slot] = this.kept;
    cache.lengths[slot] = pen.length - this.kept;
    this.kept = pen.length;
  }

  private put(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.filled);
    this.filled += bytes.length;
  }
}

/** Where in the arena the pieces of one column and kind stand: one slot for all rows equal under the mask. */
export class PieceCache {
  readonly print: PiecePrinter;
  readonly mask: number;
  readonly rows: Uint32Array;
  readonly starts: Uint32Array;
  readonly lengths: Uint32Array;

  constructor(print: PiecePrinter, rows: number) {
    let slots = 1;
    while (slots < rows && slots < MOST_SLOTS) slots *= 2;
    this.print = print;
    this.mask = slots - 1;
    this.rows = new Uint32Array(slots).fill(NO_ROW);
    this.starts = new Uint32Array(slots);
    this.lengths = new Uint32Array(slots);
  }
}
