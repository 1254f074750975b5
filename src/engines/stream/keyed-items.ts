import { BLOCK_ROWS, type RefBlock } from '../../ir/truth.ts';
import type { KeyCodes } from './key-codes.ts';

/** Rows of a partition, about: what is worked on at once then fits into a processor's own memory. */
const PARTITION_ROWS = 1 << 15;
const MOST_BITS = 11;

/**
 * The rows of one side of a join whose keys are all known, in partitions by the leading bits of a digest of
 * their keys. Partition n stands in starts[n] … starts[n + 1], its rows in the order given.
 */
export interface KeyedItems {
  /** What stands for each row: its ref, or its number. */
  readonly items: Uint32Array;
  readonly digests: Uint32Array;
  readonly starts: Uint32Array;
}

/** Whether rows of the same digest have the same keys; otherwise a few may only seem to. */
export function isExact({ parts }: KeyCodes): boolean {
  return parts.reduce((sizes, { size }) => sizes * size, 1) <= 2 ** 32;
}

/** How many leading bits of the digest make the partitions of both sides of a join. */
export function partitionBits(rows: number): number {
  return Math.max(0, Math.min(MOST_BITS, Math.ceil(Math.log2((rows + 1) / PARTITION_ROWS))));
}

/** @param items what stands for each row; the array is used up */
export function keyedItems(rows: RefBlock, items: Uint32Array, keys: KeyCodes, bits: number): KeyedItems {
  const digests = new Uint32Array(rows.count);
  const digest = isExact(keys) ? packCodes : hashCodes;
  const block = new Uint32Array(BLOCK_ROWS);
  let count = 0;
  for (let from = 0; from < rows.count; from += BLOCK_ROWS) {
    const size = Math.min(BLOCK_ROWS, rows.count - from);
    keys.read({ count: size, refs: rows.refs.map((column) => column.subarray(from, from + size)) });
    digest(keys, size, block);
    for (let i = 0; i < size; i++) {
      items[count] = items[from + i]!;
      digests[count] = block[i]!;
      count += keys.known[i]!;
    }
  }
  if (bits === 0) return { items, digests, starts: Uint32Array.of(0, count) };
  return partition(items, digests, count, bits);
}

const ODD = 0x9e3779b1;

/** One number for all codes, spread over 32 bits by multiplying with an odd one: different codes stay different. */
function packCodes({ parts }: KeyCodes, count: number, digests: Uint32Array): void {
  digests.fill(0, 0, count);
  for (const { codes, size } of parts)
    for (let i = 0; i < count; i++) digests[i] = Math.imul(digests[i]!, size) + codes[i]!;
  for (let i = 0; i < count; i++) digests[i] = Math.imul(digests[i]!, ODD);
}

function hashCodes({ parts }: KeyCodes, count: number, digests: Uint32Array): void {
  digests.fill(ODD, 0, count);
  for (const { codes } of parts)
    for (let i = 0; i < count; i++) {
      const hash = Math.imul(digests[i]! ^ codes[i]!, 0x85ebca6b);
      digests[i] = hash ^ (hash >>> 15);
    }
}

function partition(items: Uint32Array, digests: Uint32Array, count: number, bits: number): KeyedItems {
  const shift = 32 - bits;
  const starts = new Uint32Array(2 ** bits + 1);
  for (let i = 0; i < count; i++) starts[(digests[i]! >>> shift) + 1]! += 1;
  for (let part = 0; part < 2 ** bits; part++) starts[part + 1]! += starts[part]!;
  const places = starts.slice();
  const [partedItems, partedDigests] = [new Uint32Array(count), new Uint32Array(count)];
  for (let i = 0; i < count; i++) {
    const digest = digests[i]!;
    const part = digest >>> shift;
    const place = places[part]!;
    places[part] = place + 1;
    partedItems[place] = items[i]!;
    partedDigests[place] = digest;
  }
  return { items: partedItems, digests: partedDigests, starts };
}
