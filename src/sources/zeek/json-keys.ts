import { CALL_COLUMNS } from './call-columns.ts';
import { CONN_COLUMNS } from './conn-columns.ts';
import type { ObjectKeys } from './json-object.ts';
import { KeyTable } from './key-table.ts';
import { CALL_MARKS, CONN_MARKS, OTHER_MARKS, STREAM_FIELDS } from './streams.ts';

/** Codes of keys that are no columns; those of columns are their slots. */
export const STREAM = 100;
/** `id`, which may hold the 4-tuple as an object. */
export const NESTED_ID = 101;
export const CONN_MARK = 102;
export const OTHER_MARK = 103;
/** The first of `CALL_MARKS`; the others follow. */
export const CALL_MARK = 104;

const columns = CONN_COLUMNS.map((name, slot) => [name, slot] as const);
const idColumns = columns.filter(([name]) => name.startsWith('id.'));
const callColumns = CALL_COLUMNS.map((name, slot) => [name, slot] as const);
const callIdColumns = callColumns.filter(([name]) => name.startsWith('id.'));

export const JSON_KEYS = new KeyTable([
  ...columns,
  ...idColumns.map(([name, slot]) => [name.replace('.', '_'), slot] as const),
  ['id', NESTED_ID],
  ...STREAM_FIELDS.map((name) => [name, STREAM] as const),
  ...CONN_MARKS.filter((name) => !(CONN_COLUMNS as readonly string[]).includes(name)).map(
    (name) => [name, CONN_MARK] as const,
  ),
  ...OTHER_MARKS.map((name) => [name, OTHER_MARK] as const),
  ...CALL_MARKS.map((name, n) => [name, CALL_MARK + n] as const),
]);

/** The keys within `id`. */
export const NESTED_KEYS = new KeyTable(
  idColumns.map(([name, slot]) => [name.slice('id.'.length), slot] as const),
);

/** What is read of a record of dce_rpc.log. */
export const CALL_KEYS: ObjectKeys = {
  table: new KeyTable([
    ...callColumns,
    ...callIdColumns.map(([name, slot]) => [name.replace('.', '_'), slot] as const),
    ['id', NESTED_ID],
  ]),
  within: new Map([
    [NESTED_ID, new KeyTable(callIdColumns.map(([name, slot]) => [name.slice('id.'.length), slot] as const))],
  ]),
};
