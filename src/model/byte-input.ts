/**
 * Bytes to read, as a file, a member of an archive, a worker's share of a file, or a Blob in a browser.
 */
export interface ByteInput {
  /** Length in bytes, null where it is not known before the end. */
  readonly size: number | null;
  /** The bytes from the beginning. A chunk is valid until the next one is asked for: the buffer may be reused. */
  stream(): AsyncIterable<Uint8Array>;
  /** The bytes from `from` up to `to`, where the input can seek. */
  readonly slice?: (from: number, to: number) => ByteInput;
}
