import type { Column } from '../../model/batch.ts';
import { fieldType } from '../../model/car-table.ts';
import { type EventKind, objectOf } from '../../model/event-kind.ts';
import type { EventStore } from '../../model/event-store.ts';
import { AddressWords } from './address-words.ts';
import type { ByteBuffer } from './byte-buffer.ts';
import { type TimePrinter, timePrinter } from './time-printer.ts';
import type { ValueStyle } from './value-style.ts';

/** Writes one field of a row, or writes nothing and returns false where it is unknown. */
export type FieldPrinter = (row: number, out: ByteBuffer) => boolean;

/**
 * A printer of one field of a table, null where no row has the field. Times come in RFC 3339, booleans as `true`
 * and `false`, addresses in RFC 5952.
 */
export function fieldPrinter(
  store: EventStore,
  kind: EventKind,
  field: string,
  style: ValueStyle,
): FieldPrinter | null {
  const table = store.tables.get(kind);
  if (table === undefined) return null;
  if (field === 'time') return numbers(table.time, timeOf(style));
  const column = table.fields[field];
  return column === undefined ? null : columnPrinter(store, column, fieldType(objectOf(kind), field), style);
}

function columnPrinter(
  store: EventStore,
  column: Column,
  type: string | null,
  style: ValueStyle,
): FieldPrinter {
  switch (column.type) {
    case 'port': {
      const { values, unknown } = column;
      return (row, out) => {
        if (unknown !== null && unknown[row] === 1) return false;
        out.number(values[row]!);
        return true;
      };
    }
    case 'ip': {
      const words = AddressWords.of(store.addresses, style);
      return (row, out) => {
        const id = column.values[row]!;
        if (id === 0) return false;
        out.reserve(words.roomFor(id));
        out.length = words.put(id, out.view, out.length);
        return true;
      };
    }
    case 'text': {
      const { bytes, ends } = store.texts;
      return (row, out) => {
        const id = column.values[row]!;
        if (id === 0) return false;
        style.text(bytes, ends[id - 1]!, ends[id]!, out);
        return true;
      };
    }
    case 'number':
      if (type === 'time') return numbers(column.values, timeOf(style));
      if (type === 'bool')
        return numbers(column.values, (value, out) => out.text(value === 1 ? 'true' : 'false'));
      return numbers(column.values, (value, out) => out.number(value));
  }
}

function numbers(values: Float64Array, print: (value: number, out: ByteBuffer) => void): FieldPrinter {
  return (row, out) => {
    const value = values[row]!;
    if (Number.isNaN(value)) return false;
    print(value, out);
    return true;
  };
}

function timeOf(style: ValueStyle): TimePrinter {
  const print = timePrinter();
  const { quote } = style;
  if (quote === null) return print;
  return (time, out) => {
    out.byte(quote);
    print(time, out);
    out.byte(quote);
  };
}
