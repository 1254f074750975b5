import type { Span } from '../model/diagnostic.ts';

/**
 * - `word`: a name or a path of names: `rpc_mapper.time`. `value` as written.
 * - `text`: between quotes; `value` is what it stands for.
 * - `number`: `value` as written, decimal or 0x….
 * - `bare`: a run of characters that is no word of the language and stands without quotes: `*.exe`.
 * - `symbol`: an operator or bracket, in its spelling here (`<>` has become `!=`).
 */
export type TokenKind = 'word' | 'text' | 'number' | 'bare' | 'symbol';

export interface Token {
  readonly kind: TokenKind;
  readonly value: string;
  readonly span: Span;
  /** First on its line. */
  readonly first: boolean;
  /** No space between it and the token before it. */
  readonly tight: boolean;
  /** A text that has no end on its line. */
  readonly open?: true;
}

/** The span from the start of one place to the end of another. */
export function spanOver(from: Span, to: Span): Span {
  return { line: from.line, column: from.column, start: from.start, end: Math.max(from.end, to.end) };
}
