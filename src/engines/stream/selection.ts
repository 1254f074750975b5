import type { EventRefs } from '../../ir/event-refs.ts';
import { BLOCK_ROWS, type Test, TRUE } from '../../ir/truth.ts';

/** The refs, ascending, of the events for which all tests are true. */
export function selectRefs(events: EventRefs, tests: readonly Test[]): Uint32Array {
  const selected = new Uint32Array(events.count);
  const block = new Uint32Array(BLOCK_ROWS);
  const refs = [block];
  const truth = new Uint8Array(BLOCK_ROWS);
  const all = new Uint8Array(BLOCK_ROWS);
  let size = 0;
  for (let from = 0; from < events.count; from += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, events.count - from);
    for (let i = 0; i < count; i++) block[i] = from + i;
    all.fill(TRUE, 0, count);
    for (const test of tests) {
      test({ count, refs }, truth);
      for (let i = 0; i < count; i++) if (truth[i] !== TRUE) all[i] = 0;
    }
    for (let i = 0; i < count; i++) if (all[i] === TRUE) selected[size++] = from + i;
  }
  return selected.subarray(0, size);
}
