import type { EventRefs } from '../../ir/event-refs.ts';
import { BLOCK_ROWS, type Test, TRUE } from '../../ir/truth.ts';

/** The refs, ascending, of the events for which the test is true; of all events where there is none. */
export function selectRefs(events: EventRefs, test: Test | null): Uint32Array {
  const selected = new Uint32Array(events.count);
  const block = new Uint32Array(BLOCK_ROWS);
  const refs = [block];
  const truth = new Uint8Array(BLOCK_ROWS).fill(TRUE);
  let size = 0;
  for (let from = 0; from < events.count; from += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, events.count - from);
    for (let i = 0; i < count; i++) block[i] = from + i;
    test?.({ count, refs }, truth);
    for (let i = 0; i < count; i++) {
      selected[size] = from + i;
      size += truth[i]! >> 1;
    }
  }
  return selected.subarray(0, size);
}
