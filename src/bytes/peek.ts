import type { ByteInput } from '../model/byte-input.ts';
import { ContainerFault } from './container-fault.ts';
import { concat } from './restartable.ts';

export interface Peeked {
  /** The first bytes: as many as were asked for, or all where the input (or what can be had of it) is shorter. */
  readonly head: Uint8Array;
  /** Gives all bytes, the head included; once only where the input that was peeked into cannot seek. */
  readonly input: ByteInput;
  /** Lets go of the input, however far it was read. */
  close(): Promise<void>;
}

/** Looks at the beginning of an input. A `ContainerFault` is left to whoever reads the bytes. */
export async function peek(input: ByteInput, bytes = 1 << 16): Promise<Peeked> {
  if (input.slice !== undefined) {
    const { kept, last } = await firstChunks(input.slice(0, bytes).stream()[Symbol.asyncIterator](), bytes);
    return { head: concat([...kept, last]).subarray(0, bytes), input, close: async () => {} };
  }
  const chunks = input.stream()[Symbol.asyncIterator]();
  const { kept, last, end } = await firstChunks(chunks, bytes);
  const close = async () => void (await chunks.return?.());
  async function* stream() {
    try {
      if (kept.length > 0) yield concat(kept);
      if (last.length > 0) yield last;
      if (end instanceof ContainerFault) throw end;
      if (end !== null) return;
      for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
    } finally {
      await close();
    }
  }
  const head = concat([...kept, last]).slice(0, bytes);
  return { head, input: { size: input.size, stream }, close };
}

interface FirstChunks {
  /** Copies. */
  readonly kept: readonly Uint8Array[];
  /** The chunk after them, which is valid as long as no other is asked for. */
  readonly last: Uint8Array;
  /** How the input ended, null where it goes on. */
  readonly end: ContainerFault | 'end' | null;
}

async function firstChunks(chunks: AsyncIterator<Uint8Array>, bytes: number): Promise<FirstChunks> {
  const kept: Uint8Array[] = [];
  let last = new Uint8Array(0);
  for (let length = 0; length < bytes; length += last.length) {
    if (last.length > 0) kept.push(last.slice());
    last = new Uint8Array(0);
    try {
      const next = await chunks.next();
      if (next.done === true) return { kept, last, end: 'end' };
      last = next.value as Uint8Array<ArrayBuffer>;
    } catch (error) {
      if (!(error instanceof ContainerFault)) throw error;
      return { kept, last, end: error };
    }
  }
  return { kept, last, end: null };
}
