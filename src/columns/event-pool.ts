import { ADDRESS_BYTES } from '../model/address.ts';
import type { AddressTable, Batch, EventColumns, TextTable } from '../model/batch.ts';
import type { EventKind } from '../model/event-kind.ts';
import type { EventStore, EventTable } from '../model/event-store.ts';
import type { Part } from '../model/origin.ts';
import { AddressDictionary } from './address-dictionary.ts';
import { type Chunk, type Selection, sealTable } from './seal-table.ts';
import { TextDictionary } from './text-dictionary.ts';

/**
 * Gathers the events of batches, in any order, and seals them into stores. It takes the batches over: their ids
 * become those of its own dictionaries, in place.
 */
export class EventPool {
  private chunks = new Map<EventKind, TimedChunk[]>();
  private addresses = new AddressDictionary();
  private texts = new TextDictionary();
  private rowBytes = 0;
  private tables: { readonly addresses: AddressTable; readonly texts: TextTable } | null = null;

  /** Bytes of the rows and dictionaries held. */
  get held(): number {
    return this.rowBytes + this.addresses.held + this.texts.held;
  }

  /** How many events it holds. */
  get rows(): number {
    let rows = 0;
    for (const chunks of this.chunks.values()) for (const { columns } of chunks) rows += columns.count;
    return rows;
  }

  /** The earliest and the latest time of all events; infinite, the wrong way round, where there are none. */
  get times(): { readonly first: number; readonly last: number } {
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    for (const chunks of this.chunks.values())
      for (const chunk of chunks) {
        first = Math.min(first, chunk.first);
        last = Math.max(last, chunk.last);
      }
    return { first, last };
  }

  add(batch: Batch): void {
    for (const columns of batch.events) this.addChunk({ part: batch.part, columns });
  }

  addChunk({ part, columns }: Chunk): void {
    const { kind } = columns;
    this.renumber(columns);
    const timed = { part, columns: { ...columns, ...NO_TABLES }, ...timesOf(columns) };
    const chunks = this.chunks.get(kind);
    if (chunks === undefined) this.chunks.set(kind, [timed]);
    else chunks.push(timed);
    this.rowBytes += bytesOf(columns);
  }

  /** How many events lie in each of `buckets` stretches of `width` µs, the first of which begins at `from`. */
  countByTime(from: number, width: number, buckets: number): Uint32Array {
    const counts = new Uint32Array(buckets);
    for (const chunks of this.chunks.values())
      for (const { columns } of chunks)
        for (let row = 0; row < columns.count; row++)
          counts[Math.floor((columns.time[row]! - from) / width)]! += 1;
    return counts;
  }

  /**
   * The store of all that was added; the pool is empty afterwards. `parts` are in the order that origins sort
   * in; `numberOf` gives a chunk's place among them.
   */
  seal(parts: readonly Part[], numberOf: (part: number) => number = (part) => part): EventStore {
    const store = this.store((chunk) => ({ ...chunk, rows: null }), parts, numberOf);
    this.clear();
    return store;
  }

  /** The store of the events whose time lies in [from, to); the pool keeps all that it has. */
  sealSpan(parts: readonly Part[], numberOf: (part: number) => number, from: number, to: number): EventStore {
    const select = (chunk: TimedChunk): Selection | null => {
      if (chunk.last < from || chunk.first >= to) return null;
      const rows = chunk.first >= from && chunk.last < to ? null : rowsWithin(chunk.columns, from, to);
      return { ...chunk, rows };
    };
    return this.store(select, parts, numberOf);
  }

  /** Lets go of what lies before `time`, as far as nothing of its batch comes later. */
  dropBefore(time: number): void {
    for (const [kind, chunks] of this.chunks) {
      const left = chunks.filter(({ last }) => last >= time);
      for (const { last, columns } of chunks) if (last < time) this.rowBytes -= bytesOf(columns);
      this.chunks.set(kind, left);
    }
  }

  /** What was added, handed over one by one; the pool is empty afterwards. */
  *drain(): Generator<Chunk> {
    const all = this.chunks;
    const tables = this.dictionaries();
    this.clear();
    for (const chunks of all.values()) {
      chunks.reverse();
      for (let chunk = chunks.pop(); chunk !== undefined; chunk = chunks.pop())
        yield { part: chunk.part, columns: { ...chunk.columns, ...tables } };
    }
  }

  /** What was added, handed over as one chunk for each kind and part; the pool is empty afterwards. */
  *drainParts(): Generator<Chunk> {
    const all = this.chunks;
    const tables = this.dictionaries();
    this.clear();
    for (const [kind, chunks] of all) {
      const byPart = new Map<number, TimedChunk[]>();
      for (const chunk of chunks) {
        const those = byPart.get(chunk.part);
        if (those === undefined) byPart.set(chunk.part, [chunk]);
        else those.push(chunk);
      }
      for (const [part, those] of byPart) {
        const selections = those.map((chunk): Selection => ({ ...chunk, rows: null }));
        const { count, time, record, fields } = sealTable(kind, selections, (one) => one);
        yield { part, columns: { kind, count, time, record, fields, ...tables } };
      }
    }
  }

  private store(
    select: (chunk: TimedChunk) => Selection | null,
    parts: readonly Part[],
    numberOf: (part: number) => number,
  ): EventStore {
    const tables = new Map<EventKind, EventTable>();
    for (const [kind, chunks] of this.chunks) {
      const selections = chunks.map(select).filter((selection) => selection !== null);
      if (selections.length > 0) tables.set(kind, sealTable(kind, selections, numberOf));
    }
    return { tables, ...this.dictionaries(), parts };
  }

  private dictionaries(): { readonly addresses: AddressTable; readonly texts: TextTable } {
    this.tables ??= { addresses: this.addresses.snapshot(), texts: this.texts.snapshot() };
    return this.tables;
  }

  private clear(): void {
    this.chunks = new Map();
    this.addresses = new AddressDictionary();
    this.texts = new TextDictionary();
    this.tables = null;
    this.rowBytes = 0;
  }

  private renumber({ count, fields, addresses, texts }: EventColumns): void {
    this.tables = null;
    const ids = { ip: this.addressIds(addresses), text: this.textIds(texts) };
    for (const column of Object.values(fields)) {
      if (column.type !== 'ip' && column.type !== 'text') continue;
      const { values } = column;
      const common = ids[column.type];
      for (let row = 0; row < count; row++) values[row] = common[values[row]!]!;
    }
  }

  private addressIds({ count, bytes, scopes }: AddressTable): Uint32Array {
    const ids = new Uint32Array(count + 1);
    for (let id = 1; id <= count; id++) {
      const scope = scopes?.get(id);
      ids[id] =
        scope === undefined
          ? this.addresses.intern(bytes, ADDRESS_BYTES * id)
          : this.addresses.internScoped(bytes, ADDRESS_BYTES * id, scope);
    }
    return ids;
  }

  private textIds({ count, bytes, ends }: TextTable): Uint32Array {
    const ids = new Uint32Array(count + 1);
    for (let id = 1; id <= count; id++) ids[id] = this.texts.intern(bytes, ends[id - 1]!, ends[id]!);
    return ids;
  }
}

const NO_TABLES = { addresses: new AddressDictionary().snapshot(), texts: new TextDictionary().snapshot() };

interface TimedChunk extends Chunk {
  readonly first: number;
  readonly last: number;
}

function timesOf({ time, count }: EventColumns): { readonly first: number; readonly last: number } {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < count; row++) {
    const each = time[row]!;
    if (each < first) first = each;
    if (each > last) last = each;
  }
  return { first, last };
}

function rowsWithin({ time, count }: EventColumns, from: number, to: number): Uint32Array {
  const rows = new Uint32Array(count);
  let size = 0;
  for (let row = 0; row < count; row++) {
    rows[size] = row;
    size += time[row]! >= from && time[row]! < to ? 1 : 0;
  }
  return rows.subarray(0, size);
}

function bytesOf(columns: EventColumns): number {
  let bytes = columns.time.byteLength + columns.record.byteLength;
  for (const column of Object.values(columns.fields)) bytes += column.values.byteLength;
  return bytes;
}
