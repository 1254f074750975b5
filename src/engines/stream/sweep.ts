import type { EventRefs } from '../../ir/event-refs.ts';
import { compareOrigins } from '../../ir/order.ts';
import { BLOCK_ROWS } from '../../ir/truth.ts';
import type { KeyCodes } from './key-codes.ts';
import { type Grouping, type KeyGroups, NO_GROUP } from './key-groups.ts';
import { lowerBound } from './lower-bound.ts';
import type { RowBuffer, Rows } from './rows.ts';
import { TimeHeap } from './time-heap.ts';

/** The events of one side of a join, in order of time and origin. */
export interface Side {
  readonly events: EventRefs;
  readonly times: Float64Array;
  readonly refs: Uint32Array;
  /** Of the side's events, each as a row of one event. */
  readonly keys: KeyCodes;
}

export interface SweepTask {
  readonly swept: Side;
  /** The other side, by key, and within a key in order of time and origin. */
  readonly partner: Side;
  readonly grouping: Grouping;
  readonly groups: KeyGroups;
  /** Bounds, inclusive, on the partner's time less the swept event's; `low` is 0 or more. */
  readonly low: number;
  readonly high: number;
  /** Which event of the row is the swept one. */
  readonly sweptIs: 0 | 1;
}

/** The events swept at one time that have partners: places in `order` from `starts` up to `ends`. */
interface Tie {
  readonly refs: number[];
  readonly starts: number[];
  readonly ends: number[];
  /** All have the same key, and so the same partners. */
  oneKey: boolean;
}

/**
 * Goes through one side of a join in order of time, and gives each of its events the partners that are no
 * earlier: all rows whose earliest event is of that side, in the order of an output.
 */
export class Sweep {
  private readonly task: SweepTask;
  private readonly out: RowBuffer;
  private at = 0;
  private readonly blockGroups = new Uint32Array(BLOCK_ROWS);
  private blockFrom = 0;
  private blockTo = 0;
  /** For each group the first partner that events from here on can still reach. */
  private readonly reachable: Uint32Array;

  constructor(task: SweepTask, out: RowBuffer) {
    this.task = task;
    this.out = out;
    this.reachable = task.grouping.starts.slice(0, -1);
  }

  /** The time of the event that comes next; infinite at the end. */
  get time(): number {
    const { refs, times } = this.task.swept;
    return this.at < refs.length ? times[refs[this.at]!]! : Number.POSITIVE_INFINITY;
  }

  /** The rows whose earliest event is at `until` or earlier; hands out what has filled the buffer. */
  *run(until: number): Generator<Rows> {
    const { refs, times } = this.task.swept;
    const { order, starts } = this.task.grouping;
    const partnerTimes = this.task.partner.times;
    const { low, high } = this.task;
    while (this.at < refs.length) {
      const time = times[refs[this.at]!]!;
      if (time > until) return;
      let tie: Tie | null = null;
      let from = 0;
      let to = 0;
      let ref = 0;
      let tieGroup = NO_GROUP;
      do {
        const group = this.groupAt(this.at);
        if (group !== NO_GROUP) {
          const end = starts[group + 1]!;
          const start = lowerBound(order, partnerTimes, this.reachable[group]!, end, time + low);
          this.reachable[group] = start;
          const stop =
            high === Number.POSITIVE_INFINITY
              ? end
              : lowerBound(order, partnerTimes, start, end, time + high + 1);
          if (start < stop) {
            if (from < to) {
              tie ??= { refs: [ref], starts: [from], ends: [to], oneKey: true };
              tie.refs.push(refs[this.at]!);
              tie.starts.push(start);
              tie.ends.push(stop);
              if (group !== tieGroup) tie.oneKey = false;
            } else {
              [ref, from, to] = [refs[this.at]!, start, stop];
              tieGroup = group;
            }
          }
        }
        this.at += 1;
      } while (this.at < refs.length && times[refs[this.at]!] === time);
      if (tie !== null) yield* this.tied(tie);
      else if (to - from > this.out.room) yield* this.appendAll(ref, from, to);
      else if (from < to) this.append(ref, from, to);
    }
  }

  private groupAt(at: number): number {
    if (at >= this.blockTo) {
      const { swept, groups } = this.task;
      this.blockFrom = at;
      this.blockTo = Math.min(at + BLOCK_ROWS, swept.refs.length);
      const count = this.blockTo - at;
      swept.keys.read({ count, refs: [swept.refs.subarray(at, this.blockTo)] });
      groups.assign(swept.keys, count, false, this.blockGroups, 0);
    }
    return this.blockGroups[at - this.blockFrom]!;
  }

  /** The swept event with the partners in a range, for which there must be room. */
  private append(ref: number, from: number, to: number): void {
    const { out } = this;
    const { sweptIs, grouping } = this.task;
    const swept = out.column(sweptIs);
    const partners = out.column(1 - sweptIs);
    const { count } = out;
    const size = to - from;
    if (size > 32) {
      swept.fill(ref, count, count + size);
      partners.set(grouping.order.subarray(from, to), count);
    } else
      for (let i = 0; i < size; i++) {
        swept[count + i] = ref;
        partners[count + i] = grouping.order[from + i]!;
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

  /** The end of the partners at `from` that have the same time. */
  private endOfTime(from: number, to: number): number {
    const { order } = this.task.grouping;
    const { times } = this.task.partner;
    const time = times[order[from]!]!;
    let end = from + 1;
    while (end < to && times[order[end]!] === time) end += 1;
    return end;
  }

  private tied(tie: Tie): Generator<Rows> {
    if (tie.oneKey) return this.tiedInOneKey(tie);
    return this.task.sweptIs === 0 ? this.tiedBySwept(tie) : this.tiedByPartner(tie);
  }

  private *tiedInOneKey({ refs, starts, ends }: Tie): Generator<Rows> {
    const end = ends[0]!;
    for (let from = starts[0]!; from < end; ) {
      const to = this.endOfTime(from, end);
      if (this.task.sweptIs === 0) for (const ref of refs) yield* this.appendAll(ref, from, to);
      else
        for (let place = from; place < to; place++)
          for (const ref of refs) {
            if (this.out.full) yield this.out.take();
            this.append(ref, place, place + 1);
          }
      from = to;
    }
  }

  /** By the partner's time, then the swept event's origin, then the partner's. */
  private *tiedBySwept({ refs, starts, ends }: Tie): Generator<Rows> {
    const places = [...starts];
    for (const entry of this.inOrderOfTime(places, ends)) {
      const from = places[entry]!;
      places[entry] = this.endOfTime(from, ends[entry]!);
      yield* this.appendAll(refs[entry]!, from, places[entry]!);
    }
  }

  /** By the partner's time, then its origin, then the swept event's. */
  private *tiedByPartner({ refs, starts, ends }: Tie): Generator<Rows> {
    const places = [...starts];
    const { order } = this.task.grouping;
    const { times } = this.task.partner;
    let pairs: [place: number, entry: number][] = [];
    let time = Number.NEGATIVE_INFINITY;
    for (const entry of this.inOrderOfTime(places, ends)) {
      const from = places[entry]!;
      if (times[order[from]!]! > time) {
        yield* this.appendPairs(pairs, refs);
        pairs = [];
        time = times[order[from]!]!;
      }
      places[entry] = this.endOfTime(from, ends[entry]!);
      for (let place = from; place < places[entry]!; place++) pairs.push([place, entry]);
    }
    yield* this.appendPairs(pairs, refs);
  }

  /** Pairs whose partners have one time. */
  private *appendPairs(pairs: [place: number, entry: number][], refs: readonly number[]): Generator<Rows> {
    const { order } = this.task.grouping;
    const { events } = this.task.partner;
    pairs.sort((a, b) => compareOrigins(events, order[a[0]]!, order[b[0]]!) || a[1] - b[1]);
    for (const [place, entry] of pairs) {
      if (this.out.full) yield this.out.take();
      this.append(refs[entry]!, place, place + 1);
    }
  }

  /** Entries of a tie, each as often as its partners have different times; the user moves `places` on. */
  private *inOrderOfTime(places: readonly number[], ends: readonly number[]): Generator<number> {
    const { order } = this.task.grouping;
    const { times } = this.task.partner;
    const heap = new TimeHeap();
    places.forEach((place, entry) => {
      heap.push(entry, times[order[place]!]!);
    });
    while (heap.size > 0) {
      const entry = heap.pop();
      yield entry;
      if (places[entry]! < ends[entry]!) heap.push(entry, times[order[places[entry]!]!]!);
    }
  }
}
