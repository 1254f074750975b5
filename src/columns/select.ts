import { ADDRESS_BYTES } from '../model/address.ts';
import type { Column, EventColumns } from '../model/batch.ts';
import { AddressDictionary } from './address-dictionary.ts';
import { TextDictionary } from './text-dictionary.ts';

/** The named rows alone, with dictionaries that hold only what they refer to. */
export function selectRows(columns: EventColumns, rows: Uint32Array): EventColumns {
  return new RowSelection(columns.addresses.count, columns.texts.count).of(columns, rows);
}

/** New ids by old ones, for one selection after the other out of the same dictionaries. */
class RowSelection {
  private readonly addressIds: Uint32Array;
  private readonly textIds: Uint32Array;

  constructor(addresses: number, texts: number) {
    this.addressIds = new Uint32Array(addresses + 1);
    this.textIds = new Uint32Array(texts + 1);
  }

  of(columns: EventColumns, rows: Uint32Array): EventColumns {
    const selected = select(columns, rows, this.addressIds, this.textIds);
    for (const column of Object.values(columns.fields)) {
      if (column.type !== 'ip' && column.type !== 'text') continue;
      const ids = column.type === 'ip' ? this.addressIds : this.textIds;
      for (let i = 0; i < rows.length; i++) ids[column.values[rows[i]!]!] = 0;
    }
    return selected;
  }
}

function select(
  columns: EventColumns,
  rows: Uint32Array,
  addressIds: Uint32Array,
  textIds: Uint32Array,
): EventColumns {
  const addresses = new AddressDictionary();
  const texts = new TextDictionary();
  const addressId = (id: number): number => {
    if (id === 0 || addressIds[id] !== 0) return addressIds[id]!;
    const scope = columns.addresses.scopes?.get(id);
    const { bytes } = columns.addresses;
    addressIds[id] =
      scope === undefined
        ? addresses.intern(bytes, ADDRESS_BYTES * id)
        : addresses.internScoped(bytes, ADDRESS_BYTES * id, scope);
    return addressIds[id]!;
  };
  const textId = (id: number): number => {
    if (id === 0 || textIds[id] !== 0) return textIds[id]!;
    const { bytes, ends } = columns.texts;
    textIds[id] = texts.intern(bytes, ends[id - 1]!, ends[id]!);
    return textIds[id]!;
  };
  const selectColumn = (column: Column): Column => {
    switch (column.type) {
      case 'port': {
        const { values, unknown } = column;
        return {
          type: 'port',
          values: gathered(values, rows, new Uint16Array(rows.length)),
          unknown: unknown === null ? null : gathered(unknown, rows, new Uint8Array(rows.length)),
        };
      }
      case 'ip':
      case 'text': {
        const values = gathered(column.values, rows, new Uint32Array(rows.length));
        const idOf = column.type === 'ip' ? addressId : textId;
        for (let i = 0; i < values.length; i++) values[i] = idOf(values[i]!);
        return { type: column.type, values };
      }
      case 'number':
        return { type: 'number', values: gathered(column.values, rows, new Float64Array(rows.length)) };
    }
  };
  const fields = Object.fromEntries(
    Object.entries(columns.fields).map(([name, column]) => [name, selectColumn(column)]),
  );
  return {
    kind: columns.kind,
    count: rows.length,
    time: gathered(columns.time, rows, new Float64Array(rows.length)),
    record: gathered(columns.record, rows, new Uint32Array(rows.length)),
    fields,
    addresses: addresses.snapshot(),
    texts: texts.snapshot(),
  };
}

function gathered<Values extends Float64Array | Uint32Array | Uint16Array | Uint8Array>(
  values: Values,
  rows: Uint32Array,
  into: Values,
): Values {
  for (let i = 0; i < rows.length; i++) into[i] = values[rows[i]!]!;
  return into;
}

/** The rows whose time lies in [from, to); the columns themselves where that is all of them, null where none. */
export function selectTimes(columns: EventColumns, from: number, to: number): EventColumns | null {
  const rows = new Uint32Array(columns.count);
  let count = 0;
  for (let row = 0; row < columns.count; row++) {
    const time = columns.time[row]!;
    if (time >= from && time < to) rows[count++] = row;
  }
  if (count === columns.count) return columns;
  return count === 0 ? null : selectRows(columns, rows.subarray(0, count));
}

/** The rows by bucket of time: bucket n holds n·width ≤ time < (n+1)·width. */
export function splitByTime(columns: EventColumns, width: number): Map<number, EventColumns> {
  return splitRows(columns, (row) => Math.floor(columns.time[row]! / width));
}

/** The rows by what is said of each; the columns themselves where that is the same of all. */
export function splitRows<Key>(columns: EventColumns, keyOf: (row: number) => Key): Map<Key, EventColumns> {
  const rows = new Map<Key, number[]>();
  for (let row = 0; row < columns.count; row++) {
    const key = keyOf(row);
    const inside = rows.get(key);
    if (inside === undefined) rows.set(key, [row]);
    else inside.push(row);
  }
  if (rows.size === 1) return new Map([[[...rows.keys()][0]!, columns]]);
  const selection = new RowSelection(columns.addresses.count, columns.texts.count);
  return new Map([...rows].map(([key, inside]) => [key, selection.of(columns, Uint32Array.from(inside))]));
}
