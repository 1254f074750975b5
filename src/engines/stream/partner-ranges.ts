import type { KeyedItems } from './keyed-items.ts';
import { lowerBound } from './lower-bound.ts';
import type { Spare } from './spare.ts';

/**
 * For the items of one side that have any, their partners on the other: those of item n stand in
 * partners[starts[n] … ends[n]], in order of time. In no order otherwise.
 */
export interface PartnerRanges {
  readonly items: Uint32Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly count: number;
  readonly partners: Uint32Array;
}

/** One side: its items, and the time of each item in µs, by item. */
export interface TimedItems {
  readonly keyed: KeyedItems;
  readonly times: Float64Array;
  /** Puts items[from … to], of one digest, into order of time. */
  sort(items: Uint32Array, from: number, to: number): void;
}

/**
 * Pairs the items of equal digest whose times lie `low` to `high` µs apart (the partner's less the item's,
 * inclusive). Sorts the partners' side in place, as far as it is of use.
 */
export function partnerRanges(
  { keyed, times }: TimedItems,
  other: TimedItems,
  low: number,
  high: number,
  spare: Spare,
): PartnerRanges {
  const partners = other.keyed.items;
  const [digests, otherDigests] = [keyed.digests, other.keyed.digests];
  const items = spare.take(keyed.count);
  const starts = spare.take(keyed.count);
  const ends = spare.take(keyed.count);
  let count = 0;
  let at = 0;
  let otherAt = 0;
  while (at < keyed.count && otherAt < other.keyed.count) {
    const digest = digests[at]!;
    if (otherDigests[otherAt]! < digest) {
      otherAt += 1;
      continue;
    }
    let end = at + 1;
    while (end < keyed.count && digests[end] === digest) end += 1;
    if (otherDigests[otherAt] === digest) {
      let otherEnd = otherAt + 1;
      while (otherEnd < other.keyed.count && otherDigests[otherEnd] === digest) otherEnd += 1;
      other.sort(partners, otherAt, otherEnd);
      for (let i = at; i < end; i++) {
        const item = keyed.items[i]!;
        const time = times[item]!;
        const start = lowerBound(partners, other.times, otherAt, otherEnd, time + low);
        if (start === otherEnd || other.times[partners[start]!]! > time + high) continue;
        items[count] = item;
        starts[count] = start;
        ends[count] = lowerBound(partners, other.times, start + 1, otherEnd, time + high + 1);
        count += 1;
      }
      otherAt = otherEnd;
    }
    at = end;
  }
  return { items, starts, ends, count, partners };
}
