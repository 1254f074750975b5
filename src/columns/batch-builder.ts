import type { Batch, EventColumns } from '../model/batch.ts';
import type { EventKind } from '../model/event-kind.ts';
import type { Reject, RejectCode } from '../model/reject.ts';
import type { Want } from '../model/want.ts';
import { KindBuilder } from './kind-builder.ts';

const BATCH_ROWS = 32_768;

/**
 * Builds the batches of one part. For every record a source says once what became of it, through `kept`,
 * `skipped`, `unused` or `reject`; `record` is the number of the next one.
 */
export class BatchBuilder {
  readonly part: number;
  /** The number within the part of the record being read, from 0. */
  record = 0;
  private readonly want: Want;
  private readonly rows: number;
  private readonly builders: KindBuilder[] = [];
  private rejects: Reject[] = [];
  private keptRecords = 0;
  private skippedRecords = 0;
  private unusedRecords = 0;
  private rejectedRecords = 0;

  constructor(part: number, want: Want, rows = BATCH_ROWS) {
    this.part = part;
    this.want = want;
    this.rows = rows;
  }

  /** The builder of a kind; null where the run does not want the kind. */
  kind(kind: EventKind): KindBuilder | null {
    const known = this.builders.find((builder) => builder.kind === kind);
    if (known !== undefined) return known;
    const { kinds, limits } = this.want;
    const kindWant = kinds[kind];
    if (kindWant === undefined) return null;
    const builder = new KindBuilder(kind, kindWant, limits, this.rows);
    this.builders.push(builder);
    return builder;
  }

  /** Time to `take`: a kind has no room for another row, or rejects have gathered. */
  get full(): boolean {
    if (this.rejects.length >= 4096) return true;
    for (const builder of this.builders) if (builder.full) return true;
    return false;
  }

  /** For so many more rows every kind has room. */
  get room(): number {
    let room = this.rows;
    for (const builder of this.builders) room = Math.min(room, this.rows - builder.row);
    return room;
  }

  kept(): void {
    this.keptRecords += 1;
    this.record += 1;
  }

  /** Many at once, where a scanner counts for itself. */
  keptMany(records: number): void {
    this.keptRecords += records;
    this.record += records;
  }

  skipped(): void {
    this.skippedRecords += 1;
    this.record += 1;
  }

  skippedMany(records: number): void {
    this.skippedRecords += records;
    this.record += records;
  }

  unused(): void {
    this.unusedRecords += 1;
    this.record += 1;
  }

  unusedMany(records: number): void {
    this.unusedRecords += records;
    this.record += records;
  }

  reject(code: RejectCode, detail: string): void {
    this.rejects.push({ code, part: this.part, record: this.record, detail });
    this.rejectedRecords += 1;
    this.record += 1;
  }

  /** A fault of the input as a whole: no record is counted for it. */
  rejectInput(code: RejectCode, detail: string): void {
    this.rejects.push({ code, part: this.part, record: null, detail });
  }

  /** What gathered since the last time; begins anew. Writers of columns are void after it. */
  take(): Batch {
    const hidden = { since: 0, until: 0, hosts: 0, exclude: 0 };
    const events: EventColumns[] = [];
    for (const builder of this.builders) {
      const rows = builder.take();
      if (rows !== null) events.push(rows);
      for (const limit of Object.keys(hidden) as (keyof typeof hidden)[]) {
        hidden[limit] += builder.hidden[limit];
        builder.hidden[limit] = 0;
      }
    }
    const counts = {
      records: this.keptRecords + this.skippedRecords + this.unusedRecords + this.rejectedRecords,
      kept: this.keptRecords,
      skipped: this.skippedRecords,
      unused: this.unusedRecords,
      rejected: this.rejectedRecords,
      hidden,
    };
    const batch: Batch = { part: this.part, events, rejects: this.rejects, counts };
    this.rejects = [];
    this.keptRecords = this.skippedRecords = this.unusedRecords = this.rejectedRecords = 0;
    return batch;
  }
}
