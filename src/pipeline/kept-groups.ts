import { EventPool } from '../columns/event-pool.ts';
import type { Chunk } from '../columns/seal-table.ts';
import { splitRows } from '../columns/select.ts';
import type { Batch, EventColumns } from '../model/batch.ts';
import type { EventStore } from '../model/event-store.ts';
import type { Part } from '../model/origin.ts';
import type { SpillSpace } from './spill-space.ts';

/** Which rows have to be looked at together. */
export interface Grouping {
  /** Sees all rows once, as they are read. */
  see(columns: EventColumns): void;
  /** The group of each row, from 0 to 2^32 - 1. Groups that share a number by chance are looked at together. */
  groups(columns: EventColumns): Float64Array;
  /** Of each row, whether it is probably of no use: which can be known only when all is seen. */
  aside(columns: EventColumns): Uint8Array;
  /** Once all is seen: of each row that was set aside, whether it is of use; null where none is. */
  readonly recalled: ((columns: EventColumns) => Uint8Array) | null;
  /** Once all is seen: groups that have to be looked at together with another, by the one that stands for all. */
  joined(): ReadonlyMap<number, number>;
}

/**
 * Rows that may be held come to this share of the user's memory. Sealed they take as much again, and what is made of
 * them takes the rest.
 */
const HELD_SHARE = 1 / 4;
/** A spill lays its rows into so many buckets, by their groups. */
const BUCKETS = 64;
const ASIDE = BUCKETS;
const FIRST_PIECE = BUCKETS + 1;
/** A bucket that memory does not hold is cut into so many pieces at most. */
const MOST_PIECES = 256;

/** Every event that the run keeps: in memory, and beyond the user's bound in buckets of whole groups outside it. */
export class KeptGroups {
  private readonly pool = new EventPool();
  private readonly grouping: Grouping;
  private readonly openSpace: () => SpillSpace;
  private readonly bound: number;
  private space: SpillSpace | null = null;
  private readonly filled = new Set<number>();
  private nextPiece = FIRST_PIECE;
  private joined: ReadonlyMap<number, number> = new Map();
  private tooLarge = false;

  /**
   * @param memoryBytes what the user allows the run
   * @param space opened when memory does not suffice
   */
  constructor(memoryBytes: number, grouping: Grouping, space: () => SpillSpace) {
    this.bound = memoryBytes * HELD_SHARE;
    this.grouping = grouping;
    this.openSpace = space;
  }

  get hasSpilled(): boolean {
    return this.space !== null;
  }

  /** Whether one group alone took more than memory allows, as far as `stores` has come. */
  get isBeyondMemory(): boolean {
    return this.tooLarge;
  }

  add(batch: Batch): void {
    for (const columns of batch.events) this.grouping.see(columns);
    this.pool.add(batch);
    if (this.pool.held > this.bound) this.spill();
  }

  /**
   * Stores that together hold every row of use once, all rows of a group in the same one. Nothing can be added
   * afterwards.
   * @param numberOf the place among `parts` of a part as batches name it
   */
  *stores(parts: readonly Part[], numberOf: (part: number) => number): Generator<EventStore> {
    if (this.space === null) {
      yield this.pool.seal(parts, numberOf);
      return;
    }
    this.spill();
    this.joined = this.grouping.joined();
    this.recall(this.space);
    this.join(this.space);
    for (const bucket of [...this.filled].filter((one) => one < BUCKETS).sort((a, b) => a - b))
      for (const chunks of this.piecesOf(this.space, bucket)) {
        const pool = new EventPool();
        for (const chunk of chunks) pool.addChunk(chunk);
        this.tooLarge ||= pool.held > this.bound;
        yield pool.seal(parts, numberOf);
      }
  }

  private spill(): void {
    this.space ??= this.openSpace();
    for (const chunk of this.pool.drainParts()) {
      const aside = this.grouping.aside(chunk.columns);
      this.lay(this.space, chunk, (group, row) => (aside[row] === 1 ? ASIDE : group % BUCKETS));
    }
  }

  /** Appends the rows of a chunk to the buckets that they belong to; null: to none. */
  private lay(space: SpillSpace, { part, columns }: Chunk, bucketOf: BucketOf): void {
    const groups = this.grouping.groups(columns);
    for (const [bucket, inside] of splitRows(columns, (row) => bucketOf(groups[row]!, row))) {
      if (bucket === null) continue;
      this.filled.add(bucket);
      space.append(bucket, { part, columns: inside });
    }
  }

  /** Lays what was set aside, and is of use after all, to its group. */
  private recall(space: SpillSpace): void {
    const { recalled } = this.grouping;
    if (recalled === null || !this.filled.has(ASIDE)) return;
    for (const chunk of space.read(ASIDE)) {
      const isOfUse = recalled(chunk.columns);
      this.lay(space, chunk, (group, row) => (isOfUse[row] === 1 ? group % BUCKETS : null));
    }
  }

  /** Copies groups that have to be looked at together with a group of another bucket to that one. */
  private join(space: SpillSpace): void {
    const { joined } = this;
    const from = new Set(
      [...joined]
        .filter(([group, root]) => group % BUCKETS !== root % BUCKETS)
        .map(([group]) => group % BUCKETS),
    );
    for (const bucket of from) {
      if (!this.filled.has(bucket)) continue;
      for (const chunk of space.read(bucket))
        this.lay(space, chunk, (group) => {
          const other = this.rootOf(group) % BUCKETS;
          return group % BUCKETS === bucket && other !== bucket ? other : null;
        });
    }
  }

  private rootOf(group: number): number {
    return this.joined.get(group) ?? group;
  }

  /** What a bucket holds, in as many pieces of whole groups as memory asks for. */
  private *piecesOf(space: SpillSpace, bucket: number): Generator<Iterable<Chunk>> {
    const count = Math.min(Math.ceil((2 * space.size(bucket)) / this.bound), MOST_PIECES);
    if (count === 1) {
      yield this.ownRows(space, bucket);
      return;
    }
    const first = this.nextPiece;
    this.nextPiece += count;
    const pool = new EventPool();
    const lay = () => {
      for (const chunk of pool.drainParts())
        this.lay(space, chunk, (group) => first + (Math.floor(this.rootOf(group) / BUCKETS) % count));
    };
    for (const chunk of this.ownRows(space, bucket)) {
      pool.addChunk(chunk);
      if (pool.held > this.bound) lay();
    }
    lay();
    for (let piece = first; piece < first + count; piece++)
      if (this.filled.has(piece)) yield space.read(piece);
  }

  /** Without the rows that were copied to another bucket. */
  private *ownRows(space: SpillSpace, bucket: number): Generator<Chunk> {
    for (const { part, columns } of space.read(bucket)) {
      const groups = this.grouping.groups(columns);
      const own = splitRows(columns, (row) => this.rootOf(groups[row]!) % BUCKETS === bucket).get(true);
      if (own !== undefined) yield { part, columns: own };
    }
  }
}

type BucketOf = (group: number, row: number) => number | null;
