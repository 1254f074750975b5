import { fieldPrinter } from '../../columns/printer/field-printer.ts';
import type { PiecePrinter } from '../../columns/printer/piece-rows.ts';
import { actionOf, type EventKind } from '../../model/event-kind.ts';
import type { EventStore } from '../../model/event-store.ts';
import type { Part } from '../../model/origin.ts';
import type { EventShape } from '../../model/sink.ts';
import { JSON_STYLE, jsonKey } from './json-style.ts';

const COMMA = 0x2c;
const CLOSE = 0x7d;
const encoder = new TextEncoder();

/** What of its kind an event says: nothing, its action, or its object and action. */
export type KindShown = 'nothing' | 'action' | 'object and action';

/** `{"time":…,"src_ip":…,…,"origin":{"input":…,"member":…,"record":…}}`; what is unknown is absent. */
export function jsonEvent(
  store: EventStore,
  kind: EventKind,
  shape: EventShape,
  shown: KindShown,
): PiecePrinter {
  const table = store.tables.get(kind);
  if (table === undefined)
    return () => {
      throw new Error(`no rows of ${kind}`);
    };
  const members = ['time', ...shape.fields].flatMap((field) => {
    const print = fieldPrinter(store, kind, field, JSON_STYLE);
    return print === null ? [] : [{ key: jsonKey(field), print }];
  });
  const start = encoder.encode(startOf(kind, shape, shown));
  const originKey = encoder.encode('"origin":');
  const origins = store.parts.map((part) => encoder.encode(originStart(part)));
  return (row, out) => {
    out.append(start);
    for (const { key, print } of members) {
      const before = out.length;
      out.append(key);
      if (print(row, out)) out.byte(COMMA);
      else out.length = before;
    }
    const part = table.part(row);
    out.append(originKey);
    out.append(origins[part]!);
    out.number(store.parts[part]!.firstRecord + table.record[row]!);
    out.byte(CLOSE);
    out.byte(CLOSE);
  };
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
