import type { EventKind } from './event-kind.ts';
import type { Reject } from './reject.ts';

/**
 * How events travel from a source to an engine: columns, not objects. A batch stands alone: its dictionaries
 * hold all that its rows refer to. Its buffers may be transferred to another thread.
 */
export interface Batch {
  /** The stretch of input that it was read from; origins are relative to it. */
  readonly part: number;
  /** At most one entry a kind. */
  readonly events: readonly EventColumns[];
  readonly rejects: readonly Reject[];
  readonly counts: ReadCounts;
}

/** What became of the records since the batch before: read = kept + skipped + unused + rejected. */
export interface ReadCounts {
  /** Records seen (lines, packets). */
  readonly records: number;
  /** Records that gave at least one event. */
  readonly kept: number;
  /** Records that held events, none of which this run can use. */
  readonly skipped: number;
  /** Records recognised but not of use to anyone (UDP rows, packets that are not IP, comments). */
  readonly unused: number;
  readonly rejected: number;
  /** Events hidden by each of the user's limits. */
  readonly hidden: HiddenCounts;
}

export interface HiddenCounts {
  readonly since: number;
  readonly until: number;
  readonly hosts: number;
  readonly exclude: number;
}

/** Rows of one kind. All arrays have `count` entries (or more: the rest is slack). */
export interface EventColumns {
  readonly kind: EventKind;
  readonly count: number;
  /** Microseconds since 1970 UTC. */
  readonly time: Float64Array;
  /** The record's number within the part, from 0. */
  readonly record: Uint32Array;
  readonly fields: Readonly<Record<string, Column>>;
  readonly addresses: AddressTable;
  readonly texts: TextTable;
}

/** A column of one field; its `type` is that of the CAR table reduced to how it is held. */
export type Column =
  /** `unknown[i]` is 1 where port i is unknown; null where all are known. */
  | { readonly type: 'port'; readonly values: Uint16Array; readonly unknown: Uint8Array | null }
  /** Ids into `addresses`; 0 is unknown. */
  | { readonly type: 'ip'; readonly values: Uint32Array }
  /** Ids into `texts`; 0 is unknown. */
  | { readonly type: 'text'; readonly values: Uint32Array }
  /** Integers, times in microseconds and booleans (0, 1); NaN is unknown. */
  | { readonly type: 'number'; readonly values: Float64Array };

/** Addresses by id, from 1: id n stands at bytes[16 n]. The first sixteen bytes are not used. */
export interface AddressTable {
  readonly count: number;
  readonly bytes: Uint8Array;
  /** Zones by id, where any text named one. Two ids may then differ in nothing else. */
  readonly scopes: ReadonlyMap<number, string> | null;
}

/** Texts by id, from 1, as UTF-8: text n is bytes[ends[n-1] … ends[n]]. ends[0] is 0. */
export interface TextTable {
  readonly count: number;
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
}
