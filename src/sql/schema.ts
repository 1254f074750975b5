import type { EventKind } from '../model/event-kind.ts';
import type { HeldField } from './held-field.ts';

/** The tables that a query reads: one a kind of event, with a column `time` in microseconds since 1970 UTC. */
export interface SqlSchema {
  table(kind: EventKind): string;
  /** The columns of a field; an address may take two. NULL is unknown. */
  columns(held: HeldField): readonly string[];
  /** The columns that say which event a row is, in the order that breaks ties of time. */
  readonly identity: readonly string[];
  /** Whether the tables hold folded texts and hosts; else the query makes them. */
  readonly folded: boolean;
  /** What the rows of a query show: the events' identity, or the fields that the analytic looks at. */
  readonly shows: 'identity' | 'fields';
}

/** Tables as a user would have them: one column a field, addresses as text in RFC 5952. */
export const PLAIN_SCHEMA: SqlSchema = {
  table: tableName,
  columns: ({ field, as }) => [as === 'host' ? `${field}:host` : field],
  identity: [],
  folded: false,
  shows: 'fields',
};

/**
 * Tables made from an event store. An address is two unsigned 64-bit columns, the bytes 0–7 and 8–15 in network
 * order; texts stand beside their folded forms. `row` is the row number, `part` and `record` the origin.
 */
export const STORE_SCHEMA: SqlSchema = {
  table: tableName,
  columns: ({ field, as }) => {
    const name = cased(field);
    if (as === 'address') return [`${name}_hi`, `${name}_lo`];
    return [as === 'value' ? name : `${name}:${as}`];
  },
  identity: ['part', 'record', 'row'],
  folded: true,
  shows: 'identity',
};

function tableName(kind: EventKind): string {
  return kind.replace('/', '_');
}

/** SQL engines compare quoted names without case; the paths of `proto_info` are told apart by it. */
function cased(field: string): string {
  return field.replace(/[A-Z^]/g, (letter) => `^${letter}`);
}
