import type { ReadMessage } from '../pipeline/read-input.ts';
import { type Lane, ownLane, workerLane } from './read-lane.ts';
import type { ReadTask, TaskRequest } from './read-task.ts';

/** Hears what a task gives; the last call says that it is complete. */
export interface TaskListener {
  message(message: ReadMessage): void;
  done(): void;
}

/**
 * Threads that carry out reading tasks, each one task at a time, in the order in which they were asked for. This
 * thread is one of them.
 */
export class ReadThreads {
  private readonly idle: Lane[];
  private readonly all: readonly Lane[];
  private readonly waiting: { readonly task: ReadTask; readonly listener: TaskListener }[] = [];
  private running = 0;
  private failure: Error | null = null;
  private readonly settled: { resolve(): void; reject(error: Error): void };
  /** Resolves when every task is complete; rejects when a thread fails. */
  readonly finished: Promise<void>;
  private readonly onBytes: (bytes: number) => void;

  constructor(threads: number, request: TaskRequest, onBytes: (bytes: number) => void) {
    this.onBytes = onBytes;
    let settled!: { resolve(): void; reject(error: Error): void };
    this.finished = new Promise<void>((resolve, reject) => {
      settled = { resolve, reject };
    });
    this.settled = settled;
    const others = Array.from({ length: threads - 1 }, () =>
      workerLane(request, (error) => this.fail(error)),
    );
    this.all = [...others, ownLane(request)];
    this.idle = [...this.all];
  }

  /** Takes a task on. `first` puts it before those that wait. */
  run(task: ReadTask, listener: TaskListener, first = false): void {
    if (first) this.waiting.unshift({ task, listener });
    else this.waiting.push({ task, listener });
    this.next();
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((lane) => lane.close()));
  }

  private next(): void {
    while (this.failure === null && this.idle.length > 0 && this.waiting.length > 0) {
      const lane = this.idle.pop()!;
      const { task, listener } = this.waiting.shift()!;
      this.running += 1;
      lane.run(task, (from) => {
        if (from.type === 'bytes') this.onBytes(from.bytes);
        else if (from.type === 'message') listener.message(from.message);
        else if (from.type === 'failed') this.fail(new Error(from.error));
        else this.complete(lane, listener);
      });
    }
  }

  private complete(lane: Lane, listener: TaskListener): void {
    this.running -= 1;
    this.idle.push(lane);
    try {
      listener.done();
    } catch (error) {
      this.fail(error as Error);
      return;
    }
    this.next();
    if (this.running === 0 && this.waiting.length === 0) this.settled.resolve();
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.settled.reject(error);
  }
}
