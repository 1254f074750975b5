import type { KeyedItems } from './keyed-items.ts';
import { sortByTime } from './sort-by-time.ts';

/** One side of a join: its items, and the time of each item in µs, by item. */
export interface TimedItems {
  readonly keyed: KeyedItems;
  readonly times: Float64Array;
  /** The order of items of one time; null where it does not matter. */
  readonly compareTied: ((a: number, b: number) => number) | null;
}

const MOST_BINS = 1 << 16;

/**
 * The rows of one partition, to be looked up by digest. Rows are numbered from 0; the last bits of their digests
 * put them into bins, each of which is put in order of digest and time when it is first looked into. Used for
 * one partition after the other.
 */
export class DigestIndex {
  /** What `find` found: rows order[from … to], in order of time. */
  from = 0;
  to = 0;
  count = 0;
  order: Uint32Array = new Uint32Array(0);
  /** By row. */
  times = new Float64Array(0);
  /** Where the partition begins among the side's items. */
  start = 0;
  private digests: Uint32Array = new Uint32Array(0);
  private items: Uint32Array = this.order;
  private compareTied: TimedItems['compareTied'] = null;
  private bins = 1;
  private binEnds = new Uint32Array(0);
  private inOrder = new Uint8Array(0);

  load({ keyed, times, compareTied }: TimedItems, part: number): void {
    const { digests, starts, items } = keyed;
    const start = starts[part]!;
    this.start = start;
    this.count = starts[part + 1]! - start;
    this.items = items.subarray(start, start + this.count);
    this.digests = digests.subarray(start, start + this.count);
    this.compareTied = compareTied;
    if (this.order.length < this.count) {
      this.order = new Uint32Array(Math.ceil(1.25 * this.count));
      this.times = new Float64Array(this.order.length);
    }
    for (let row = 0; row < this.count; row++) this.times[row] = times[this.items[row]!]!;
    this.fillBins();
  }

  private fillBins(): void {
    this.bins = Math.min(MOST_BINS, 2 ** Math.ceil(Math.log2(this.count + 1)));
    if (this.binEnds.length < this.bins) {
      this.binEnds = new Uint32Array(this.bins);
      this.inOrder = new Uint8Array(this.bins);
    }
    const { bins, binEnds, digests, count, order } = this;
    binEnds.fill(0, 0, bins);
    this.inOrder.fill(0, 0, bins);
    for (let row = 0; row < count; row++) binEnds[digests[row]! & (bins - 1)]! += 1;
    let place = 0;
    for (let bin = 0; bin < bins; bin++) {
      const size = binEnds[bin]!;
      binEnds[bin] = place;
      place += size;
    }
    for (let row = 0; row < count; row++) {
      const bin = digests[row]! & (bins - 1);
      order[binEnds[bin]!] = row;
      binEnds[bin]! += 1;
    }
  }

  /** Whether there are rows of that digest. */
  find(digest: number): boolean {
    const bin = digest & (this.bins - 1);
    let from = bin === 0 ? 0 : this.binEnds[bin - 1]!;
    const end = this.binEnds[bin]!;
    if (from === end) return false;
    if (this.inOrder[bin] === 0) {
      this.sortBin(from, end);
      this.inOrder[bin] = 1;
    }
    const { digests, order } = this;
    if (digests[order[end - 1]!]! !== digests[order[from]!]!) {
      from = this.firstOf(digest, from, end);
      this.to = this.firstOf(digest + 1, from, end);
    } else this.to = digests[order[from]!]! === digest ? end : from;
    this.from = from;
    return from < this.to;
  }

  private firstOf(digest: number, from: number, to: number): number {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.digests[this.order[middle]!]! < digest) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private sortBin(from: number, to: number): void {
    if (to - from === 1) return;
    const { order, digests, times } = this;
    const mixed = order.subarray(from, to).some((row) => digests[row] !== digests[order[from]!]);
    if (mixed) order.subarray(from, to).sort((a, b) => digests[a]! - digests[b]! || times[a]! - times[b]!);
    else sortByTime(order, times, from, to);
    if (this.compareTied !== null) this.settleTies(from, to, this.compareTied);
  }

  private settleTies(from: number, to: number, compareTied: (a: number, b: number) => number): void {
    const { order, times, digests, items } = this;
    for (let start = from, end = from + 1; end <= to; end++) {
      const [row, first] = [order[end]!, order[start]!];
      if (end < to && times[row] === times[first] && digests[row] === digests[first]) continue;
      if (end - start > 1) order.subarray(start, end).sort((a, b) => compareTied(items[a]!, items[b]!));
      start = end;
    }
  }

  /** Lays the partition's items out in the order of `order`, after which no more can be found. */
  writeBack(): void {
    const { order, count } = this;
    for (let i = 0; i < count; i++) order[i] = this.items[order[i]!]!;
    this.items.set(order.subarray(0, count));
  }
}
