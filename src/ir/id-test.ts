import type { FieldRef } from '../model/ir.ts';
import type { EventRefs } from './event-refs.ts';
import { idReader } from './readers.ts';
import { BLOCK_ROWS, FALSE, type Test, TRUE, UNKNOWN } from './truth.ts';

const NOT_YET = 255;

/** Tests the address or text of a field; the test itself runs once for each id (1 … `count`) that occurs. */
export function idTest(
  field: FieldRef,
  events: readonly EventRefs[],
  count: number,
  holds: (id: number) => boolean,
): Test {
  const read = idReader(field, events[field.at]!);
  const ids = new Uint32Array(BLOCK_ROWS);
  const known = new Uint8Array(count + 1).fill(NOT_YET);
  known[0] = UNKNOWN;
  return ({ refs, count: rows }, truth) => {
    read(refs[field.at]!, rows, ids);
    for (let i = 0; i < rows; i++) {
      const id = ids[i]!;
      if (known[id] === NOT_YET) known[id] = holds(id) ? TRUE : FALSE;
      truth[i] = known[id]!;
    }
  };
}
