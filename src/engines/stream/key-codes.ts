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

/** Keys as 32-bit codes: two rows are equal in all keys exactly if they are in all codes. */
export interface KeyCodes {
  readonly parts: readonly CodePart[];
  /** 1 where all keys are known: an unknown key equals nothing, not even another. */
  readonly known: Uint8Array;
  /** Works out the codes of a block. */
  read(block: RefBlock): void;
}

export interface CodePart {
  /** The codes of the block last read. */
  readonly codes: Uint32Array;
  /** All codes are less than this. */
  readonly size: number;
}

type Read = (block: RefBlock, known: Uint8Array) => void;

export function keyCodes(
  keys: readonly KeyField[],
  events: readonly EventRefs[],
  values: StoreValues,
): KeyCodes {
  const known = new Uint8Array(BLOCK_ROWS);
  const parts: CodePart[] = [];
  const reads = keys.map((key): Read => {
    const held = heldAs(key.type);
    if (held === 'port') return portPart(key, events, parts);
    if (held === 'number') return numberPart(key, events, parts);
    const size = (held === 'ip' ? values.addresses : values.texts).count + 1;
    return idPart(key, events, values, size, parts);
  });
  return {
    parts,
    known,
    read: (block) => {
      known.fill(1, 0, block.count);
      for (const read of reads) read(block, known);
    },
  };
}

function idPart(
  { ref, type }: KeyField,
  events: readonly EventRefs[],
  values: StoreValues,
  size: number,
  parts: CodePart[],
): Read {
  const read = classReader(ref, events[ref.at]!, type, values);
  const codes = new Uint32Array(BLOCK_ROWS);
  parts.push({ codes, size });
  return ({ refs, count }, known) => {
    read(refs[ref.at]!, count, codes);
    for (let i = 0; i < count; i++) if (codes[i] === 0) known[i] = 0;
  };
}

function portPart({ ref }: KeyField, events: readonly EventRefs[], parts: CodePart[]): Read {
  const read = numberReader(ref, events[ref.at]!);
  const ports = new Float64Array(BLOCK_ROWS);
  const codes = new Uint32Array(BLOCK_ROWS);
  parts.push({ codes, size: 1 << 16 });
  return ({ refs, count }, known) => {
    read(refs[ref.at]!, count, ports);
    for (let i = 0; i < count; i++) {
      if (Number.isNaN(ports[i])) known[i] = 0;
      codes[i] = ports[i]!;
    }
  };
}

/** The two halves of the number, whatever it is; there is one zero. */
function numberPart({ ref }: KeyField, events: readonly EventRefs[], parts: CodePart[]): Read {
  const read = numberReader(ref, events[ref.at]!);
  const numbers = new Float64Array(BLOCK_ROWS);
  const halves = new Uint32Array(numbers.buffer);
  const [low, high] = [new Uint32Array(BLOCK_ROWS), new Uint32Array(BLOCK_ROWS)];
  parts.push({ codes: low, size: 2 ** 32 }, { codes: high, size: 2 ** 32 });
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
