import { fourTimes } from '../../bytes/words.ts';
import { SLOT, TEXT_SLOTS } from './conn-columns.ts';
import type { Header } from './header.ts';

export const PROTO = 0;
export const SRC_PORT = 1;
export const DEST_PORT = 2;

/** How the rows under a header are read. */
export interface TableLayout {
  readonly separator: number;
  /** The separator as the word search wants it. */
  readonly pattern: number;
  readonly unset: Uint8Array;
  readonly empty: Uint8Array;
  /** How many columns a row has. */
  readonly width: number;
  /** The columns that are read, in the order in which they stand. */
  readonly columns: readonly TableColumn[];
  /** Columns after the last of them. */
  readonly rest: number;
}

/** How the rows under a header of conn.log are read. */
export interface ConnLayout extends TableLayout {
  /** The three columns that decide whether a row is read at all, in the order in which they stand. */
  readonly stops: Uint8Array;
  /** Separators to pass before each of them, counted from the one before. */
  readonly gaps: Uint16Array;
}

export interface TableColumn {
  readonly slot: number;
  /** Columns that nobody reads between the one before and this one. */
  readonly gap: number;
  /** Whether it is kept as text. */
  readonly isText: boolean;
  /** Whether it counts as set whatever it holds. */
  readonly isAlwaysSet: boolean;
}

const encoder = new TextEncoder();

/** A header that names columns. */
type FieldsHeader = Header & { readonly fields: readonly string[] };

/** @param slots by the names of columns @param texts the slots of what is kept as text */
export function tableLayout(
  header: FieldsHeader,
  slots: Readonly<Record<string, number>>,
  texts: readonly number[],
): TableLayout {
  const { fields, separator } = header;
  const columns: TableColumn[] = [];
  let next = 0;
  fields.forEach((name, column) => {
    if (!Object.hasOwn(slots, name) || fields.indexOf(name) !== column) return;
    const slot = slots[name]!;
    columns.push({
      slot,
      gap: column - next,
      isText: texts.includes(slot),
      isAlwaysSet: name === 'proto',
    });
    next = column + 1;
  });
  return {
    separator,
    pattern: fourTimes(separator),
    unset: encoder.encode(header.unset),
    empty: encoder.encode(header.empty),
    width: fields.length,
    columns,
    rest: fields.length - next,
  };
}

/** @param header one that names all columns that are needed */
export function connLayout(header: FieldsHeader): ConnLayout {
  const { fields } = header;
  const stops = [
    { stop: PROTO, column: fields.indexOf('proto') },
    { stop: SRC_PORT, column: fields.indexOf('id.orig_p') },
    { stop: DEST_PORT, column: fields.indexOf('id.resp_p') },
  ].sort((a, b) => a.column - b.column);
  return {
    ...tableLayout(header, SLOT, TEXT_SLOTS),
    stops: Uint8Array.from(stops, ({ stop }) => stop),
    gaps: Uint16Array.from(stops, ({ column }, i) => (i === 0 ? column : column - stops[i - 1]!.column - 1)),
  };
}
