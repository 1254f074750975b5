import type { ByteInput } from '../model/byte-input.ts';

/** A Blob or File, as a browser hands it over. */
export function blobInput(blob: Blob): ByteInput {
  async function* stream(): AsyncGenerator<Uint8Array> {
    const reader = blob.stream().getReader();
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
    } finally {
      await reader.cancel();
    }
  }
  return { size: blob.size, stream, slice: (from, to) => blobInput(blob.slice(from, to)) };
}
