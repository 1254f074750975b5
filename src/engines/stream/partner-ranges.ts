import { lowerBound } from './lower-bound.ts';
import { Partition, type TimedItems } from './partition.ts';
import { sortByTime } from './sort-by-time.ts';

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

/** Finds partners; keeps its room for the next time. */
export class PartnerFinder {
  private readonly mine = new Partition();
  private readonly theirs = new Partition();

  /**
   * Pairs the items of equal digest whose times lie `low` to `high` µs apart (the partner's less the item's,
   * inclusive). Both sides have the same partitions. The partners' items are sorted in place, by digest and
   * time; those of one time stay in the order given.
   */
  find(side: TimedItems, other: TimedItems, low: number, high: number): PartnerRanges {
    const { starts } = side.keyed;
    const parts = starts.length - 1;
    const rows = starts[parts]!;
    const found = {
      items: new Uint32Array(rows),
      starts: new Uint32Array(rows),
      ends: new Uint32Array(rows),
      count: 0,
    };
    for (let part = 0; part < parts; part++) {
      this.mine.load(side, part);
      this.theirs.load(other, part);
      if (this.mine.count === 0 || this.theirs.count === 0) continue;
      match(this.mine, this.theirs, low, high, found);
      this.theirs.writeBack();
    }
    return { ...found, partners: other.keyed.items };
  }
}

type Found = { -readonly [K in keyof Omit<PartnerRanges, 'partners'>]: PartnerRanges[K] };

function match(mine: Partition, theirs: Partition, low: number, high: number, found: Found): void {
  const { items, order, times } = mine;
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
