import { lowerBound } from './lower-bound.ts';
import { Partition, type TimedItems } from './partition.ts';
import { sortByTime } from './sort-by-time.ts';
import type { Spare } from './spare.ts';

/**
 * For the items of one side that have any, their partners on the other: those of range n stand in
 * partners[starts[n] … ends[n]], in order of time. The ranges are in no order.
 */
export interface PartnerRanges {
  readonly items: Uint32Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly count: number;
  readonly partners: Uint32Array;
}

/**
 * Pairs the items of equal digest whose times lie `low` to `high` µs apart (the partner's less the item's,
 * inclusive). Both sides have the same partitions; the partners' are sorted in place, by digest and time.
 */
export function partnerRanges(
  side: TimedItems,
  other: TimedItems,
  low: number,
  high: number,
  spare: Spare,
): PartnerRanges {
  const { keyed } = side;
  const parts = keyed.starts.length - 1;
  const rows = keyed.starts[parts]!;
  const ranges = { items: spare.take(rows), starts: spare.take(rows), ends: spare.take(rows), count: 0 };
  const [mine, theirs] = [new Partition(side), new Partition(other)];
  for (let part = 0; part < parts; part++) {
    mine.load(part);
    theirs.load(part);
    if (mine.count === 0 || theirs.count === 0) continue;
    match(mine, theirs, low, high, ranges);
    theirs.writeBack();
  }
  return { ...ranges, partners: other.keyed.items };
}

type Found = { -readonly [K in keyof Omit<PartnerRanges, 'partners'>]: PartnerRanges[K] };

function match(mine: Partition, theirs: Partition, low: number, high: number, found: Found): void {
  const { items } = mine.side.keyed;
  const [order, times] = [mine.order, mine.times];
  let at = 0;
  let from = 0;
  while (at < mine.count && from < theirs.count) {
    const digest = mine.digests[order[at]!]!;
    if (theirs.digests[theirs.order[from]!]! < digest) {
      from += 1;
      continue;
    }
    const end = endOfDigest(mine, at);
    if (theirs.digests[theirs.order[from]!] === digest) {
      const to = endOfDigest(theirs, from);
      sortByTime(theirs.order, theirs.times, from, to);
      for (; at < end; at++) {
        const time = times[order[at]!]!;
        const start = lowerBound(theirs.order, theirs.times, from, to, time + low);
        if (start === to || theirs.times[theirs.order[start]!]! > time + high) continue;
        const stop = lowerBound(theirs.order, theirs.times, start + 1, to, time + high + 1);
        found.items[found.count] = items[mine.from + order[at]!]!;
        found.starts[found.count] = theirs.from + start;
        found.ends[found.count] = theirs.from + stop;
        found.count += 1;
      }
      from = to;
    }
    at = end;
  }
}

function endOfDigest({ digests, order, count }: Partition, from: number): number {
  const digest = digests[order[from]!];
  let end = from + 1;
  while (end < count && digests[order[end]!] === digest) end += 1;
  return end;
}
