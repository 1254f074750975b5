import type { ByteInput } from '../model/byte-input.ts';

/** An input that can be streamed as often as one likes, and so can seek: by reading what lies before. */
export function restartable(size: number | null, open: () => AsyncIterable<Uint8Array>): ByteInput {
  return { size, stream: open, slice: (from, to) => restartable(null, () => stretch(open(), from, to)) };
}

/** An input that lies in memory. */
export function memoryInput(bytes: Uint8Array): ByteInput {
  return {
    size: bytes.length,
    async *stream() {
      if (bytes.length > 0) yield bytes;
    },
    slice: (from, to) => memoryInput(bytes.subarray(from, to)),
  };
}

async function* stretch(chunks: AsyncIterable<Uint8Array>, from: number, to: number) {
  let at = 0;
  for await (const chunk of chunks) {
    const piece = chunk.subarray(Math.max(0, from - at), Math.max(0, to - at));
    if (piece.length > 0) yield piece;
    at += chunk.length;
    if (at >= to) return;
  }
}

/** All bytes of an input that is known to be small. */
export async function readAll(input: ByteInput): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of input.stream()) chunks.push(chunk.slice());
  return concat(chunks);
}

export function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
