import { Worker } from 'node:worker_threads';
import { type ReadTask, runTask, type TaskRequest } from './read-task.ts';
import type { FromReader, ToReader } from './read-worker.ts';

/** Where one reading task at a time is carried out. */
export interface Lane {
  /** `tell` hears what comes of the task, until it is done or failed. */
  run(task: ReadTask, tell: (from: FromReader) => void): void;
  close(): Promise<void>;
}

/** A thread of its own. @param onError hears of what ends the thread itself */
export function workerLane(request: TaskRequest, onError: (error: Error) => void): Lane {
  const worker = new Worker(new URL('./read-worker.js', import.meta.url), { workerData: request });
  worker.on('error', (error) => onError(error as Error));
  const send = (message: ToReader) => worker.postMessage(message);
  return {
    run(task, tell) {
      const onMessage = (from: FromReader) => {
        if (from.type === 'done' || from.type === 'failed') worker.off('message', onMessage);
        tell(from);
        if (from.type === 'message') send({ type: 'taken' });
      };
      worker.on('message', onMessage);
      send({ type: 'task', task });
    },
    async close() {
      await worker.terminate();
    },
  };
}

/** This thread, which reads while it waits for the others: it needs neither to be started nor to be told. */
export function ownLane(request: TaskRequest): Lane {
  return {
    run: (task, tell) => void carryOut(task, request, tell),
    close: () => Promise.resolve(),
  };
}

async function carryOut(
  task: ReadTask,
  request: TaskRequest,
  tell: (from: FromReader) => void,
): Promise<void> {
  try {
    // Whoever asked goes on first.
    await new Promise((resolve) => setImmediate(resolve));
    for await (const message of runTask(task, request, (bytes) => tell({ type: 'bytes', bytes })))
      tell({ type: 'message', message });
    tell({ type: 'done' });
  } catch (error) {
    tell({ type: 'failed', error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
