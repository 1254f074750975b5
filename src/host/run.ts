import type { Chunk } from '../columns/seal-table.ts';
import type { Batch } from '../model/batch.ts';
import type { EventStore } from '../model/event-store.ts';
import type { Part } from '../model/origin.ts';
import type { Want } from '../model/want.ts';
import type { InputReport } from '../pipeline/input-report.ts';
import { KeptEvents, type Stretch } from '../pipeline/kept-events.ts';
import { type Grouping, KeptGroups } from '../pipeline/kept-groups.ts';
import type { SpillSpace } from '../pipeline/spill-space.ts';
import type { ResolvedInput } from './inputs.ts';
import { readInputs } from './read-inputs.ts';
import { SpillFolder } from './spill-folder.ts';

export interface RunRequest extends KeepRequest {
  /** How far apart in µs the events of one row can lie; infinite where nothing bounds it. */
  readonly reach: number;
}

export interface GroupRequest extends KeepRequest {
  readonly grouping: Grouping;
}

interface KeepRequest {
  readonly inputs: readonly ResolvedInput[];
  readonly want: Want;
  readonly jobs: number;
  readonly memoryBytes: number;
  /** The folder in which rows beyond memory get a folder of their own. */
  readonly tempDir: string;
  /** The text of the user's mapping file. */
  readonly mapping: string | null;
  readonly onProgress?: (progress: Progress) => void;
  /** Sees every batch before it is kept. */
  readonly onBatch?: (batch: Batch) => void;
}

export interface Progress {
  readonly bytes: number;
  /** Null where an input's size is not known. */
  readonly totalBytes: number | null;
  readonly records: number;
}

/** What was read, and the events of it, stretch by stretch. Close it in any case. */
export interface Run {
  readonly reports: readonly InputReport[];
  readonly parts: readonly Part[];
  /** Whether rows went to disk. */
  readonly spilled: boolean;
  /** Whether more rows are held than memory allows: the analytics set no bound on time. */
  readonly beyondMemory: boolean;
  stretches(): Iterable<Stretch>;
  close(): void;
}

/** What was read, and the events of it, by what has to be looked at together. Close it in any case. */
export interface GroupRun {
  readonly reports: readonly InputReport[];
  readonly parts: readonly Part[];
  /** Whether rows went to disk. */
  readonly spilled: boolean;
  /** Whether a group alone took more than memory allows, as far as `stores` has come. */
  beyondMemory(): boolean;
  stores(): Iterable<EventStore>;
  close(): void;
}

/** Reads all inputs and keeps what the run wants of them, within the user's memory. */
export async function readAll(request: RunRequest): Promise<Run> {
  const { memoryBytes, reach } = request;
  const { kept, reports, parts, numberOf, close } = await keep(
    request,
    (space) => new KeptEvents(memoryBytes, reach, space),
  );
  return {
    reports,
    parts,
    spilled: kept.hasSpilled,
    beyondMemory: kept.isBeyondMemory,
    stretches: () => kept.stretches(parts, numberOf),
    close,
  };
}

/** The same, to be looked at group by group, however far apart in time the events of a group lie. */
export async function readGroups(request: GroupRequest): Promise<GroupRun> {
  const { memoryBytes, grouping } = request;
  const { kept, reports, parts, numberOf, close } = await keep(
    request,
    (space) => new KeptGroups(memoryBytes, grouping, space),
  );
  return {
    reports,
    parts,
    spilled: kept.hasSpilled,
    beyondMemory: () => kept.isBeyondMemory,
    stores: () => kept.stores(parts, numberOf),
    close,
  };
}

interface Keeping<Kept> {
  readonly kept: Kept;
  readonly reports: readonly InputReport[];
  readonly parts: readonly Part[];
  readonly numberOf: (part: number) => number;
  readonly close: () => void;
}

async function keep<Kept extends { add(batch: Batch): void }>(
  request: KeepRequest,
  open: (space: () => SpillSpace) => Kept,
): Promise<Keeping<Kept>> {
  let folder: SpillFolder<Chunk> | null = null;
  const remove = () => folder?.remove();
  process.once('exit', remove);
  const close = () => {
    process.off('exit', remove);
    remove();
  };
  const kept = open(() => {
    folder = new SpillFolder(request.tempDir);
    return folder;
  });
  const progress = progressOf(request);
  try {
    const { reports, book } = await readInputs(request.inputs, request, request.jobs, {
      batch: (batch) => {
        request.onBatch?.(batch);
        kept.add(batch);
        progress.records(batch.counts.records);
      },
      bytes: progress.bytes,
    });
    return { kept, reports, ...book.close(), close };
  } catch (error) {
    close();
    throw error;
  }
}

function progressOf({ inputs, onProgress }: KeepRequest) {
  const sizes = inputs.map((input) => input.size);
  const totalBytes = sizes.includes(null) ? null : sizes.reduce<number>((sum, size) => sum + size!, 0);
  let bytes = 0;
  let records = 0;
  const tell = () => onProgress?.({ bytes, totalBytes, records });
  return {
    bytes: (more: number) => {
      bytes += more;
      tell();
    },
    records: (more: number) => {
      records += more;
      tell();
    },
  };
}
