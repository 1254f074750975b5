import type { ByteInput } from '../model/byte-input.ts';

/**
 * The same input in chunks of `size` bytes, the last one shorter: for what is dear to begin and cheap to go on
 * with. What was read before a fault comes before the fault.
 */
export function gathered(input: ByteInput, size: number): ByteInput {
  return { ...input, stream: () => gather(input.stream(), size) };
}

async function* gather(chunks: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(size);
  let filled = 0;
  let fault: { readonly error: unknown } | null = null;
  try {
    for await (const chunk of chunks)
      for (let at = 0; at < chunk.length; ) {
        const piece = chunk.subarray(at, at + size - filled);
        buffer.set(piece, filled);
        filled += piece.length;
        at += piece.length;
        if (filled < size) continue;
        filled = 0;
        yield buffer;
      }
  } catch (error) {
    fault = { error };
  }
  if (filled > 0) yield buffer.subarray(0, filled);
  if (fault !== null) throw fault.error;
}
