import type { Identify } from '../baseline/observe.ts';
import { addressOf } from '../columns/event-view.ts';
import type { Column } from '../model/batch.ts';
import type { EventKind } from '../model/event-kind.ts';
import type { EventStore, EventTable } from '../model/event-store.ts';

/** `client\nserver`. */
export function pairName(client: string, server: string): string {
  return `${client}\n${server}`;
}

/** Takes in the time of an event of a pair, client first. */
export type SeePair = (pair: string, micros: number) => void;

/** The events between wanted pairs of hosts, whichever is the source. */
export function eventsOfPairs(
  store: EventStore,
  pairs: ReadonlySet<string>,
  identify: Identify | null,
  seen: SeePair,
): EventStore {
  const addresses: (string | undefined)[] = [];
  const hosts = new Set([...pairs].flatMap((pair) => pair.split('\n')));
  const nameOf = (id: number, micros: number): string | null => {
    if (id === 0) return null;
    const address = addresses[id] ?? addressOf(store.addresses, id)!;
    addresses[id] = address;
    return identify?.(address, micros) ?? address;
  };
  const tables = new Map<EventKind, EventTable>();
  for (const [kind, table] of store.tables) {
    const [src, dest] = [table.fields.src_ip, table.fields.dest_ip];
    if (src?.type !== 'ip' || dest?.type !== 'ip') continue;
    const kept: number[] = [];
    for (let row = 0; row < table.count; row++) {
      const time = table.time[row]!;
      const from = nameOf(src.values[row]!, time);
      if (from === null || !hosts.has(from)) continue;
      const to = nameOf(dest.values[row]!, time);
      if (to === null) continue;
      const isForward = pairs.has(pairName(from, to));
      if (isForward) seen(pairName(from, to), time);
      if (isForward || pairs.has(pairName(to, from))) kept.push(row);
    }
    tables.set(kind, rowsOf(table, kept));
  }
  return { ...store, tables };
}

function rowsOf(table: EventTable, rows: readonly number[]): EventTable {
  return {
    kind: table.kind,
    count: rows.length,
    time: Float64Array.from(rows, (row) => table.time[row]!),
    record: Uint32Array.from(rows, (row) => table.record[row]!),
    part: (row) => table.part(rows[row]!),
    fields: Object.fromEntries(
      Object.entries(table.fields).map(([name, column]) => [name, columnOf(column, rows)]),
    ),
  };
}

function columnOf(column: Column, rows: readonly number[]): Column {
  switch (column.type) {
    case 'port':
      return {
        type: 'port',
        values: Uint16Array.from(rows, (row) => column.values[row]!),
        unknown: column.unknown === null ? null : Uint8Array.from(rows, (row) => column.unknown![row]!),
      };
    case 'number':
      return { type: 'number', values: Float64Array.from(rows, (row) => column.values[row]!) };
    default:
      return { type: column.type, values: Uint32Array.from(rows, (row) => column.values[row]!) };
  }
}
