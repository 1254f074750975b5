import type { ByteInput } from '../model/byte-input.ts';
import type { SourceBatch } from '../model/source.ts';
import { type ReadMessage, type ReadRequest, type ReadTools, readInput } from '../pipeline/read-input.ts';
import { sourcesFor } from '../sources/index.ts';
import { fileInput } from './file-input.ts';
import { nodeInflaters } from './inflaters.ts';

/** One piece of reading, plain enough to be handed to a thread. */
export type ReadTask =
  | { readonly kind: 'whole'; readonly file: string }
  /** A share of a plain file that begins and ends at line ends, whose format is known. */
  | {
      readonly kind: 'share';
      readonly file: string;
      readonly from: number;
      readonly to: number;
      readonly source: string;
      readonly state: string | null;
    };

/** What every task of a run is told. */
export interface TaskRequest extends ReadRequest {
  /** Where copies of inputs go that must be sought in. */
  readonly tempDir: string;
}

function toolsOf({ want, tempDir }: TaskRequest): ReadTools {
  return { sources: sourcesFor(want), inflaters: nodeInflaters(tempDir) };
}

/** Carries out a task, here and now. `onBytes` is told of the bytes read from the file, as they are. */
export async function* runTask(
  task: ReadTask,
  request: TaskRequest,
  onBytes: (bytes: number) => void,
): AsyncGenerator<ReadMessage> {
  const input = counted(fileInput(task.file), onBytes);
  if (task.kind === 'whole') yield* readInput(input, toolsOf(request), request);
  else for await (const batch of readShare(task, request, onBytes)) yield { type: 'batch', leaf: 0, batch };
}

/** Reads an input that is no file of its own (standard input, a pipe). */
export function runInput(
  input: ByteInput,
  request: TaskRequest,
  onBytes: (bytes: number) => void,
): AsyncGenerator<ReadMessage> {
  return readInput(counted(input, onBytes), toolsOf(request), request);
}

function readShare(
  task: ReadTask & { kind: 'share' },
  request: TaskRequest,
  onBytes: (bytes: number) => void,
): AsyncIterable<SourceBatch> {
  const source = sourcesFor(request.want).find((each) => each.name === task.source)!;
  const input = fileInput(task.file).slice!(task.from, task.to);
  return source.read(counted(input, onBytes), { ...request, part: 0, state: task.state });
}

function counted(input: ByteInput, onBytes: (bytes: number) => void): ByteInput {
  async function* stream() {
    for await (const chunk of input.stream()) {
      onBytes(chunk.length);
      yield chunk;
    }
  }
  const { slice } = input;
  return {
    size: input.size,
    stream,
    ...(slice === undefined
      ? {}
      : { slice: (from: number, to: number) => counted(slice(from, to), onBytes) }),
  };
}
