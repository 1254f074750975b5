import type { Column } from '../model/batch.ts';
import type { EventKind } from '../model/event-kind.ts';
import type { EventStore, EventTable } from '../model/event-store.ts';
import type { MatchColumn } from '../model/match.ts';

/**
 * The events of a store that are of some kinds, under one numbering: the rows of the first kind from 0, then
 * those of the next. A number is called a ref; with one kind it is the row.
 */
export interface EventRefs {
  readonly kinds: readonly EventKind[];
  readonly tables: readonly EventTable[];
  /** The first ref of each kind. */
  readonly starts: readonly number[];
  readonly count: number;
}

/** Kinds that the store does not have give no refs. */
export function eventRefs(store: EventStore, kinds: readonly EventKind[]): EventRefs {
  const tables = kinds.map((kind) => store.tables.get(kind) ?? emptyTable(kind));
  const starts: number[] = [];
  let count = 0;
  for (const table of tables) {
    starts.push(count);
    count += table.count;
  }
  return { kinds, tables, starts, count };
}

function emptyTable(kind: EventKind): EventTable {
  return {
    kind,
    count: 0,
    time: new Float64Array(0),
    record: new Uint32Array(0),
    fields: {},
    part: () => 0,
  };
}

/** Which of the kinds an event is of. */
export function kindOfRef({ starts }: EventRefs, ref: number): number {
  let kind = starts.length - 1;
  while (starts[kind]! > ref) kind -= 1;
  return kind;
}

/** For each kind the column of that name, null where its table has none. */
export function columnsOf(refs: EventRefs, name: string): readonly (Column | null)[] {
  return refs.tables.map((table) =>
    name === 'time' ? { type: 'number', values: table.time } : (table.fields[name] ?? null),
  );
}

/** The times of all refs, in µs: the table's own column where there is one kind. */
export function refTimes({ tables, starts, count }: EventRefs): Float64Array {
  if (tables.length === 1) return tables[0]!.time;
  const times = new Float64Array(count);
  tables.forEach((table, kind) => {
    times.set(table.time.subarray(0, table.count), starts[kind]);
  });
  return times;
}

/** The first `count` refs as engines hand them out. The rows share the buffer of `values` where they can. */
export function matchColumn(name: string, refs: EventRefs, values: Uint32Array, count: number): MatchColumn {
  const rows = values.subarray(0, count);
  if (refs.kinds.length === 1) return { name, kinds: refs.kinds, kindOf: null, rows };
  const kindOf = Uint8Array.from(rows, (ref) => kindOfRef(refs, ref));
  return { name, kinds: refs.kinds, kindOf, rows: rows.map((ref, i) => ref - refs.starts[kindOf[i]!]!) };
}
