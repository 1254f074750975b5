import type { Column } from '../model/batch.ts';
import type { FieldType } from '../model/car-table.ts';
import type { FieldRef } from '../model/ir.ts';
import { columnsOf, type EventRefs, kindOfRef } from './event-refs.ts';
import { columnName } from './row-events.ts';
import type { StoreValues } from './store-values.ts';
import { textForm } from './text-values.ts';

/** Writes the values of a field for the first `count` refs of a column. */
export type Reader<Values> = (refs: Uint32Array, count: number, into: Values) => void;

/** A field of type port, int, time or bool; NaN is unknown. */
export function numberReader(field: FieldRef, events: EventRefs): Reader<Float64Array> {
  const columns = columnsOf(events, columnName(field));
  const [only] = columns;
  if (columns.length > 1) return readMixed(events, columns.map(numberAt));
  if (only?.type === 'port') return readPorts(only.values, only.unknown);
  if (only?.type === 'number') return readValues(only.values);
  return (_, count, into) => into.fill(Number.NaN, 0, count);
}

/** A field of type ip or of a type of text, as ids of the store; 0 is unknown. */
export function idReader(field: FieldRef, events: EventRefs): Reader<Uint32Array> {
  const columns = columnsOf(events, columnName(field));
  const [only] = columns;
  if (columns.length > 1) return readMixed(events, columns.map(idAt));
  if (only?.type === 'ip' || only?.type === 'text') return readValues(only.values);
  return (_, count, into) => into.fill(0, 0, count);
}

/** As `idReader`, with one id for all values that are equal as the type compares them. */
export function classReader(
  field: FieldRef,
  events: EventRefs,
  type: FieldType,
  values: StoreValues,
): Reader<Uint32Array> {
  const read = idReader(field, events);
  if (type === 'ip') {
    const classes = values.addressClasses;
    if (classes === null) return read;
    return (refs, count, into) => {
      read(refs, count, into);
      for (let i = 0; i < count; i++) into[i] = classes[into[i]!]!;
    };
  }
  const form = textForm(type);
  if (form === 'cased') return read;
  const classes = values.classesOf(form);
  return (refs, count, into) => {
    read(refs, count, into);
    for (let i = 0; i < count; i++) into[i] = classes.of(into[i]!);
  };
}

function readPorts(ports: Uint16Array, unknown: Uint8Array | null): Reader<Float64Array> {
  if (unknown === null) return readValues(ports);
  return (refs, count, into) => {
    for (let i = 0; i < count; i++) {
      const row = refs[i]!;
      into[i] = unknown[row] === 1 ? Number.NaN : ports[row]!;
    }
  };
}

function readValues(column: Uint16Array | Uint32Array | Float64Array): Reader<Float64Array | Uint32Array> {
  return (refs, count, into) => {
    for (let i = 0; i < count; i++) into[i] = column[refs[i]!]!;
  };
}

function readMixed(
  events: EventRefs,
  valueAt: readonly ((row: number) => number)[],
): Reader<Float64Array | Uint32Array> {
  return (refs, count, into) => {
    for (let i = 0; i < count; i++) {
      const kind = kindOfRef(events, refs[i]!);
      into[i] = valueAt[kind]!(refs[i]! - events.starts[kind]!);
    }
  };
}

function numberAt(column: Column | null): (row: number) => number {
  if (column?.type === 'port') {
    const { values, unknown } = column;
    return (row) => (unknown?.[row] === 1 ? Number.NaN : values[row]!);
  }
  if (column?.type === 'number') return (row) => column.values[row]!;
  return () => Number.NaN;
}

function idAt(column: Column | null): (row: number) => number {
  return column?.type === 'ip' || column?.type === 'text' ? (row) => column.values[row]! : () => 0;
}
