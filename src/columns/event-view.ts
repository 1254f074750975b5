import { ADDRESS_BYTES, formatAddress } from '../model/address.ts';
import type { AddressTable, TextTable } from '../model/batch.ts';
import { type FieldType, fieldType } from '../model/car-table.ts';
import { type EventKind, objectOf } from '../model/event-kind.ts';
import type { EventStore } from '../model/event-store.ts';
import type { Origin } from '../model/origin.ts';
import type { Micros } from '../model/time.ts';

/** One event, built for the rows that leave. Fields that are unknown are absent. */
export interface EventView {
  readonly kind: EventKind;
  readonly time: Micros;
  /** In the order of the CAR table; addresses in RFC 5952, times in microseconds. */
  readonly fields: Readonly<Record<string, string | number | boolean>>;
  readonly origin: Origin;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of an id; null for 0. */
export function textOf(texts: TextTable, id: number): string | null {
  return id === 0 ? null : decoder.decode(texts.bytes.subarray(texts.ends[id - 1], texts.ends[id]));
}

/** The address of an id as printed, with its scope; null for 0. */
export function addressOf(addresses: AddressTable, id: number): string | null {
  if (id === 0) return null;
  return formatAddress(addresses.bytes, ADDRESS_BYTES * id, addresses.scopes?.get(id) ?? null);
}

/** The event in a row of a table of the store. */
export function viewEvent(store: EventStore, kind: EventKind, row: number): EventView {
  const table = store.tables.get(kind);
  if (table === undefined || row >= table.count) throw new Error(`no row ${row} of ${kind}`);
  const fields: Record<string, string | number | boolean> = {};
  for (const name of Object.keys(table.fields)) {
    const value = fieldValue(store, kind, name, row);
    if (value !== null) fields[name] = value;
  }
  return { kind, time: table.time[row]!, fields, origin: originOf(store, kind, row) };
}

/** The value of a field in a row; null where it is unknown. */
export function fieldValue(
  store: EventStore,
  kind: EventKind,
  field: string,
  row: number,
): string | number | boolean | null {
  const table = store.tables.get(kind);
  if (field === 'time') return table?.time[row] ?? null;
  const column = table?.fields[field];
  if (column === undefined) return null;
  switch (column.type) {
    case 'port':
      return column.unknown?.[row] === 1 ? null : column.values[row]!;
    case 'ip':
      return addressOf(store.addresses, column.values[row]!);
    case 'text':
      return textOf(store.texts, column.values[row]!);
    case 'number':
      return numberOf(fieldType(objectOf(kind), field), column.values[row]!);
  }
}

function numberOf(type: FieldType | null, value: number): number | boolean | null {
  if (Number.isNaN(value)) return null;
  return type === 'bool' ? value === 1 : value;
}

/** Where the record of a row stood. */
export function originOf(store: EventStore, kind: EventKind, row: number): Origin {
  const table = store.tables.get(kind)!;
  const part = store.parts[table.part(row)]!;
  const record = part.firstRecord + table.record[row]!;
  return part.member === undefined
    ? { input: part.input, record }
    : { input: part.input, member: part.member, record };
}
