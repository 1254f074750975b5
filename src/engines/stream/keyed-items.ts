import { BLOCK_ROWS, type RefBlock } from '../../ir/truth.ts';
import type { KeyCodes } from './key-codes.ts';
import type { Spare } from './spare.ts';

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
/** Two digits: two passes of sorting. Enough to tell millions of keys apart nearly always. */
const DIGEST_BITS = 2 * DIGIT_BITS;

/** The rows of one side of a join whose keys are all known, in order of a digest of the keys. */
export interface KeyedItems {
  /** What stands for each row: its ref, or its number. */
  readonly items: Uint32Array;
  readonly digests: Uint32Array;
  readonly count: number;
}

/** Whether rows of the same digest have the same keys; otherwise some may only seem to. */
export function isExact({ parts }: KeyCodes): boolean {
  return parts.reduce((sizes, { size }) => sizes * size, 1) <= 2 ** DIGEST_BITS;
}

/**
 * Rows of one digest stay in the order given.
 * @param items what stands for each row; the array is used up
 */
export function keyedItems(rows: RefBlock, items: Uint32Array, keys: KeyCodes, spare: Spare): KeyedItems {
  const digests = spare.take(rows.count);
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
  return sortByDigest({ items, digests, count }, spare);
}

/** One number below the product of the parts' sizes. */
function packCodes({ parts }: KeyCodes, count: number, digests: Uint32Array): void {
  digests.fill(0, 0, count);
  for (const { codes, size } of parts)
    for (let i = 0; i < count; i++) digests[i] = digests[i]! * size + codes[i]!;
}

function hashCodes({ parts }: KeyCodes, count: number, digests: Uint32Array): void {
  digests.fill(0x9e3779b9, 0, count);
  for (const { codes } of parts)
    for (let i = 0; i < count; i++) {
      const hash = Math.imul(digests[i]! ^ codes[i]!, 0x85ebca6b);
      digests[i] = hash ^ (hash >>> 15);
    }
  for (let i = 0; i < count; i++) digests[i] = digests[i]! >>> (32 - DIGEST_BITS);
}

function sortByDigest({ items, digests, count }: KeyedItems, spare: Spare): KeyedItems {
  let sorted: KeyedItems = { items, digests, count };
  let other: KeyedItems = { items: spare.take(count), digests: spare.take(count), count };
  for (let shift = 0; shift < DIGEST_BITS; shift += DIGIT_BITS) {
    const counts = countDigits(sorted, shift);
    if (counts.includes(count)) continue;
    scatter(sorted, other, counts, shift);
    [sorted, other] = [other, sorted];
  }
  spare.give(other.items, other.digests);
  return sorted;
}

function countDigits({ digests, count }: KeyedItems, shift: number): Uint32Array {
  const counts = new Uint32Array(DIGITS);
  for (let i = 0; i < count; i++) counts[(digests[i]! >>> shift) & (DIGITS - 1)]! += 1;
  return counts;
}

function scatter(from: KeyedItems, to: KeyedItems, counts: Uint32Array, shift: number): void {
  let place = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const count = counts[digit]!;
    counts[digit] = place;
    place += count;
  }
  for (let i = 0; i < from.count; i++) {
    const digest = from.digests[i]!;
    const digit = (digest >>> shift) & (DIGITS - 1);
    const at = counts[digit]!;
    counts[digit] = at + 1;
    to.items[at] = from.items[i]!;
    to.digests[at] = digest;
  }
}
