import { BatchBuilder } from '../columns/batch-builder.ts';
import { EventPool } from '../columns/event-pool.ts';
import { originOf } from '../columns/event-view.ts';
import type { KindBuilder } from '../columns/kind-builder.ts';
import { fieldType, heldAs } from '../model/car-table.ts';
import type { Engine, Program } from '../model/engine.ts';
import { type EventKind, objectOf } from '../model/event-kind.ts';
import type { EventStore } from '../model/event-store.ts';
import type { MatchBatch } from '../model/match.ts';
import type { Micros } from '../model/time.ts';
import { type KindWant, NO_LIMITS } from '../model/want.ts';

/** An event as a person writes it in a case: addresses as text, times in microseconds, null or absent: unknown. */
export interface PlainEvent {
  readonly kind: EventKind;
  readonly time: Micros;
  readonly [field: string]: string | number | boolean | null;
}

export interface StoreShape {
  /** Into how many parts the events are cut, in order; the chunks of later parts are pooled first. */
  readonly parts?: number;
  readonly rowsPerBatch?: number;
}

/** The store of the events. The origin of event n (from 0) is record n + 1 of the input `events`. */
export function storeOf(events: readonly PlainEvent[], shape: StoreShape = {}): EventStore {
  const count = shape.parts ?? 1;
  const pool = new EventPool();
  const firsts = Array.from({ length: count }, (_, part) => Math.floor((part * events.length) / count));
  for (let part = count - 1; part >= 0; part--) {
    const inside = events.slice(firsts[part], firsts[part + 1] ?? events.length);
    const builder = new BatchBuilder(part, wantAll(inside), shape.rowsPerBatch ?? 7);
    for (const event of inside) {
      append(builder.kind(event.kind)!, event, builder.record);
      builder.kept();
      if (builder.full) pool.add(builder.take());
    }
    pool.add(builder.take());
  }
  return pool.seal(firsts.map((first) => ({ input: 'events', firstRecord: first + 1 })));
}

/** Which of the events that `storeOf` was given stands in a row. */
export function eventNumber(store: EventStore, kind: EventKind, row: number): number {
  return originOf(store, kind, row).record - 1;
}

/** A row of a program: the numbers of its events, in order. */
export interface PlainRow {
  readonly output: string;
  readonly events: readonly number[];
}

/** All rows of a program, in the engine's order. */
export async function rowsOf(
  engine: Engine,
  program: Program,
  store: EventStore,
): Promise<readonly PlainRow[]> {
  const rows: PlainRow[] = [];
  for await (const batch of engine.run(program, store))
    for (let row = 0; row < batch.count; row++)
      rows.push({ output: batch.output, events: numbersOf(batch, row, store) });
  return rows;
}

function numbersOf(batch: MatchBatch, row: number, store: EventStore): readonly number[] {
  return batch.columns.map(({ kinds, kindOf, rows }) =>
    eventNumber(store, kinds[kindOf?.[row] ?? 0]!, rows[row]!),
  );
}

function wantAll(events: readonly PlainEvent[]) {
  const kinds: Partial<Record<EventKind, KindWant>> = {};
  for (const { kind } of events) kinds[kind] = { fields: null, terms: null };
  return { kinds, limits: NO_LIMITS };
}

function append(builder: KindBuilder, { kind, time, ...fields }: PlainEvent, record: number): void {
  for (const [field, value] of Object.entries(fields))
    if (value !== null) setField(builder, kind, field, value);
  builder.commit(time, record);
}

function setField(
  builder: KindBuilder,
  kind: EventKind,
  field: string,
  value: string | number | boolean,
): void {
  const type = fieldType(objectOf(kind), field);
  if (type === null) throw new Error(`${kind} has no field ${field}`);
  const { row } = builder;
  switch (heldAs(type)) {
    case 'port':
      builder.port(field)!.set(row, Number(value));
      break;
    case 'ip': {
      const text = new TextEncoder().encode(String(value));
      const id = builder.addresses.internText(text, 0, text.length);
      if (id === 0) throw new Error(`${value} is no address`);
      builder.ip(field)!.values[row] = id;
      break;
    }
    case 'text':
      builder.text(field)!.values[row] = builder.texts.internString(String(value));
      break;
    case 'number':
      builder.number(field)!.values[row] = Number(value);
  }
}
