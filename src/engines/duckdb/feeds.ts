import { fieldType, heldAs } from '../../model/car-table.ts';
import { type EventKind, objectOf } from '../../model/event-kind.ts';
import type { EventStore, EventTable } from '../../model/event-store.ts';
import { type HeldField, STORE_SCHEMA } from '../../sql/index.ts';
import {
  addressFeed,
  booleanFeed,
  type ColumnFeed,
  doubleFeed,
  numberFeed,
  portFeed,
  rowFeed,
  textFeed,
  unknownFeed,
  wideFeed,
} from './column-feed.ts';
import type { LoadType } from './driver.ts';
import { addressWords } from './store-addresses.ts';
import { storeTexts } from './store-texts.ts';

/** The columns of a kind's table: identity, time, and the fields that the queries read. */
export function feedsOf(
  store: EventStore,
  table: EventTable,
  fields: readonly HeldField[],
): readonly ColumnFeed[] {
  const { record } = table;
  const part = store.parts.length > 1 ? (row: number) => table.part(row) : () => 0;
  return [
    rowFeed('row'),
    numberFeed('part', part),
    numberFeed('record', (row) => record[row]!),
    wideFeed('time', table.time),
    ...fields.flatMap((held) => fieldFeeds(store, table, held)),
  ];
}

function fieldFeeds(store: EventStore, table: EventTable, held: HeldField): readonly ColumnFeed[] {
  const column = table.fields[held.field];
  const names = STORE_SCHEMA.columns(held);
  const type = typeOf(table.kind, held);
  const [name, second] = names as [string, string];
  if (column?.type === 'ip' && held.as === 'address')
    return [
      addressFeed(name, column.values, addressWords(store.addresses, 'high')),
      addressFeed(second, column.values, addressWords(store.addresses, 'low')),
    ];
  if (column?.type === 'text' && held.as !== 'address')
    return [textFeed(name, column.values, storeTexts(store.texts, held.as === 'value' ? 'cased' : held.as))];
  if (column?.type === 'port' && held.as === 'value') return [portFeed(name, column.values, column.unknown)];
  if (column?.type === 'number' && held.as === 'value')
    return [type === 'BOOLEAN' ? booleanFeed(name, column.values) : doubleFeed(name, column.values)];
  return names.map((one) => unknownFeed(one, type));
}

function typeOf(kind: EventKind, { field, as }: HeldField): LoadType {
  if (as === 'address') return 'UBIGINT';
  if (as !== 'value') return 'VARCHAR';
  const type = fieldType(objectOf(kind), field) ?? 'text';
  const held = heldAs(type);
  if (held === 'port') return 'USMALLINT';
  if (held === 'number') return type === 'bool' ? 'BOOLEAN' : 'DOUBLE';
  return 'VARCHAR';
}
