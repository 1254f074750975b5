import { type CellText, type EventText, eventPrinter } from '../../columns/printer/event-printer.ts';
import type { PiecePrinter } from '../../columns/printer/piece-rows.ts';
import { actionOf, type EventKind } from '../../model/event-kind.ts';
import type { EventStore } from '../../model/event-store.ts';
import type { Part } from '../../model/origin.ts';
import type { EventShape } from '../../model/sink.ts';
import { JSON_STYLE } from './json-style.ts';

/** What of its kind an event says: nothing, its action, or its object and action. */
export type KindShown = 'nothing' | 'action' | 'object and action';

/**
 * `{"time":…,"src_ip":…,…,"origin":{"input":…,"member":…,"record":…}}`; what is unknown is absent.
 * @param before what stands before every event @param after what stands behind it
 */
export function jsonEvent(
  store: EventStore,
  kind: EventKind,
  shape: EventShape,
  shown: KindShown,
  before: string,
  after: string,
): PiecePrinter {
  const cells = ['time', ...shape.fields].map(
    (field): CellText => ({ field, before: `${JSON.stringify(field)}:`, after: ',', always: '' }),
  );
  const text: EventText = {
    start: before + startOf(kind, shape, shown),
    cells,
    origins: store.parts.map((part) => ({ before: `"origin":${originStart(part)}`, after: '}}' })),
    end: after,
  };
  return eventPrinter(store, kind, text, JSON_STYLE);
}

function startOf(kind: EventKind, shape: EventShape, shown: KindShown): string {
  const action = `"action":${JSON.stringify(actionOf(kind))},`;
  if (shown === 'nothing') return '{';
  return shown === 'action' ? `{${action}` : `{"object":${JSON.stringify(shape.object)},${action}`;
}

function originStart({ input, member }: Part): string {
  const named = member === undefined ? { input } : { input, member };
  return `${JSON.stringify(named).slice(0, -1)},"record":`;
}
