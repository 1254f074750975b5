import type { Chunk } from '../columns/seal-table.ts';

/** Room outside memory for kept rows, in numbered buckets. */
export interface SpillSpace {
  append(bucket: number, chunk: Chunk): void;
  /** What was appended to a bucket, in order. */
  read(bucket: number): Iterable<Chunk>;
  /** Bytes that a bucket takes. */
  size(bucket: number): number;
}
