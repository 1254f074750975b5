import type { KeyedItems } from './keyed-items.ts';

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

/** One side of a join: its items, and the time of each item in µs, by item. */
export interface TimedItems {
  readonly keyed: KeyedItems;
  readonly times: Float64Array;
}

/** The rows of one partition, numbered from 0, with their times close at hand. Used for one after the other. */
export class Partition {
  /** The side's items, and where among them the partition begins. */
  items = new Uint32Array(0);
  from = 0;
  count = 0;
  /** The numbers of the rows in order of digest, rows of one digest in the order of the side's items. */
  order = new Uint32Array(0);
  /** By number. */
  times = new Float64Array(0);
  digests = new Uint32Array(0);
  private scratch = new Uint32Array(0);

  load({ keyed, times }: TimedItems, part: number): void {
    const { items, digests, starts } = keyed;
    this.items = items;
    this.from = starts[part]!;
    this.count = starts[part + 1]! - this.from;
    if (this.order.length < this.count) {
      const size = Math.ceil(1.25 * this.count);
      this.order = new Uint32Array(size);
      this.scratch = new Uint32Array(size);
      this.digests = new Uint32Array(size);
      this.times = new Float64Array(size);
    }
    for (let i = 0; i < this.count; i++) {
      this.times[i] = times[items[this.from + i]!]!;
      this.digests[i] = digests[this.from + i]!;
      this.order[i] = i;
    }
    this.sortByDigest(32 - Math.log2(starts.length - 1));
  }

  /** Only the low `bits` differ within a partition. */
  private sortByDigest(bits: number): void {
    const { digests, count } = this;
    for (let shift = 0; shift < bits; shift += DIGIT_BITS) {
      const places = new Uint32Array(DIGITS);
      for (let i = 0; i < count; i++) places[(digests[i]! >>> shift) & (DIGITS - 1)]! += 1;
      if (places.includes(count)) continue;
      let place = 0;
      for (let digit = 0; digit < DIGITS; digit++) {
        const size = places[digit]!;
        places[digit] = place;
        place += size;
      }
      const { order, scratch } = this;
      for (let i = 0; i < count; i++) {
        const row = order[i]!;
        const digit = (digests[row]! >>> shift) & (DIGITS - 1);
        const at = places[digit]!;
        places[digit] = at + 1;
        scratch[at] = row;
      }
      this.order = scratch;
      this.scratch = order;
    }
  }

  /** Lays the side's own items out in the order found here. */
  writeBack(): void {
    const { items, from, count, order, scratch } = this;
    for (let i = 0; i < count; i++) scratch[i] = items[from + order[i]!]!;
    items.set(scratch.subarray(0, count), from);
  }
}
