import type { Mark } from '../stream/byte-sink.ts';

/** A message, or one operation of several in it, from its header on. */
export interface Message {
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly end: number;
  /** So many bytes that follow `end` in it are not to be had. */
  readonly missing: number;
  /** The packet that completed it. */
  readonly mark: Mark;
}
