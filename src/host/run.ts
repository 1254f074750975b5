import type { Batch } from '../model/batch.ts';
import type { Part } from '../model/origin.ts';
import type { Want } from '../model/want.ts';
import type { InputReport } from '../pipeline/input-report.ts';
import { KeptEvents, type Stretch } from '../pipeline/kept-events.ts';
import type { ResolvedInput } from './inputs.ts';
import { readInputs } from './read-inputs.ts';
import { SpillFolder } from './spill-folder.ts';

export interface RunRequest {
  readonly inputs: readonly ResolvedInput[];
  readonly want: Want;
  /** How far apart in µs the events of one row can lie; infinite where nothing bounds it. */
  readonly reach: number;
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

/** Reads all inputs and keeps what the run wants of them, within the user's memory. */
export async function readAll(request: RunRequest): Promise<Run> {
  let folder: SpillFolder | null = null;
  const close = () => folder?.remove();
  process.once('exit', close);
  const kept = new KeptEvents(request.memoryBytes, request.reach, () => {
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
    const { parts, numberOf } = book.close();
    return {
      reports,
      parts,
      spilled: kept.hasSpilled,
      beyondMemory: kept.isBeyondMemory,
      stretches: () => kept.stretches(parts, numberOf),
      close: () => {
        process.off('exit', close);
        close();
      },
    };
  } catch (error) {
    process.off('exit', close);
    close();
    throw error;
  }
}

function progressOf({ inputs, onProgress }: RunRequest) {
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
