import { BatchBuilder } from '../../columns/batch-builder.ts';
import type { KindBuilder } from '../../columns/kind-builder.ts';
import type { Batch } from '../../model/batch.ts';
import type { Want } from '../../model/want.ts';
import { EventReader } from './event-reader.ts';
import { columnsOf, type Mapping } from './mapping.ts';
import { Row } from './row.ts';
import type { Fault } from './values.ts';

const BATCH_ROWS = 32_768;
/** Records after which a batch is taken though it is not full: also rows that were hidden take up memory. */
const BATCH_RECORDS = 1 << 18;

/** Turns records into the events of a mapping. */
export class RecordEvents {
  /** The columns of `row`, in order. */
  readonly columns: readonly string[];
  /** To be filled for every record. */
  readonly row: Row;
  readonly builder: BatchBuilder;
  private readonly readers: readonly EventReader[];
  private readonly kinds: readonly KindBuilder[];
  private readonly sound: EventReader[] = [];
  private takenAt = 0;

  constructor(mapping: Mapping, part: number, want: Want) {
    this.columns = columnsOf(mapping);
    const quote = mapping.table?.quote ?? null;
    this.row = new Row(this.columns.length, mapping.unset, quote === null ? '' : String.fromCharCode(quote));
    this.builder = new BatchBuilder(part, want, BATCH_ROWS);
    const columnOf = (name: string) => this.columns.indexOf(name);
    this.readers = mapping.events.map(
      (event) => new EventReader(event, this.builder.kind(event.kind), columnOf),
    );
    const kinds = mapping.events.map(({ kind }) => this.builder.kind(kind)).filter((kind) => kind !== null);
    this.kinds = [...new Set(kinds)];
  }

  /** Time to `take`: the next record may have more events than there is room for. */
  get full(): boolean {
    const { builder } = this;
    if (builder.full || builder.record - this.takenAt >= BATCH_RECORDS) return true;
    return this.kinds.some(({ row }) => row + this.readers.length > BATCH_ROWS);
  }

  take(): Batch {
    const batch = this.builder.take();
    this.takenAt = this.builder.record;
    for (const reader of this.readers) reader.beginBatch();
    return batch;
  }

  /**
   * Counts the record in `row`, with its events. One that nobody needs is not searched for mistakes; of one with
   * a mistake in any of its events, none is given.
   * @returns what is wrong with it, and then nothing is counted
   */
  add(): Fault | null {
    const { builder, row, sound } = this;
    sound.length = 0;
    let holds = false;
    for (const reader of this.readers) {
      if (!reader.holds(row)) continue;
      holds = true;
      if (!reader.mayWant(row)) continue;
      const fault = reader.read(row);
      if (fault !== null) return fault;
      sound.push(reader);
    }
    let stayed = false;
    for (const reader of sound) if (reader.write(builder.record)) stayed = true;
    if (stayed) builder.kept();
    else if (holds) builder.skipped();
    else builder.unused();
    return null;
  }
}
