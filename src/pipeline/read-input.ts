import { ContainerFault } from '../bytes/container-fault.ts';
import { peek } from '../bytes/peek.ts';
import { type Inflaters, type Member, unpack } from '../bytes/unpack.ts';
import type { ByteInput } from '../model/byte-input.ts';
import type { Source, SourceBatch } from '../model/source.ts';
import type { Want } from '../model/want.ts';
import { rejectedInput } from './fault-batch.ts';
import type { LeafInfo } from './input-report.ts';
import { recognise } from './recognise.ts';

export interface ReadTools {
  readonly sources: readonly Source[];
  readonly inflaters: Inflaters;
}

export interface ReadRequest {
  readonly want: Want;
  /** The text of the user's mapping file. */
  readonly mapping: string | null;
}

/** What reading an input gives, in order: each leaf, then its batches, whose `part` is the leaf's index. */
export type ReadMessage =
  | { readonly type: 'leaf'; readonly leaf: number; readonly info: LeafInfo }
  | { readonly type: 'batch'; readonly leaf: number; readonly batch: SourceBatch };

const UNREADABLE = { source: null, what: 'unreadable', used: true };

/** Reads an input with all that is packed in it. What cannot be read becomes rejects; only bugs throw. */
export async function* readInput(
  input: ByteInput,
  tools: ReadTools,
  request: ReadRequest,
): AsyncGenerator<ReadMessage> {
  let leaf = 0;
  for await (const member of unpack(input, tools.inflaters)) {
    if ('reject' in member) {
      const { code, detail } = member.reject;
      const { packing } = member;
      const info = { member: member.member, packing, source: null, what: 'damaged', used: true };
      yield { type: 'leaf', leaf, info };
      yield { type: 'batch', leaf, batch: rejectedInput(leaf, code, detail) };
    } else yield* readLeaf(member, leaf, tools, request);
    leaf += 1;
  }
}

async function* readLeaf(
  { bytes, member, packing }: Member & { readonly bytes: ByteInput },
  leaf: number,
  tools: ReadTools,
  request: ReadRequest,
): AsyncGenerator<ReadMessage> {
  let fault: ContainerFault | null = null;
  const guarded: ByteInput = { size: bytes.size, stream: () => untilFault(bytes, (seen) => (fault = seen)) };
  const { head, input, close } = await peek(guarded);
  try {
    const { source, ...info } =
      head.length === 0 && fault !== null ? UNREADABLE : recognise(head, tools.sources, request.mapping);
    yield { type: 'leaf', leaf, info: { member, packing, source: source?.name ?? null, ...info } };
    if (source !== null && info.used) {
      const options = { part: leaf, want: request.want, state: null, mapping: request.mapping };
      for await (const batch of source.read(input, options)) yield { type: 'batch', leaf, batch };
    } else if (source === null && info.used && fault === null)
      yield { type: 'batch', leaf, batch: rejectedInput(leaf, 'not-recognised', info.what) };
  } finally {
    await close();
  }
  if (fault !== null) {
    const { code, detail } = fault as ContainerFault;
    yield { type: 'batch', leaf, batch: rejectedInput(leaf, code, detail) };
  }
}

/** The bytes up to the place where their container is damaged. */
async function* untilFault(
  bytes: ByteInput,
  onFault: (fault: ContainerFault) => void,
): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes.stream();
  } catch (error) {
    if (!(error instanceof ContainerFault)) throw error;
    onFault(error);
  }
}
