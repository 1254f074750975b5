import type { CarObject } from '../model/car-table.ts';

/**
 * One event of a row: its object, and the names that lead to it from the set that the row belongs to, outermost
 * first: `rpc`, `rpc_mapper` for the mapper's flow in a row of `rpc`.
 */
export interface RowEvent {
  readonly names: readonly string[];
  readonly object: CarObject;
}

/** A set that a text has made: its place in the IR, and the events of its rows. */
export interface KnownSet {
  readonly name: string;
  readonly index: number;
  readonly row: readonly RowEvent[];
}

/** The row of a search. */
export function searchRow(name: string, object: CarObject): readonly RowEvent[] {
  return [{ names: [name], object }];
}

/** The row of a filter: that of the set it filters, under the filter's name. */
export function filterRow(name: string, from: KnownSet): readonly RowEvent[] {
  return from.row.map(({ names, object }) => ({ names: [name, ...names.slice(1)], object }));
}

/** The row of a join: those of its sets, one after the other, each under its set's name. */
export function joinRow(name: string, from: readonly KnownSet[]): readonly RowEvent[] {
  return from.flatMap((set) => set.row.map(({ names, object }) => ({ names: [name, ...names], object })));
}

/** What a condition of a join sees: the rows of its sets side by side. */
export function rowsBeside(from: readonly KnownSet[]): readonly RowEvent[] {
  return from.flatMap((set) => set.row);
}
