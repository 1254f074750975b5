import type { ByteInput } from '../../model/byte-input.ts';
import type { ReadOptions, SourceBatch } from '../../model/source.ts';
import { CsvRows } from './csv-rows.ts';
import { MAX_RECORD } from './limits.ts';
import type { Mapping, TableDialect } from './mapping.ts';
import { RecordEvents } from './record-events.ts';
import { LINE_FEED } from './text-bytes.ts';

/** Reads a table. At most one record's bytes are held beside the chunk that is read. */
export async function* readTable(
  input: ByteInput,
  mapping: Mapping,
  dialect: TableDialect,
  { part, want }: ReadOptions,
): AsyncGenerator<SourceBatch> {
  const events = new RecordEvents(mapping, part, want);
  const rows = new CsvRows(events, dialect);
  const pending = new Pending();
  let ended: 'tail' | 'end' = 'end';
  for await (const chunk of input.stream()) {
    if (rows.misfit) break;
    if (chunk.length === 0) continue;
    ended = chunk.at(-1) === LINE_FEED ? 'end' : 'tail';
    if (!chunk.includes(LINE_FEED) && pending.length + chunk.length < MAX_RECORD) pending.add(chunk);
    else {
      const bytes = pending.length === 0 ? chunk : pending.add(chunk);
      let at = 0;
      for (let more = true; more; ) {
        at = rows.read(bytes, at, null);
        more = events.full;
        if (more) yield events.take();
      }
      pending.keep(bytes.subarray(at));
    }
  }
  if (pending.length > 0) {
    const bytes = ended === 'tail' ? pending.add(Uint8Array.of(LINE_FEED)) : pending.bytes;
    for (let at = 0; at < bytes.length && !rows.misfit; ) {
      at = rows.read(bytes, at, ended);
      if (events.full) yield events.take();
    }
  }
  yield { ...events.take(), end: { state: '', unfinished: rows.unfinished, notes: [] } };
}

/** Bytes that are needed again with those that follow. */
class Pending {
  length = 0;
  private buffer = new Uint8Array(1 << 12);

  get bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  add(bytes: Uint8Array): Uint8Array {
    const length = this.length + bytes.length;
    if (length > this.buffer.length) {
      const bigger = new Uint8Array(2 * length);
      bigger.set(this.bytes);
      this.buffer = bigger;
    }
    this.buffer.set(bytes, this.length);
    this.length = length;
    return this.bytes;
  }

  /** Takes the place of what was held; it may be part of it. */
  keep(bytes: Uint8Array): void {
    const kept = bytes.length > this.buffer.length ? new Uint8Array(2 * bytes.length) : this.buffer;
    kept.set(bytes);
    this.buffer = kept;
    this.length = bytes.length;
  }
}
