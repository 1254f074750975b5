import { Worker } from 'node:worker_threads';
import type { ReadMessage } from '../pipeline/read-input.ts';
import type { ReadTask, TaskRequest } from './read-task.ts';
import type { FromWorker, ToWorker } from './read-worker.ts';

/** Hears what a task gives; the last call says that it is complete. */
export interface TaskListener {
  message(message: ReadMessage): void;
  done(): void;
}

/** Threads that carry out reading tasks, each one task at a time, in the order in which they were asked for. */
export class ReadThreads {
  private readonly idle: Worker[] = [];
  private readonly all: Worker[] = [];
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
    for (let i = 0; i < threads; i++) {
      const worker = new Worker(new URL('./read-worker.js', import.meta.url), { workerData: request });
      worker.on('error', (error) => this.fail(error as Error));
      this.all.push(worker);
      this.idle.push(worker);
    }
  }

  /** Takes a task on. `first` puts it before those that wait. */
  run(task: ReadTask, listener: TaskListener, first = false): void {
    if (first) this.waiting.unshift({ task, listener });
    else this.waiting.push({ task, listener });
    this.next();
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((worker) => worker.terminate()));
  }

  private next(): void {
    while (this.failure === null && this.idle.length > 0 && this.waiting.length > 0) {
      const worker = this.idle.pop()!;
      const { task, listener } = this.waiting.shift()!;
      this.running += 1;
      const onMessage = (from: FromWorker) => {
        if (from.type === 'bytes') this.onBytes(from.bytes);
        else if (from.type === 'message') {
          listener.message(from.message);
          worker.postMessage({ type: 'taken' } satisfies ToWorker);
        } else {
          worker.off('message', onMessage);
          if (from.type === 'failed') this.fail(new Error(from.error));
          else this.complete(worker, listener);
        }
      };
      worker.on('message', onMessage);
      worker.postMessage({ type: 'task', task } satisfies ToWorker);
    }
  }

  private complete(worker: Worker, listener: TaskListener): void {
    this.running -= 1;
    this.idle.push(worker);
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
