import { type EventRefs, kindOfRef } from '../../ir/event-refs.ts';
import { compareOrigins } from '../../ir/order.ts';

const SMALL = 48;
const MOST_BUCKETS = 1 << 16;

/**
 * Sorts items[from … to] by `times[item]`, whole numbers; equal times keep their order. Lays the items out by
 * time in buckets of equal width, then sorts each in the same way: what is nearly in order already, as logs are,
 * is touched in order of memory. Takes one more array of that size at most.
 */
export function sortByTime(items: Uint32Array, times: Float64Array, from = 0, to = items.length): void {
  const range = rangeOf(items, times, from, to);
  if (range === null) return;
  if (to - from <= SMALL) insert(items, times, from, to);
  else distribute(items, times, from, to, range, new Uint32Array(to - from));
}

/** Sorts refs by time, then by origin. */
export function sortEvents(refs: Uint32Array, times: Float64Array, events: EventRefs): void {
  sortByTime(refs, times);
  for (let start = 0, end = 1; end <= refs.length; end++) {
    if (end < refs.length && times[refs[end]!] === times[refs[start]!]) continue;
    if (end - start > 1) settleTie(refs, start, end, events);
    start = end;
  }
}

/** Events of one time, by origin: mostly they are so already, and finding out is one look at each. */
function settleTie(refs: Uint32Array, from: number, to: number, events: EventRefs): void {
  let partBefore = -1;
  let recordBefore = -1;
  for (let i = from; i < to; i++) {
    const kind = kindOfRef(events, refs[i]!);
    const row = refs[i]! - events.starts[kind]!;
    const part = events.tables[kind]!.part(row);
    const record = events.tables[kind]!.record[row]!;
    if (part < partBefore || (part === partBefore && record < recordBefore)) {
      refs.subarray(from, to).sort((a, b) => compareOrigins(events, a, b));
      return;
    }
    partBefore = part;
    recordBefore = record;
  }
}

type Range = readonly [low: number, high: number];

/** Lowest and highest time; null where the items are in order already. */
function rangeOf(items: Uint32Array, times: Float64Array, from: number, to: number): Range | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let sorted = true;
  for (let i = from; i < to; i++) {
    const time = times[items[i]!]!;
    if (time < high) sorted = false;
    else high = time;
    if (time < low) low = time;
  }
  return sorted ? null : [low, high];
}

function insert(items: Uint32Array, times: Float64Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const item = items[i]!;
    const time = times[item]!;
    let at = i;
    while (at > from && times[items[at - 1]!]! > time) {
      items[at] = items[at - 1]!;
      at -= 1;
    }
    items[at] = item;
  }
}

function distribute(
  items: Uint32Array,
  times: Float64Array,
  from: number,
  to: number,
  [low, high]: Range,
  scratch: Uint32Array,
): void {
  const size = to - from;
  const buckets = Math.min(MOST_BUCKETS, size >>> 3);
  const scale = buckets / (high - low + 1);
  const last = buckets - 1;
  const ends = new Uint32Array(buckets);
  for (let i = from; i < to; i++) ends[Math.min(last, (times[items[i]!]! - low) * scale) | 0]! += 1;
  let place = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const count = ends[bucket]!;
    ends[bucket] = place;
    place += count;
  }
  for (let i = from; i < to; i++) {
    const item = items[i]!;
    const bucket = Math.min(last, (times[item]! - low) * scale) | 0;
    const at = ends[bucket]!;
    scratch[at] = item;
    ends[bucket] = at + 1;
  }
  items.set(scratch.subarray(0, size), from);
  let start = from;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const end = from + ends[bucket]!;
    if (end - start > 1) {
      const range = rangeOf(items, times, start, end);
      if (range !== null && end - start <= SMALL) insert(items, times, start, end);
      else if (range !== null) distribute(items, times, start, end, range, scratch);
    }
    start = end;
  }
}
