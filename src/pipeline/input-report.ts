import type { HiddenCounts, ReadCounts } from '../model/batch.ts';
import type { EventKind } from '../model/event-kind.ts';
import type { Reject, RejectCode } from '../model/reject.ts';
import type { Micros } from '../model/time.ts';

/** What was found at one leaf: a plain file, or one member of an archive. */
export interface LeafInfo {
  /** Path within the archive; nested archives joined by `!`. */
  readonly member: string | null;
  /** What had to be unpacked, from without: `['gzip', 'tar']`, `['zstd (program)']`. */
  readonly packing: readonly string[];
  /** The source's name, null where none knows the bytes. */
  readonly source: string | null;
  /** What precisely it is: `conn.log, JSON lines`. */
  readonly what: string;
  readonly used: boolean;
  /** For what needs a mapping and was given none: one that may fit, null where none can be guessed. */
  readonly proposedMapping?: string | null;
}

/** What became of one leaf: grows while it is read. */
export interface InputReport extends LeafInfo {
  /** The input as the user gave it. */
  readonly path: string;
  counts: ReadCounts;
  rejects: Partial<Record<RejectCode, number>>;
  /** The first few, to be shown; once all is read, `part` is the place among the parts in order. */
  firstRejects: Reject[];
  /** Events kept, by kind. */
  events: Partial<Record<EventKind, number>>;
  /** Earliest and latest time of a kept event. */
  first: Micros | null;
  last: Micros | null;
  /** The last line had no end and could not be read yet. */
  unfinished: boolean;
  /** Payload that was sent is missing from it. */
  lacksPayload: boolean;
  notes: string[];
}

export const NO_COUNTS: ReadCounts = {
  records: 0,
  kept: 0,
  skipped: 0,
  unused: 0,
  rejected: 0,
  hidden: { since: 0, until: 0, hosts: 0, exclude: 0 },
};

export function addCounts(a: ReadCounts, b: ReadCounts): ReadCounts {
  return {
    records: a.records + b.records,
    kept: a.kept + b.kept,
    skipped: a.skipped + b.skipped,
    unused: a.unused + b.unused,
    rejected: a.rejected + b.rejected,
    hidden: addHidden(a.hidden, b.hidden),
  };
}

function addHidden(a: HiddenCounts, b: HiddenCounts): HiddenCounts {
  return {
    since: a.since + b.since,
    until: a.until + b.until,
    hosts: a.hosts + b.hosts,
    exclude: a.exclude + b.exclude,
  };
}
