import { parentPort, workerData } from 'node:worker_threads';
import type { Batch, Column } from '../model/batch.ts';
import type { ReadMessage } from '../pipeline/read-input.ts';
import { type ReadTask, runTask, type TaskRequest } from './read-task.ts';

/** What a reading thread sends: messages of its task, bytes read, and how the task ended. */
export type FromReader =
  | { readonly type: 'message'; readonly message: ReadMessage }
  | { readonly type: 'bytes'; readonly bytes: number }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly error: string };

/** What it is sent: a task, or leave to go on after a message was taken in. */
export type ToReader = { readonly type: 'task'; readonly task: ReadTask } | { readonly type: 'taken' };

const MESSAGES_UNDER_WAY = 4;
const BYTES_A_REPORT = 8 << 20;

const port = parentPort!;
const request = workerData as TaskRequest;
let underWay = 0;
let goOn: (() => void) | null = null;

port.on('message', (message: ToReader) => {
  if (message.type === 'task') void carryOut(message.task);
  else {
    underWay -= 1;
    goOn?.();
  }
});

async function carryOut(task: ReadTask): Promise<void> {
  let unreported = 0;
  const report = (bytes: number, least: number) => {
    unreported += bytes;
    if (unreported <= least) return;
    send({ type: 'bytes', bytes: unreported });
    unreported = 0;
  };
  try {
    for await (const message of runTask(task, request, (bytes) => report(bytes, BYTES_A_REPORT))) {
      while (underWay >= MESSAGES_UNDER_WAY) await new Promise<void>((resolve) => (goOn = resolve));
      underWay += 1;
      send({ type: 'message', message }, message.type === 'batch' ? buffersOf(message.batch) : []);
    }
    report(0, 0);
    send({ type: 'done' });
  } catch (error) {
    send({ type: 'failed', error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

function send(message: FromReader, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

/** The buffers of a batch, each once: they move to the other thread instead of being copied. */
function buffersOf(batch: Batch): ArrayBuffer[] {
  const buffers = new Set<ArrayBufferLike>();
  for (const columns of batch.events) {
    buffers.add(columns.time.buffer).add(columns.record.buffer);
    buffers
      .add(columns.addresses.bytes.buffer)
      .add(columns.texts.bytes.buffer)
      .add(columns.texts.ends.buffer);
    for (const column of Object.values(columns.fields)) addColumn(buffers, column);
  }
  return [...buffers] as ArrayBuffer[];
}

function addColumn(buffers: Set<ArrayBufferLike>, column: Column): void {
  buffers.add(column.values.buffer);
  if (column.type === 'port' && column.unknown !== null) buffers.add(column.unknown.buffer);
}
