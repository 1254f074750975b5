import { DigestIndex, type TimedItems } from './digest-index.ts';
import { lowerBound } from './lower-bound.ts';

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
  private readonly index = new DigestIndex();

  /**
   * Pairs the items of equal digest whose times lie `low` to `high` µs apart (the partner's less the item's,
   * inclusive). Both sides have the same partitions. The partners' items are laid out anew, in place.
   */
  find({ keyed, times }: TimedItems, other: TimedItems, low: number, high: number): PartnerRanges {
    const { index } = this;
    const { items, digests } = keyed;
    const parts = keyed.starts.length - 1;
    const rows = keyed.starts[parts]!;
    const found = [new Uint32Array(rows), new Uint32Array(rows), new Uint32Array(rows)] as const;
    const [foundItems, starts, ends] = found;
    let count = 0;
    for (let part = 0; part < parts; part++) {
      const to = keyed.starts[part + 1]!;
      if (keyed.starts[part] === to) continue;
      index.load(other, part);
      if (index.count === 0) continue;
      for (let i = keyed.starts[part]!; i < to; i++) {
        if (!index.find(digests[i]!)) continue;
        const time = times[items[i]!]!;
        const start = lowerBound(index.order, index.times, index.from, index.to, time + low);
        if (start === index.to || index.times[index.order[start]!]! > time + high) continue;
        const end = lowerBound(index.order, index.times, start + 1, index.to, time + high + 1);
        foundItems[count] = items[i]!;
        starts[count] = index.start + start;
        ends[count] = index.start + end;
        count += 1;
      }
      index.writeBack();
    }
    return { items: foundItems, starts, ends, count, partners: other.keyed.items };
  }
}
