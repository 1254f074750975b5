import { addressOf, textOf } from '../columns/event-view.ts';
import type { EventColumns, ReadCounts } from '../model/batch.ts';
import type { ByteInput } from '../model/byte-input.ts';
import type { EventKind } from '../model/event-kind.ts';
import type { RejectCode } from '../model/reject.ts';
import type { Source } from '../model/source.ts';
import type { Want } from '../model/want.ts';

/** An event as a source gave it: fields that are unknown are absent. */
export interface ReadEvent {
  readonly kind: EventKind;
  /** The number of its record, from 1. */
  readonly record: number;
  readonly time: number;
  readonly fields: Readonly<Record<string, string | number>>;
}

export interface ReadReject {
  /** From 1; null where the whole input is meant. */
  readonly record: number | null;
  readonly code: RejectCode;
  readonly detail: string;
}

/** All that came of reading an input. */
export interface Reading {
  readonly events: readonly ReadEvent[];
  readonly rejects: readonly ReadReject[];
  readonly counts: ReadCounts;
  readonly state: string;
  readonly unfinished: boolean;
}

/** How the bytes are handed over. */
export interface ReadingShape {
  /** Bytes a chunk. */
  readonly chunk?: number;
  /** Where in its buffer a chunk begins: views that do not lie on whole words. */
  readonly shift?: number;
  readonly state?: string | null;
  readonly mapping?: string | null;
}

/** Reads bytes to the end. The buffer of the chunks is used again and spoilt, as real ones are. */
export async function readAllOf(
  source: Source,
  bytes: Uint8Array,
  want: Want,
  shape: ReadingShape = {},
): Promise<Reading> {
  const { chunk = 1 << 20, shift = 0, state = null, mapping = null } = shape;
  const events: ReadEvent[] = [];
  const rejects: ReadReject[] = [];
  const counts = { records: 0, kept: 0, skipped: 0, unused: 0, rejected: 0 };
  const hidden = { since: 0, until: 0, hosts: 0, exclude: 0 };
  let end: Reading | null = null;
  const options = { part: 0, want, state, mapping };
  for await (const batch of source.read(chunked(bytes, chunk, shift), options)) {
    if (end !== null) throw new Error('a batch came after the last');
    for (const columns of batch.events)
      for (let row = 0; row < columns.count; row++) events.push(eventOf(columns, row));
    for (const { record, code, detail } of batch.rejects)
      rejects.push({ record: record === null ? null : record + 1, code, detail });
    for (const name of Object.keys(counts) as (keyof typeof counts)[]) counts[name] += batch.counts[name];
    for (const name of Object.keys(hidden) as (keyof typeof hidden)[])
      hidden[name] += batch.counts.hidden[name];
    if (batch.end !== undefined) end = { events, rejects, counts: { ...counts, hidden }, ...batch.end };
  }
  if (end === null) throw new Error('no batch was the last');
  return end;
}

function chunked(bytes: Uint8Array, chunk: number, shift: number): ByteInput {
  async function* stream() {
    const buffer = new Uint8Array(shift + Math.min(chunk, bytes.length));
    for (let at = 0; at < bytes.length; at += chunk) {
      const piece = bytes.subarray(at, at + chunk);
      buffer.set(piece, shift);
      yield buffer.subarray(shift, shift + piece.length);
      buffer.fill(0x0a);
    }
  }
  return { size: bytes.length, stream };
}

function eventOf(columns: EventColumns, row: number): ReadEvent {
  const fields: Record<string, string | number> = {};
  for (const name of Object.keys(columns.fields).sort()) {
    const value = valueAt(columns, name, row);
    if (value !== null) fields[name] = value;
  }
  return { kind: columns.kind, record: columns.record[row]! + 1, time: columns.time[row]!, fields };
}

function valueAt({ fields, addresses, texts }: EventColumns, name: string, row: number) {
  const column = fields[name]!;
  switch (column.type) {
    case 'port':
      return column.unknown?.[row] === 1 ? null : column.values[row]!;
    case 'ip':
      return addressOf(addresses, column.values[row]!);
    case 'text':
      return textOf(texts, column.values[row]!);
    case 'number':
      return Number.isNaN(column.values[row]!) ? null : column.values[row]!;
  }
}
