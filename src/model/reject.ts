/**
 * Why a record, or a whole input, could not be read. One table: messages, documentation and the tally come
 * from it.
 */
export const REJECT_CODES = {
  'not-recognised': 'the content is none of the formats that rpctrail reads',
  'cannot-open': 'the file could not be opened or read',
  'cut-short': 'the input ends in the middle of a record',
  'damaged-container': 'the archive or compressed stream is damaged',
  'damaged-record': 'the record could not be framed or decoded',
  'bad-time': 'a time that cannot be read',
  'bad-address': 'an address that cannot be read',
  'bad-port': 'a port that is no number from 0 to 65535',
  'bad-number': 'a number that cannot be read',
  'missing-field': 'a field that the record needs is absent',
  'no-zone': 'a time without a zone, and the mapping states none',
  'too-long': 'a record longer than rpctrail is willing to hold',
  'unknown-link-type': 'a capture of a link type that rpctrail does not read',
  mapping: 'the mapping does not fit the file',
} as const satisfies Readonly<Record<string, string>>;

export type RejectCode = keyof typeof REJECT_CODES;

/** A record that was not understood: counted and shown, never thrown away in silence and never fatal. */
export interface Reject {
  readonly code: RejectCode;
  /** The part it belongs to; see `Part`. */
  readonly part: number;
  /** The record's number within the part, from 0; null where the whole input is meant. */
  readonly record: number | null;
  /** What was wrong, in the user's own names and values, without a full stop. */
  readonly detail: string;
}
