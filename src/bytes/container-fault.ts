import type { RejectCode } from '../model/reject.ts';

/**
 * Thrown by a `ByteInput`'s stream, after all the bytes that could be had, where its file or container does not
 * give the rest. It is about the user's bytes and no bug: whoever reads turns it into a reject.
 */
export class ContainerFault extends Error {
  readonly code: Extract<RejectCode, 'cut-short' | 'damaged-container' | 'cannot-open'>;
  /** What is wrong, without a full stop. */
  readonly detail: string;

  constructor(code: ContainerFault['code'], detail: string) {
    super(`${code}: ${detail}`);
    this.name = 'ContainerFault';
    this.code = code;
    this.detail = detail;
  }
}
