import type { ByteInput } from '../model/byte-input.ts';
import type { ContainerFault } from './container-fault.ts';

/** What a container holds: bytes, or the reason why they cannot be had. */
export type Entry =
  /** The name as the archive has it, never to be used as a path; null in containers without names. */
  | { readonly name: string | null; readonly bytes: ByteInput }
  /** Name null: the container itself is meant. */
  | { readonly name: string | null; readonly reject: ContainerFault };
