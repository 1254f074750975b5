import { type EventRefs, kindOfRef } from '../../ir/event-refs.ts';
import { compareOrigins } from '../../ir/order.ts';
import { radixSort } from './radix-sort.ts';

/** Sorts refs by time, then by origin. May use the array that it is given. */
export function sortRefs(refs: Uint32Array, events: EventRefs, times: Float64Array): Uint32Array {
  const sorted = radixSort(refs, times);
  let start = 0;
  for (let end = 1; end <= sorted.length; end++) {
    if (end < sorted.length && times[sorted[end]!] === times[sorted[start]!]) continue;
    if (end - start > 1) settleTie(sorted.subarray(start, end), events);
    start = end;
  }
  return sorted;
}

/** Events of one time, by origin: mostly they are so already, and finding out is one look at each. */
function settleTie(tied: Uint32Array, events: EventRefs): void {
  let partBefore = -1;
  let recordBefore = -1;
  for (const ref of tied) {
    const kind = kindOfRef(events, ref);
    const row = ref - events.starts[kind]!;
    const part = events.tables[kind]!.part(row);
    const record = events.tables[kind]!.record[row]!;
    if (part < partBefore || (part === partBefore && record < recordBefore)) {
      tied.sort((a, b) => compareOrigins(events, a, b));
      return;
    }
    partBefore = part;
    recordBefore = record;
  }
}
