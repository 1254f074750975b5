import type { EventRefs } from '../../ir/event-refs.ts';
import { compareOrigins } from '../../ir/order.ts';
import type { PartnerRanges } from './partner-ranges.ts';
import type { RowBuffer, Rows } from './rows.ts';
import { sortByTime } from './sort-by-time.ts';
import { TimeHeap } from './time-heap.ts';

/** The events of one side of a join; items are refs. */
export interface SweptSide {
  readonly events: EventRefs;
  readonly times: Float64Array;
}

/**
 * Goes through one side of a join in order of time, and gives each of its events the partners that are no
 * earlier: all rows whose earliest event is of that side, in the order of an output.
 */
export class Sweep {
  private readonly swept: SweptSide;
  private readonly partner: SweptSide;
  private readonly ranges: PartnerRanges;
  /** Which event of the row is the swept one. */
  private readonly sweptIs: 0 | 1;
  private readonly out: RowBuffer;
  /** Numbers of ranges, in order of their items' time. */
  private readonly order: Uint32Array;
  /** Times of the ranges' items. */
  private readonly times: Float64Array;
  private at = 0;

  constructor(swept: SweptSide, partner: SweptSide, ranges: PartnerRanges, sweptIs: 0 | 1, out: RowBuffer) {
    this.swept = swept;
    this.partner = partner;
    this.ranges = ranges;
    this.sweptIs = sweptIs;
    this.out = out;
    const { count, items } = ranges;
    this.times = new Float64Array(count);
    this.order = new Uint32Array(count);
    for (let i = 0; i < count; i++) {
      this.times[i] = swept.times[items[i]!]!;
      this.order[i] = i;
    }
    sortByTime(this.order, this.times);
  }

  /** The time of the event that comes next; infinite at the end. */
  get time(): number {
    return this.at < this.order.length ? this.times[this.order[this.at]!]! : Number.POSITIVE_INFINITY;
  }

  /** The rows whose earliest event is at `until` or earlier; hands out what has filled the buffer. */
  *run(until: number): Generator<Rows> {
    const { order, times, out } = this;
    const { items, starts, ends } = this.ranges;
    while (this.at < order.length) {
      const first = this.at;
      const range = order[first]!;
      const time = times[range]!;
      if (time > until) return;
      let end = first + 1;
      while (end < order.length && times[order[end]!] === time) end += 1;
      this.at = end;
      if (end - first > 1) yield* this.tied(order.subarray(first, end));
      else if (ends[range]! - starts[range]! <= out.room)
        this.append(items[range]!, starts[range]!, ends[range]!);
      else yield* this.appendAll(items[range]!, starts[range]!, ends[range]!);
    }
  }

  /** The swept event with the partners in a range, for which there must be room. */
  private append(ref: number, from: number, to: number): void {
    const { out, sweptIs } = this;
    const { partners } = this.ranges;
    const sweptColumn = out.column(sweptIs);
    const partnerColumn = out.column(1 - sweptIs);
    const { count } = out;
    const size = to - from;
    if (size > 32) {
      sweptColumn.fill(ref, count, count + size);
      partnerColumn.set(partners.subarray(from, to), count);
    } else
      for (let i = 0; i < size; i++) {
        sweptColumn[count + i] = ref;
        partnerColumn[count + i] = partners[from + i]!;
      }
    out.count = count + size;
  }

  private *appendAll(ref: number, from: number, to: number): Generator<Rows> {
    let rest = from;
    while (to - rest > this.out.room) {
      const { room } = this.out;
      this.append(ref, rest, rest + room);
      rest += room;
      yield this.out.take();
    }
    this.append(ref, rest, to);
  }

  /** Ranges whose items have one time. */
  private tied(tie: Uint32Array): Generator<Rows> {
    const { starts, items } = this.ranges;
    tie.sort((a, b) => compareOrigins(this.swept.events, items[a]!, items[b]!));
    if (tie.every((range) => starts[range] === starts[tie[0]!])) return this.tiedInOneRange(tie);
    return this.sweptIs === 0 ? this.tiedBySwept(tie) : this.tiedByPartner(tie);
  }

  private *tiedInOneRange(tie: Uint32Array): Generator<Rows> {
    const { starts, ends, items } = this.ranges;
    const end = ends[tie[0]!]!;
    for (let from = starts[tie[0]!]!; from < end; ) {
      const to = this.endOfTime(from, end);
      if (this.sweptIs === 0) for (const range of tie) yield* this.appendAll(items[range]!, from, to);
      else
        for (let place = from; place < to; place++)
          for (const range of tie) {
            if (this.out.full) yield this.out.take();
            this.append(items[range]!, place, place + 1);
          }
      from = to;
    }
  }

  /** By the partner's time, then the swept event's origin, then the partner's. */
  private *tiedBySwept(tie: Uint32Array): Generator<Rows> {
    for (const [entry, from, to] of this.partnersByTime(tie))
      yield* this.appendAll(this.ranges.items[tie[entry]!]!, from, to);
  }

  /** By the partner's time, then its origin, then the swept event's. */
  private *tiedByPartner(tie: Uint32Array): Generator<Rows> {
    const { partners } = this.ranges;
    let pairs: Pair[] = [];
    let time = Number.NEGATIVE_INFINITY;
    for (const [entry, from, to] of this.partnersByTime(tie)) {
      if (this.partner.times[partners[from]!]! > time) {
        yield* this.appendPairs(pairs, tie);
        pairs = [];
        time = this.partner.times[partners[from]!]!;
      }
      for (let place = from; place < to; place++) pairs.push([place, entry]);
    }
    yield* this.appendPairs(pairs, tie);
  }

  /** Pairs whose partners have one time. */
  private *appendPairs(pairs: Pair[], tie: Uint32Array): Generator<Rows> {
    const { partners, items } = this.ranges;
    const { events } = this.partner;
    pairs.sort((a, b) => compareOrigins(events, partners[a[0]]!, partners[b[0]]!) || a[1] - b[1]);
    for (const [place, entry] of pairs) {
      if (this.out.full) yield this.out.take();
      this.append(items[tie[entry]!]!, place, place + 1);
    }
  }

  /** The partners of all ranges of a tie, those of one time and one range together, in order of time. */
  private *partnersByTime(tie: Uint32Array): Generator<[entry: number, from: number, to: number]> {
    const { starts, ends, partners } = this.ranges;
    const { times } = this.partner;
    const heap = new TimeHeap();
    const places = Array.from(tie, (range) => starts[range]!);
    places.forEach((place, entry) => {
      heap.push(entry, times[partners[place]!]!);
    });
    while (heap.size > 0) {
      const entry = heap.pop();
      const from = places[entry]!;
      const end = ends[tie[entry]!]!;
      const to = this.endOfTime(from, end);
      yield [entry, from, to];
      places[entry] = to;
      if (to < end) heap.push(entry, times[partners[to]!]!);
    }
  }

  /** The end of the partners at `from` that have the same time. */
  private endOfTime(from: number, to: number): number {
    const { partners } = this.ranges;
    const { times } = this.partner;
    const time = times[partners[from]!]!;
    let end = from + 1;
    while (end < to && times[partners[end]!] === time) end += 1;
    return end;
  }
}

/** A place among the partners, and an entry of the tie. */
type Pair = readonly [place: number, entry: number];
