import { refTimes } from '../../ir/event-refs.ts';
import { rowOrder } from '../../ir/order.ts';
import { type Relation, ROWS_AT_ONCE, type Rows } from './rows.ts';
import { sortByTime } from './sort-by-time.ts';

/** The rows of a relation in the order of an output. */
export function* sortedRows(relation: Relation): Generator<Rows> {
  const { events, refs, count } = relation;
  const earliest = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  events.forEach((event, i) => {
    const times = refTimes(event);
    for (let row = 0; row < count; row++) earliest[row] = Math.min(earliest[row]!, times[refs[i]![row]!]!);
  });
  const sorted = Uint32Array.from({ length: count }, (_, row) => row);
  sortByTime(sorted, earliest);
  const order = rowOrder(events, refs);
  for (let start = 0, end = 1; end <= count; end++) {
    if (end < count && earliest[sorted[end]!] === earliest[sorted[start]!]) continue;
    if (end - start > 1) sorted.subarray(start, end).sort(order);
    start = end;
  }
  for (let from = 0; from < count; from += ROWS_AT_ONCE) {
    const rows = sorted.subarray(from, from + ROWS_AT_ONCE);
    yield { count: rows.length, refs: refs.map((column) => rows.map((row) => column[row]!)) };
  }
}
