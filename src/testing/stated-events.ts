import { BatchBuilder } from '../columns/batch-builder.ts';
import { EventPool } from '../columns/event-pool.ts';
import type { KindBuilder } from '../columns/kind-builder.ts';
import type { Batch } from '../model/batch.ts';
import { fieldType, heldAs } from '../model/car-table.ts';
import { type EventKind, objectOf } from '../model/event-kind.ts';
import type { EventStore } from '../model/event-store.ts';
import type { Part } from '../model/origin.ts';
import { NO_LIMITS } from '../model/want.ts';

/** An event as a test states it; times in microseconds, `record` from 0. */
export interface StatedEvent {
  readonly kind: EventKind;
  readonly time: number;
  readonly part?: number;
  readonly record?: number;
  readonly fields: Readonly<Record<string, string | number | boolean | Uint8Array | undefined>>;
}

const encoder = new TextEncoder();

/** A store of the events, each kind's in the order stated, made the way sources and runs make it. */
export function storeOf(events: readonly StatedEvent[], parts: readonly Part[]): EventStore {
  const pool = new EventPool();
  for (const batch of batchesOf(events)) pool.add(batch);
  return pool.seal(parts);
}

/** The events as sources would hand them over, at most so many rows of a kind at a time. */
export function* batchesOf(events: readonly StatedEvent[], most = 1024): Generator<Batch> {
  const kinds = Object.fromEntries(events.map((event) => [event.kind, { fields: null, terms: null }]));
  let builder: BatchBuilder | null = null;
  for (const [i, event] of events.entries()) {
    const part = event.part ?? 0;
    if (builder !== null && (builder.part !== part || builder.full)) {
      yield builder.take();
      if (builder.part !== part) builder = null;
    }
    builder ??= new BatchBuilder(part, { kinds, limits: NO_LIMITS }, most);
    const rows = builder.kind(event.kind)!;
    for (const [field, value] of Object.entries(event.fields))
      if (value !== undefined) setField(rows, field, value);
    rows.commit(event.time, event.record ?? i);
    builder.kept();
  }
  if (builder !== null) yield builder.take();
}

function setField(rows: KindBuilder, field: string, value: string | number | boolean | Uint8Array): void {
  const bytes = value instanceof Uint8Array ? value : encoder.encode(String(value));
  switch (heldAs(fieldType(objectOf(rows.kind), field)!)) {
    case 'port':
      rows.port(field)!.set(rows.row, Number(value));
      break;
    case 'ip':
      rows.ip(field)!.values[rows.row] = rows.addresses.internText(bytes, 0, bytes.length);
      break;
    case 'text':
      rows.text(field)!.values[rows.row] = rows.texts.intern(bytes, 0, bytes.length);
      break;
    case 'number':
      rows.number(field)!.values[rows.row] = Number(value);
  }
}
