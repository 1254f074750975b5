import { columnName } from '../ir/row-events.ts';
import type { FieldType } from '../model/car-table.ts';
import type { FieldRef } from '../model/ir.ts';

/**
 * How a comparison takes a field: its value as it is, an address, a text folded for comparing case-blind, or a
 * host without its domain.
 */
export type HeldAs = 'value' | 'address' | 'folded' | 'host';

export interface HeldField {
  readonly field: string;
  readonly as: HeldAs;
}

/** A field of one event of a row, and how it is taken. */
export interface FieldUse {
  readonly ref: FieldRef;
  readonly as: HeldAs;
}

/** How a comparison of that type takes its fields. */
export function heldFor(type: FieldType): HeldAs {
  if (type === 'ip') return 'address';
  if (type === 'host') return 'host';
  return type === 'text' || type === 'open' ? 'folded' : 'value';
}

export function heldField(use: FieldUse): HeldField {
  return { field: columnName(use.ref), as: use.as };
}
