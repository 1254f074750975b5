import { textOf } from '../columns/event-view.ts';
import { formatAddress } from '../model/address.ts';
import type { EventColumns, ReadCounts } from '../model/batch.ts';
import type { EventKind } from '../model/event-kind.ts';
import type { Reject } from '../model/reject.ts';
import type { Source } from '../model/source.ts';
import { NO_LIMITS, type Want } from '../model/want.ts';

export type ReadRow = Readonly<Record<string, string | number>>;

export interface ReadResult {
  readonly rows: ReadonlyMap<EventKind, readonly ReadRow[]>;
  readonly rejects: readonly Reject[];
  readonly counts: Omit<ReadCounts, 'hidden'>;
  readonly notes: readonly string[];
}

/** A want for every event of these kinds with all of their fields. */
export function wantOf(...kinds: readonly EventKind[]): Want {
  const wanted = Object.fromEntries(kinds.map((kind) => [kind, { fields: null, terms: null }]));
  return { kinds: wanted, limits: NO_LIMITS };
}

/**
 * Reads bytes with a source and gives its rows as plain records: `time`, `record` (from 0), and the fields.
 * @param chunk bytes handed over at a time, in a buffer that is used again
 */
export async function readWith(
  source: Source,
  bytes: Uint8Array,
  want: Want,
  chunk = 1 << 20,
): Promise<ReadResult> {
  async function* stream() {
    const buffer = new Uint8Array(chunk);
    for (let at = 0; at < bytes.length; at += chunk) {
      const piece = bytes.subarray(at, at + chunk);
      buffer.set(piece);
      yield buffer.subarray(0, piece.length);
      buffer.fill(0xee);
    }
  }
  const rows = new Map<EventKind, ReadRow[]>();
  const rejects: Reject[] = [];
  const counts = { records: 0, kept: 0, skipped: 0, unused: 0, rejected: 0 };
  let notes: readonly string[] | null = null;
  const options = { part: 0, want, state: null, mapping: null };
  for await (const batch of source.read({ size: bytes.length, stream }, options)) {
    for (const columns of batch.events) {
      const known = rows.get(columns.kind) ?? [];
      for (let row = 0; row < columns.count; row++) known.push(rowOf(columns, row));
      rows.set(columns.kind, known);
    }
    rejects.push(...batch.rejects);
    for (const name of Object.keys(counts) as (keyof typeof counts)[]) counts[name] += batch.counts[name];
    if (notes !== null) throw new Error('a batch came after the last');
    notes = batch.end?.notes ?? null;
  }
  if (notes === null) throw new Error('no batch was the last');
  return { rows, rejects, counts, notes };
}

/** The flow/start rows of a capture as lines: microseconds, source, port, destination, port, frame from 1. */
export async function flowLines(source: Source, bytes: Uint8Array, chunk?: number): Promise<string[]> {
  const { rows } = await readWith(source, bytes, wantOf('flow/start'), chunk);
  return (rows.get('flow/start') ?? []).map(
    ({ time, src_ip, src_port, dest_ip, dest_port, record }) =>
      `${time},${src_ip},${src_port},${dest_ip},${dest_port},${Number(record) + 1}`,
  );
}

function rowOf({ time, record, fields, addresses, texts }: EventColumns, row: number): ReadRow {
  const plain: Record<string, string | number> = { time: time[row]!, record: record[row]! };
  for (const [name, column] of Object.entries(fields)) {
    if (column.type === 'port') {
      if (column.unknown?.[row] !== 1) plain[name] = column.values[row]!;
    } else if (column.type === 'ip') {
      if (column.values[row] !== 0) plain[name] = formatAddress(addresses.bytes, 16 * column.values[row]!);
    } else if (column.type === 'text') {
      const text = textOf(texts, column.values[row]!);
      if (text !== null) plain[name] = text;
    } else if (!Number.isNaN(column.values[row]!)) plain[name] = column.values[row]!;
  }
  return plain;
}
