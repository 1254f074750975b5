import type { ByteInput } from '../model/byte-input.ts';
import type { ContainerFault } from './container-fault.ts';

/**
 * What unpacking needs of the machine it runs on. The streams throw a `ContainerFault` where the packed bytes
 * are damaged or cut short, after all that could be unpacked before.
 */
export interface Inflaters {
  /** All members of a gzip file; zero bytes behind the last are no fault. */
  gunzip(input: ByteInput): AsyncIterable<Uint8Array>;
  /** All frames of a zstd file. */
  unzstd(input: ByteInput): AsyncIterable<Uint8Array>;
  /** By what `unzstd` does it: `zstd program`. */
  readonly zstd: string;
  /** Copies an input to a place where it can seek. */
  spool(input: ByteInput): Promise<Spooled>;
}

export interface Spooled {
  /** Can seek and knows its size. */
  readonly input: ByteInput;
  /** Why the copy is not complete. */
  readonly fault: ContainerFault | null;
  remove(): void;
}
