import type { Batch } from '../model/batch.ts';
import type { SourceBatch } from '../model/source.ts';
import { addCounts, type InputReport, type LeafInfo, NO_COUNTS } from '../pipeline/input-report.ts';
import { PartBook } from '../pipeline/part-book.ts';
import type { ReadMessage } from '../pipeline/read-input.ts';
import type { ResolvedInput } from './inputs.ts';
import { planReading } from './read-plan.ts';
import { runInput, runTask, type TaskRequest } from './read-task.ts';
import { ReadThreads } from './read-threads.ts';
import { ShareSequence } from './share-sequence.ts';

/** Below this many bytes in all, threads cost more than they bring. */
const THREADS_FROM_BYTES = 8 << 20;
const SHOWN_REJECTS = 20;

export interface ReadListener {
  /** Rows and rejects; `part` is a number of the reading's part book. */
  batch(batch: Batch): void;
  bytes(bytes: number): void;
}

export interface Reading {
  /** By input, then by member. */
  readonly reports: readonly InputReport[];
  readonly book: PartBook;
}

/**
 * Reads inputs, on threads where that pays. The listener is called in an order that may differ from run to run;
 * parts put it right.
 */
export async function readInputs(
  inputs: readonly ResolvedInput[],
  request: TaskRequest,
  jobs: number,
  listener: ReadListener,
): Promise<Reading> {
  const desk = new Desk(inputs, listener);
  const total = inputs.reduce((sum, input) => sum + (input.size ?? 0), 0);
  const plan = await planReading(
    inputs,
    request.mapping,
    request.want,
    total < THREADS_FROM_BYTES ? 1 : jobs,
  );
  if (plan.some((step) => step.kind === 'threads')) {
    const { want, mapping, tempDir } = request;
    const tasks = plan.reduce(
      (sum, step) => sum + (step.kind === 'threads' ? (step.shares?.length ?? 1) : 0),
      0,
    );
    const threads = new ReadThreads(Math.min(jobs, tasks), { want, mapping, tempDir }, listener.bytes);
    try {
      for (const step of plan) {
        if (step.kind !== 'threads') continue;
        if (step.shares === null)
          threads.run(
            { kind: 'whole', file: step.file },
            { message: desk.taker(step.input), done: () => {} },
          );
        else {
          desk.leaf(step.input, 0, step.info!);
          const taker = desk.taker(step.input);
          new ShareSequence(step.shares, threads, (share, message) => taker(message, share));
        }
      }
      await threads.finished;
    } finally {
      await threads.close();
    }
  }
  for (const step of plan) {
    if (step.kind !== 'here') continue;
    const { file, bytes } = inputs[step.input]!;
    const take = desk.taker(step.input);
    const messages =
      file === null
        ? runInput(bytes, request, listener.bytes)
        : runTask({ kind: 'whole', file }, request, listener.bytes);
    for await (const message of messages) take(message);
  }
  const reports = desk.reports();
  const { numberOf } = desk.book.close();
  for (const report of reports)
    report.firstRejects = report.firstRejects.map((reject) => ({ ...reject, part: numberOf(reject.part) }));
  return { reports, book: desk.book };
}

/** Where the messages of all tasks come in: it keeps the reports and gives batches their parts. */
class Desk {
  readonly book = new PartBook();
  private readonly inputs: readonly ResolvedInput[];
  private readonly listener: ReadListener;
  private readonly leaves: InputReport[][];
  private readonly parts = new Map<string, number>();

  constructor(inputs: readonly ResolvedInput[], listener: ReadListener) {
    this.inputs = inputs;
    this.listener = listener;
    this.leaves = inputs.map(() => []);
  }

  taker(input: number): (message: ReadMessage, share?: number) => void {
    return (message, share = 0) => {
      if (message.type === 'leaf') this.leaf(input, message.leaf, message.info);
      else this.batch(input, message.leaf, share, message.batch);
    };
  }

  leaf(input: number, leaf: number, info: LeafInfo): void {
    this.leaves[input]![leaf] = {
      ...info,
      path: this.inputs[input]!.name,
      counts: NO_COUNTS,
      rejects: {},
      firstRejects: [],
      events: {},
      first: null,
      last: null,
      unfinished: false,
      lacksPayload: false,
      notes: [],
    };
  }

  reports(): InputReport[] {
    return this.leaves.flat();
  }

  private batch(input: number, leaf: number, share: number, batch: SourceBatch): void {
    const report = this.leaves[input]![leaf]!;
    const part = this.part(input, leaf, share, report);
    this.book.addRecords(part, batch.counts.records);
    const rejects = batch.rejects.map((reject) => ({ ...reject, part }));
    report.counts = addCounts(report.counts, batch.counts);
    for (const reject of rejects) report.rejects[reject.code] = (report.rejects[reject.code] ?? 0) + 1;
    report.firstRejects.push(...rejects.slice(0, SHOWN_REJECTS - report.firstRejects.length));
    for (const { kind, count, time } of batch.events) {
      report.events[kind] = (report.events[kind] ?? 0) + count;
      for (let row = 0; row < count; row++) {
        const at = time[row]!;
        if (report.first === null || at < report.first) report.first = at;
        if (report.last === null || at > report.last) report.last = at;
      }
    }
    if (batch.end !== undefined) {
      report.unfinished = batch.end.unfinished;
      report.lacksPayload ||= batch.end.lacksPayload === true;
      report.notes.push(...batch.end.notes);
    }
    this.listener.batch({ part, events: batch.events, rejects, counts: batch.counts });
  }

  private part(input: number, leaf: number, share: number, report: InputReport): number {
    const key = `${input}/${leaf}/${share}`;
    let part = this.parts.get(key);
    if (part === undefined) {
      part = this.book.open({ input, leaf, share, path: report.path, member: report.member });
      this.parts.set(key, part);
    }
    return part;
  }
}
