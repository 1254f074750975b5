import type { AddressTable, Column, TextTable } from './batch.ts';
import type { EventKind } from './event-kind.ts';
import type { Part } from './origin.ts';

/**
 * All kept events of a run (or of one stretch of its time), sealed for reading: what engines work on. Ids of
 * addresses and texts are common to all tables; equal addresses and texts have equal ids (scopes apart).
 */
export interface EventStore {
  readonly tables: ReadonlyMap<EventKind, EventTable>;
  readonly addresses: AddressTable;
  readonly texts: TextTable;
  readonly parts: readonly Part[];
}

/** Rows of one kind, by row number from 0. */
export interface EventTable {
  readonly kind: EventKind;
  readonly count: number;
  readonly time: Float64Array;
  readonly fields: Readonly<Record<string, Column>>;
  /** The part that a row was read from, and the record's number within it. */
  part(row: number): number;
  readonly record: Uint32Array;
}
