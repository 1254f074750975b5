import { ADDRESS_BYTES } from '../model/address.ts';
import type { Batch, Column, EventColumns } from '../model/batch.ts';
import type { EventKind } from '../model/event-kind.ts';
import type { EventStore, EventTable } from '../model/event-store.ts';
import type { Part } from '../model/origin.ts';
import { AddressDictionary } from './address-dictionary.ts';
import { TextDictionary } from './text-dictionary.ts';

/** Rows of one kind from one part. */
export interface Chunk {
  readonly part: number;
  readonly columns: EventColumns;
}

/** Gathers the events of batches, in any order, and seals them into a store. */
export class EventPool {
  private chunks = new Map<EventKind, Chunk[]>();
  private heldBytes = 0;

  /** Bytes of the rows and dictionaries held. */
  get held(): number {
    return this.heldBytes;
  }

  add(batch: Batch): void {
    for (const columns of batch.events) this.addChunk({ part: batch.part, columns });
  }

  addChunk(chunk: Chunk): void {
    const { kind } = chunk.columns;
    const chunks = this.chunks.get(kind);
    if (chunks === undefined) this.chunks.set(kind, [chunk]);
    else chunks.push(chunk);
    this.heldBytes += bytesOf(chunk.columns);
  }

  /**
   * The store of all that was added; the pool is empty afterwards. `parts` are in the order that origins sort
   * in; `numberOf` gives a chunk's place among them. Works column by column and lets go of each
   * chunk's column as soon as it is copied, so that little more than the rows themselves is ever held.
   */
  seal(parts: readonly Part[], numberOf: (part: number) => number = (part) => part): EventStore {
    const addresses = new AddressDictionary();
    const texts = new TextDictionary();
    const tables = new Map<EventKind, EventTable>();
    for (const [kind, chunks] of this.chunks)
      tables.set(kind, sealTable(kind, chunks, numberOf, addresses, texts));
    this.chunks = new Map();
    this.heldBytes = 0;
    return { tables, addresses: addresses.snapshot(), texts: texts.snapshot(), parts };
  }

  /** What was added, handed over one by one; the pool is empty afterwards. */
  *drain(): Generator<Chunk> {
    const all = this.chunks;
    this.chunks = new Map();
    this.heldBytes = 0;
    for (const chunks of all.values()) {
      chunks.reverse();
      for (let chunk = chunks.pop(); chunk !== undefined; chunk = chunks.pop()) yield chunk;
    }
  }
}

function bytesOf(columns: EventColumns): number {
  let bytes = columns.time.byteLength + columns.record.byteLength;
  for (const column of Object.values(columns.fields)) bytes += column.values.byteLength;
  return (
    bytes +
    columns.addresses.bytes.byteLength +
    columns.texts.bytes.byteLength +
    columns.texts.ends.byteLength
  );
}

function sealTable(
  kind: EventKind,
  chunks: readonly Chunk[],
  numberOf: (part: number) => number,
  addresses: AddressDictionary,
  texts: TextDictionary,
): EventTable {
  const starts = new Float64Array(chunks.length + 1);
  const parts = new Uint32Array(chunks.length);
  const names = new Set<string>();
  chunks.forEach(({ part, columns }, i) => {
    starts[i + 1] = starts[i]! + columns.count;
    parts[i] = numberOf(part);
    renumber(columns, addresses, texts);
    for (const name of Object.keys(columns.fields)) names.add(name);
  });
  const count = starts[chunks.length]!;
  const open = chunks.map(({ columns }) => ({
    ...columns,
    fields: { ...columns.fields } as Record<string, Column>,
  }));
  const fields: Record<string, Column> = {};
  for (const name of names) {
    fields[name] = joinColumns(
      open.map((chunk) => chunk.fields[name]),
      starts,
    );
    for (const chunk of open) delete chunk.fields[name];
  }
  const time = new Float64Array(count);
  const record = new Uint32Array(count);
  open.forEach((chunk, i) => {
    time.set(chunk.time.subarray(0, chunk.count), starts[i]);
    record.set(chunk.record.subarray(0, chunk.count), starts[i]);
  });
  return { kind, count, time, record, fields, part: (row) => parts[chunkOf(starts, row)]! };
}

/** Ids of the chunk's own dictionaries become ids of the common ones, in place. */
function renumber(columns: EventColumns, addresses: AddressDictionary, texts: TextDictionary): void {
  const addressIds = new Uint32Array(columns.addresses.count + 1);
  for (let id = 1; id <= columns.addresses.count; id++) {
    const scope = columns.addresses.scopes?.get(id);
    addressIds[id] =
      scope === undefined
        ? addresses.intern(columns.addresses.bytes, ADDRESS_BYTES * id)
        : addresses.internScoped(columns.addresses.bytes, ADDRESS_BYTES * id, scope);
  }
  const textIds = new Uint32Array(columns.texts.count + 1);
  for (let id = 1; id <= columns.texts.count; id++)
    textIds[id] = texts.intern(columns.texts.bytes, columns.texts.ends[id - 1]!, columns.texts.ends[id]!);
  for (const column of Object.values(columns.fields)) {
    if (column.type !== 'ip' && column.type !== 'text') continue;
    const ids = column.type === 'ip' ? addressIds : textIds;
    for (let row = 0; row < columns.count; row++) column.values[row] = ids[column.values[row]!]!;
  }
}

function joinColumns(columns: readonly (Column | undefined)[], starts: Float64Array): Column {
  const count = starts[columns.length]!;
  const type = columns.find((column) => column !== undefined)!.type;
  if (type === 'number') {
    const values = new Float64Array(count).fill(Number.NaN);
    columns.forEach((column, i) => {
      if (column?.type === type) values.set(column.values, starts[i]);
    });
    return { type, values };
  }
  if (type === 'ip' || type === 'text') {
    const values = new Uint32Array(count);
    columns.forEach((column, i) => {
      if (column?.type === type) values.set(column.values, starts[i]);
    });
    return { type, values };
  }
  const values = new Uint16Array(count);
  const known = columns.every((column) => column?.type === 'port' && column.unknown === null);
  const unknown = known ? null : new Uint8Array(count);
  columns.forEach((column, i) => {
    if (column?.type !== 'port') unknown?.fill(1, starts[i], starts[i + 1]);
    else {
      values.set(column.values, starts[i]);
      if (column.unknown !== null) unknown?.set(column.unknown, starts[i]);
    }
  });
  return { type, values, unknown };
}

function chunkOf(starts: Float64Array, row: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}
