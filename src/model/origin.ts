/**
 * Where a record stood: line or frame `record`, counted from 1, of `input` (the path as the user gave it, or
 * the file found in his folder), and of `member` where the input is an archive. The same however the file was
 * split for reading.
 */
export interface Origin {
  readonly input: string;
  readonly member?: string;
  readonly record: number;
}

/** `conn.log:17`, `logs.zip!conn.log:17`. */
export function formatOrigin(origin: Origin): string {
  const member = origin.member === undefined ? '' : `!${origin.member}`;
  return `${origin.input}${member}:${origin.record}`;
}

/** One stretch of one input that was read in one go: `firstRecord` is the number of its first record. */
export interface Part {
  readonly input: string;
  readonly member?: string;
  readonly firstRecord: number;
}
