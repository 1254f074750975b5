import { fourTimes } from '../../bytes/words.ts';
import { SLOT } from './conn-columns.ts';
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
  /** The slot of each column of the table; -1 for those that nobody reads. */
  readonly slots: Int8Array;
  /** The three columns that decide whether a row is read at all, in the order in which they stand. */
  readonly stops: Uint8Array;
  /** Separators to pass before each of them, counted from the one before. */
  readonly gaps: Uint16Array;
}

const encoder = new TextEncoder();

/** @param header one that names all columns that are needed */
export function tableLayout(header: Header & { readonly fields: readonly string[] }): TableLayout {
  const { fields, separator } = header;
  const slots = Int8Array.from(fields, (name, column) =>
    fields.indexOf(name) === column ? ((SLOT as Record<string, number>)[name] ?? -1) : -1,
  );
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
    slots,
    stops: Uint8Array.from(stops, ({ stop }) => stop),
    gaps: Uint16Array.from(stops, ({ column }, i) => (i === 0 ? column : column - stops[i - 1]!.column - 1)),
  };
}
