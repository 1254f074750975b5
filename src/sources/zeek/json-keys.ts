import { CONN_COLUMNS } from './conn-columns.ts';
import { KeyTable } from './key-table.ts';
import { CONN_MARKS, OTHER_MARKS, STREAM_FIELDS } from './streams.ts';

/** Codes of keys that are no columns; those of columns are their slots. */
export const STREAM = 100;
/** `id`, which may hold the 4-tuple as an object. */
export const NESTED_ID = 101;
export const CONN_MARK = 102;
export const OTHER_MARK = 103;

const columns = CONN_COLUMNS.map((name, slot) => [name, slot] as const);
const idColumns = columns.filter(([name]) => name.startsWith('id.'));

export const JSON_KEYS = new KeyTable([
  ...columns,
  ...idColumns.map(([name, slot]) => [name.replace('.', '_'), slot] as const),
  ['id', NESTED_ID],
  ...STREAM_FIELDS.map((name) => [name, STREAM] as const),
  ...CONN_MARKS.filter((name) => !(CONN_COLUMNS as readonly string[]).includes(name)).map(
    (name) => [name, CONN_MARK] as const,
  ),
  ...OTHER_MARKS.map((name) => [name, OTHER_MARK] as const),
]);

/** The keys within `id`. */
export const NESTED_KEYS = new KeyTable(
  idColumns.map(([name, slot]) => [name.slice('id.'.length), slot] as const),
);
