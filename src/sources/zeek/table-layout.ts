import { fourTimes } from '../../bytes/words.ts';
import { SLOT, TEXT_SLOTS } from './conn-columns.ts';
import type { Header } from './header.ts';

export const PROTO = 0;
export const SRC_PORT = 1;
export const DEST_PORT = 2;

/** How the rows under a header of conn.log are read. */
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
}

const encoder = new TextEncoder();

/** @param header one that names all columns that are needed */
export function tableLayout(header: Header & { readonly fields: readonly string[] }): TableLayout {
  const { fields, separator } = header;
  const columns: TableColumn[] = [];
  let next = 0;
  fields.forEach((name, column) => {
    const slot = (SLOT as Readonly<Record<string, number>>)[name];
    if (slot === undefined || fields.indexOf(name) !== column) return;
    columns.push({ slot, gap: column - next, isText: TEXT_SLOTS.includes(slot) });
    next = column + 1;
  });
  const stops = [
    { stop: PROTO, column: fields.indexOf('proto') },
    { stop: SRC_PORT, column: fields.indexOf('id.orig_p') },
    { stop: DEST_PORT, column: fields.indexOf('id.resp_p') },
  ].sort((a, b) => a.column - b.column);
  return {
    separator,
    pattern: fourTimes(separator),
    unset: encoder.encode(header.unset),
    empty: encoder.encode(header.empty),
    width: fields.length,
    columns,
    rest: fields.length - next,
    stops: Uint8Array.from(stops, ({ stop }) => stop),
    gaps: Uint16Array.from(stops, ({ column }, i) => (i === 0 ? column : column - stops[i - 1]!.column - 1)),
  };
}
