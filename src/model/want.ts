import type { EventKind } from './event-kind.ts';
import type { CompareOp, Literal } from './ir.ts';
import type { Micros } from './time.ts';

/**
 * What a run can use, handed to the sources so that they skip the rest before building it. A source may ignore
 * any part of it but `limits`: the rows of the analytics stay the same, with more work.
 */
export interface Want {
  /** By kind; a kind that is absent is not wanted at all. */
  readonly kinds: Readonly<Partial<Record<EventKind, KindWant>>>;
  readonly limits: Limits;
}

export interface KindWant {
  /** The fields to fill beside time and origin; null: all that the source knows. */
  readonly fields: readonly string[] | null;
  /** A row is of use when every test of one of these terms holds; null: every row is. */
  readonly terms: readonly (readonly FieldTest[])[] | null;
}

/** A test of one field against constants. A field that is unknown passes none. */
export type FieldTest =
  | { readonly field: string; readonly cmp: CompareOp; readonly value: Literal }
  | { readonly field: string; readonly oneOf: readonly Literal[] };

/** What the user excluded from the run; the tally says how many events each of these hid. */
export interface Limits {
  readonly since: Micros | null;
  readonly until: Micros | null;
  /** Networks; an event stays when its source or its destination lies in one of them; null: no limit. */
  readonly hosts: readonly Network[] | null;
  /** Networks whose events are dropped, source or destination. */
  readonly exclude: readonly Network[];
}

export interface Network {
  /** 16 bytes; see model/address. */
  readonly address: Uint8Array;
  /** Bits of the 128 that count: 96 + n for IPv4 `/n`. */
  readonly prefix: number;
}

export const NO_LIMITS: Limits = { since: null, until: null, hosts: null, exclude: [] };
