import type { Column } from '../model/batch.ts';
import type { EventKind } from '../model/event-kind.ts';
import type { EventStore } from '../model/event-store.ts';
import { textOf } from './event-view.ts';

/** The rows of one kind, read field by field. A field that no row has is unknown in all. */
export class EventRows {
  readonly kind: EventKind;
  readonly count: number;
  private readonly store: EventStore;
  private readonly columns: Readonly<Record<string, Column>>;
  private readonly times: Float64Array;

  constructor(store: EventStore, kind: EventKind) {
    const table = store.tables.get(kind);
    this.kind = kind;
    this.store = store;
    this.count = table?.count ?? 0;
    this.columns = table?.fields ?? {};
    this.times = table?.time ?? new Float64Array(0);
  }

  time(row: number): number {
    return this.times[row]!;
  }

  /** The ids of addresses or texts by row, 0 where one is unknown; null where all are. */
  ids(field: string): Uint32Array | null {
    const column = this.columns[field];
    return column?.type === 'ip' || column?.type === 'text' ? column.values : null;
  }

  /** The id of an address or text; 0 where it is unknown. */
  id(field: string, row: number): number {
    const column = this.columns[field];
    return column?.type === 'ip' || column?.type === 'text' ? column.values[row]! : 0;
  }

  /** -1 where it is unknown. */
  port(field: string, row: number): number {
    const column = this.columns[field];
    return column?.type !== 'port' || column.unknown?.[row] === 1 ? -1 : column.values[row]!;
  }

  /** NaN where it is unknown. */
  number(field: string, row: number): number {
    const column = this.columns[field];
    return column?.type === 'number' ? column.values[row]! : Number.NaN;
  }

  text(field: string, row: number): string | undefined {
    return textOf(this.store.texts, this.id(field, row)) ?? undefined;
  }

  /** By time, then as they stand in the inputs. */
  readonly inOrder = (a: number, b: number): number =>
    this.time(a) - this.time(b) || this.part(a) - this.part(b) || this.record(a) - this.record(b) || a - b;

  part(row: number): number {
    return this.store.tables.get(this.kind)!.part(row);
  }

  record(row: number): number {
    return this.store.tables.get(this.kind)!.record[row]!;
  }
}
