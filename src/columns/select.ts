import { ADDRESS_BYTES } from '../model/address.ts';
import type { Column, EventColumns } from '../model/batch.ts';
import { AddressDictionary } from './address-dictionary.ts';
import { TextDictionary } from './text-dictionary.ts';

/** The named rows alone, with dictionaries that hold only what they refer to. */
export function selectRows(columns: EventColumns, rows: Uint32Array): EventColumns {
  const addresses = new AddressDictionary();
  const texts = new TextDictionary();
  const addressIds = new Uint32Array(columns.addresses.count + 1);
  const textIds = new Uint32Array(columns.texts.count + 1);
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
  const select = (column: Column): Column => {
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
    Object.entries(columns.fields).map(([name, column]) => [name, select(column)]),
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
  const rows = new Map<number, number[]>();
  for (let row = 0; row < columns.count; row++) {
    const bucket = Math.floor(columns.time[row]! / width);
    const inside = rows.get(bucket);
    if (inside === undefined) rows.set(bucket, [row]);
    else inside.push(row);
  }
  const only = rows.size === 1 ? [...rows.keys()][0] : undefined;
  if (only !== undefined) return new Map([[only, columns]]);
  return new Map(
    [...rows].map(([bucket, inside]) => [bucket, selectRows(columns, Uint32Array.from(inside))]),
  );
}
