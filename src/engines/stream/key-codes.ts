import type { EventRefs } from '../../ir/event-refs.ts';
import { classReader, numberReader } from '../../ir/readers.ts';
import type { StoreValues } from '../../ir/store-values.ts';
import { BLOCK_ROWS, type RefBlock } from '../../ir/truth.ts';
import { type FieldType, heldAs } from '../../model/car-table.ts';
import type { FieldRef } from '../../model/ir.ts';

/** One side of a key: a field of the rows, and as what it is compared. */
export interface KeyField {
  readonly ref: FieldRef;
  readonly type: FieldType;
}

/** Keys as 32-bit codes: two rows are equal in a key exactly if their codes are. */
export interface KeyCodes {
  /** The codes that `read` gives of each row. */
  readonly codes: readonly Uint32Array[];
  /** 1 where all keys are known: an unknown key equals nothing, not even another. */
  readonly known: Uint8Array;
  /** Works out the codes of a block. */
  read(block: RefBlock): void;
}

type Part = (block: RefBlock, known: Uint8Array) => void;

export function keyCodes(
  keys: readonly KeyField[],
  events: readonly EventRefs[],
  values: StoreValues,
): KeyCodes {
  const known = new Uint8Array(BLOCK_ROWS);
  const codes: Uint32Array[] = [];
  const parts = keys.map((key): Part => {
    const held = heldAs(key.type);
    if (held === 'ip' || held === 'text') return idPart(key, events, values, codes);
    return numberPart(key, events, codes);
  });
  return {
    codes,
    known,
    read: (block) => {
      known.fill(1, 0, block.count);
      for (const part of parts) part(block, known);
    },
  };
}

function idPart(
  { ref, type }: KeyField,
  events: readonly EventRefs[],
  values: StoreValues,
  codes: Uint32Array[],
): Part {
  const read = classReader(ref, events[ref.at]!, type, values);
  const ids = new Uint32Array(BLOCK_ROWS);
  codes.push(ids);
  return ({ refs, count }, known) => {
    read(refs[ref.at]!, count, ids);
    for (let i = 0; i < count; i++) if (ids[i] === 0) known[i] = 0;
  };
}

function numberPart({ ref }: KeyField, events: readonly EventRefs[], codes: Uint32Array[]): Part {
  const read = numberReader(ref, events[ref.at]!);
  const numbers = new Float64Array(BLOCK_ROWS);
  const halves = new Uint32Array(numbers.buffer);
  const [low, high] = [new Uint32Array(BLOCK_ROWS), new Uint32Array(BLOCK_ROWS)];
  codes.push(low, high);
  return ({ refs, count }, known) => {
    read(refs[ref.at]!, count, numbers);
    for (let i = 0; i < count; i++) {
      if (Number.isNaN(numbers[i])) known[i] = 0;
      if (numbers[i] === 0) numbers[i] = 0;
      low[i] = halves[2 * i]!;
      high[i] = halves[2 * i + 1]!;
    }
  };
}
