import { BLOCK_ROWS, type RefBlock } from '../../ir/truth.ts';
import type { KeyCodes } from './key-codes.ts';

/** A row that belongs to no group: a key is unknown, or no row had it. */
export const NO_GROUP = 0xffff_ffff;

/** Numbers the distinct keys from 0: open addressing over their codes. */
export class KeyGroups {
  count = 0;
  private readonly width: number;
  /** Group numbers plus one. */
  private slots = new Uint32Array(1 << 12);
  /** The codes of group n stand at width·n. */
  private codes: Uint32Array;

  /** @param width codes of a key; 0 where there are no keys: all rows are one group */
  constructor(width: number) {
    this.width = width;
    this.codes = new Uint32Array(width << 10);
  }

  /** Writes the group of each row of a block whose codes were read; a new key gets a new one where `add` is set. */
  assign(keys: KeyCodes, rows: number, add: boolean, into: Uint32Array, at: number): void {
    const { codes, known } = keys;
    for (let i = 0; i < rows; i++) into[at + i] = known[i] === 1 ? this.groupOf(codes, i, add) : NO_GROUP;
  }

  private groupOf(codes: readonly Uint32Array[], row: number, add: boolean): number {
    const { width, slots } = this;
    let hash = 0x9e3779b9;
    for (let k = 0; k < width; k++) {
      hash = Math.imul(hash ^ codes[k]![row]!, 0x85ebca6b);
      hash ^= hash >>> 15;
    }
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let known = slots[slot]!; known !== 0; known = slots[slot]!) {
      const start = width * (known - 1);
      let k = 0;
      while (k < width && this.codes[start + k] === codes[k]![row]) k += 1;
      if (k === width) return known - 1;
      slot = (slot + 1) & mask;
    }
    return add ? this.append(slot, codes, row) : NO_GROUP;
  }

  private append(slot: number, codes: readonly Uint32Array[], row: number): number {
    const group = this.count;
    this.count += 1;
    const start = this.width * group;
    if (start + this.width > this.codes.length) {
      const bigger = new Uint32Array(2 * this.codes.length);
      bigger.set(this.codes);
      this.codes = bigger;
    }
    for (let k = 0; k < this.width; k++) this.codes[start + k] = codes[k]![row]!;
    this.slots[slot] = group + 1;
    if (3 * this.count > 2 * this.slots.length) this.grow();
    return group;
  }

  private grow(): void {
    const slots = new Uint32Array(2 * this.slots.length);
    const mask = slots.length - 1;
    for (let group = 0; group < this.count; group++) {
      let hash = 0x9e3779b9;
      for (let k = 0; k < this.width; k++) {
        hash = Math.imul(hash ^ this.codes[this.width * group + k]!, 0x85ebca6b);
        hash ^= hash >>> 15;
      }
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = group + 1;
    }
    this.slots = slots;
  }
}

/** Calls `visit` for the rows of a relation, a block at a time. */
export function eachBlock(rows: RefBlock, visit: (block: RefBlock, from: number) => void): void {
  for (let from = 0; from < rows.count; from += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rows.count - from);
    visit({ count, refs: rows.refs.map((column) => column.subarray(from, from + count)) }, from);
  }
}

/** Rows, by number, group by group: those of group g are order[starts[g] … starts[g + 1]], in the order given. */
export interface Grouping {
  readonly order: Uint32Array;
  readonly starts: Uint32Array;
}

/**
 * Groups the rows by key, adding groups for keys not seen before. A row that has an unknown key is left out.
 * @param items what stands for the rows in `order`: their refs, or their numbers
 */
export function groupRows(rows: RefBlock, keys: KeyCodes, groups: KeyGroups, items: Uint32Array): Grouping {
  const groupOf = new Uint32Array(rows.count);
  eachBlock(rows, (block, from) => {
    keys.read(block);
    groups.assign(keys, block.count, true, groupOf, from);
  });
  const starts = new Uint32Array(groups.count + 1);
  let grouped = 0;
  for (let row = 0; row < rows.count; row++)
    if (groupOf[row] !== NO_GROUP) {
      starts[groupOf[row]! + 1]! += 1;
      grouped += 1;
    }
  for (let group = 0; group < groups.count; group++) starts[group + 1]! += starts[group]!;
  const order = new Uint32Array(grouped);
  for (let row = 0; row < rows.count; row++) {
    const group = groupOf[row]!;
    if (group === NO_GROUP) continue;
    order[starts[group]!] = items[row]!;
    starts[group]! += 1;
  }
  starts.copyWithin(1, 0, groups.count);
  starts[0] = 0;
  return { order, starts };
}
