import type { FileEntry } from '@zip.js/zip.js/lib/zip-core-reader.js';
import { ContainerFault } from './container-fault.ts';
import { PASSWORD, wrongPassword } from './zip-crypto.ts';

/** The content of a member in the AES encryption of WinZip, decrypted and unpacked by zip.js. */
export async function* aesContent(entry: FileEntry): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const failure = entry.getData(writable, { password: PASSWORD, useWebWorkers: false }).then(
    () => null,
    (error: unknown) => error,
  );
  try {
    for await (const chunk of readable) yield chunk;
  } catch {
    // The same error comes out of `failure`.
  }
  const error = await failure;
  if (error === null) return;
  const reason = error instanceof Error ? error.message : String(error);
  throw reason === 'Invalid password' ? wrongPassword() : new ContainerFault('damaged-container', reason);
}
