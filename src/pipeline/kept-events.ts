import { EventPool } from '../columns/event-pool.ts';
import type { Chunk } from '../columns/seal-table.ts';
import { selectTimes, splitByTime } from '../columns/select.ts';
import type { Batch } from '../model/batch.ts';
import type { EventStore } from '../model/event-store.ts';
import type { Part } from '../model/origin.ts';
import { MICROS_PER_SECOND } from '../model/time.ts';
import type { SpillSpace } from './spill-space.ts';

/**
 * A stretch of a run's time with the events that its rows need. A row of an output belongs to the stretch in
 * which its earliest event lies, `from` ≤ time < `to`; the store also holds later events, as far as the
 * analytics reach.
 */
export interface Stretch {
  readonly store: EventStore;
  readonly from: number;
  readonly to: number;
}

/** Rows that may be held come to this share of the user's memory: reading and joining take the rest. */
const HELD_SHARE = 3 / 8;
/** Rows of a stretch that lies in memory, about: sealed and joined they need little beside all the others. */
const STRETCH_ROWS = 1 << 20;
/** Where stretches may be cut: so many places over all times. */
const CUTS = 1 << 12;
/** The margin behind a stretch, which is sealed twice, is at most this part of it. */
const MARGINS = 4;
/** A first spill lays its rows into about this many buckets of equal time. */
const FIRST_BUCKETS = 64;

/** Every event that the run keeps: in memory, and beyond the user's bound in buckets of time outside it. */
export class KeptEvents {
  private readonly pool = new EventPool();
  private readonly space: () => SpillSpace;
  private readonly reach: number;
  private readonly bound: number;
  private readonly stretchRows: number;
  private spilled: {
    readonly space: SpillSpace;
    readonly width: number;
    readonly buckets: Set<number>;
  } | null = null;

  /**
   * @param memoryBytes what the user allows the run
   * @param reach how far apart in µs the events of one row can lie; infinite where the analytics set no bound
   * @param space opened when memory does not suffice
   */
  constructor(memoryBytes: number, reach: number, space: () => SpillSpace, stretchRows = STRETCH_ROWS) {
    this.bound = memoryBytes * HELD_SHARE;
    this.reach = reach;
    this.space = space;
    this.stretchRows = stretchRows;
  }

  get hasSpilled(): boolean {
    return this.spilled !== null;
  }

  /** Whether more is held than memory allows, since nothing bounds how far apart the events of a row lie. */
  get isBeyondMemory(): boolean {
    return this.spilled === null && this.pool.held > this.bound;
  }

  add(batch: Batch): void {
    this.pool.add(batch);
    if (this.pool.held > this.bound && this.reach !== Number.POSITIVE_INFINITY) this.spill();
  }

  /**
   * The stretches in order of time; together they hold every row once. Nothing can be added afterwards.
   * @param numberOf the place among `parts` of a part as batches name it
   */
  *stretches(parts: readonly Part[], numberOf: (part: number) => number): Generator<Stretch> {
    if (this.spilled === null) yield* this.stretchesInMemory(parts, numberOf);
    else yield* this.spilledStretches(parts, numberOf);
  }

  private *stretchesInMemory(parts: readonly Part[], numberOf: (part: number) => number): Generator<Stretch> {
    const { pool } = this;
    let from = Number.NEGATIVE_INFINITY;
    for (const to of this.cuts()) {
      yield { store: pool.sealSpan(parts, numberOf, from, to + this.reach), from, to };
      pool.dropBefore(to);
      from = to;
    }
    yield { store: pool.seal(parts, numberOf), from, to: Number.POSITIVE_INFINITY };
  }

  /** Where to cut what lies in memory: not at all where it is little, or where nothing bounds the reach. */
  private cuts(): readonly number[] {
    const { pool, reach, stretchRows } = this;
    const { first, last } = pool.times;
    if (pool.rows < stretchRows || reach === Number.POSITIVE_INFINITY || first >= last) return [];
    const width = Math.ceil((last - first + 1) / CUTS);
    const cuts: number[] = [];
    let from = first;
    let rows = 0;
    pool.countByTime(first, width, CUTS).forEach((count, bucket) => {
      rows += count;
      const to = first + (bucket + 1) * width;
      if (rows < stretchRows || to - from < MARGINS * reach || to > last) return;
      cuts.push(to);
      from = to;
      rows = 0;
    });
    return cuts;
  }

  private *spilledStretches(parts: readonly Part[], numberOf: (part: number) => number): Generator<Stretch> {
    this.spill();
    const { space, width, buckets } = this.spilled!;
    for (const bucket of [...buckets].sort((a, b) => a - b)) {
      const slices = Math.min(
        Math.ceil(space.size(bucket) / this.bound),
        Math.floor(width / this.leastWidth),
      );
      for (let slice = 0; slice < slices; slice++) {
        const from = bucket * width + Math.floor((slice * width) / slices);
        const to = bucket * width + Math.floor(((slice + 1) * width) / slices);
        const pool = new EventPool();
        for (const each of new Set([bucket, Math.ceil((to + this.reach) / width) - 1]))
          if (buckets.has(each)) gather(space.read(each), from, to + this.reach, pool);
        yield { store: pool.seal(parts, numberOf), from, to };
      }
    }
  }

  private get leastWidth(): number {
    return Math.max(this.reach, MICROS_PER_SECOND);
  }

  private spill(): void {
    this.spilled ??= { space: this.space(), width: this.bucketWidth, buckets: new Set() };
    const { space, width, buckets } = this.spilled;
    for (const { part, columns } of this.pool.drain())
      for (const [bucket, inside] of splitByTime(columns, width)) {
        buckets.add(bucket);
        space.append(bucket, { part, columns: inside });
      }
  }

  private get bucketWidth(): number {
    const { first, last } = this.pool.times;
    return Math.max(Math.ceil((last - first) / FIRST_BUCKETS), this.leastWidth);
  }
}

function gather(chunks: Iterable<Chunk>, from: number, to: number, pool: EventPool): void {
  for (const { part, columns } of chunks) {
    const inside = selectTimes(columns, from, to);
    if (inside !== null) pool.addChunk({ part, columns: inside });
  }
}
