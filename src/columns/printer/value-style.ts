import type { ByteBuffer } from './byte-buffer.ts';

/** How a format writes values that are not plain numbers. */
export interface ValueStyle {
  /** A text, given as UTF-8 that may be damaged: what is written must be sound UTF-8. */
  text(bytes: Uint8Array, from: number, to: number, out: ByteBuffer): void;
  /** The mark around values that are safe as they are (times): a quote, or nothing. */
  readonly quote: number | null;
}
