import type { Span } from '../model/diagnostic.ts';
import { isSymbol, isWord } from './keywords.ts';
import type { Notes } from './notes.ts';
import type { Token } from './token.ts';

/** How deeply conditions may be nested. */
const DEPTH = 200;

/** The tokens of one statement, and how far they have been read. */
export class Cursor {
  at = 0;
  readonly notes: Notes;
  /** How many bracket groups of conditions are open; see `deeper`. */
  private depth = 0;
  private readonly tokens: readonly Token[];

  /** @param tokens at least one */
  constructor(tokens: readonly Token[], notes: Notes) {
    this.tokens = tokens;
    this.notes = notes;
  }

  get token(): Token | undefined {
    return this.tokens[this.at];
  }

  get next(): Token | undefined {
    return this.tokens[this.at + 1];
  }

  get previous(): Token | undefined {
    return this.tokens[this.at - 1];
  }

  /** The token at a place of the statement. */
  peek(at: number): Token | undefined {
    return this.tokens[at];
  }

  get done(): boolean {
    return this.at >= this.tokens.length;
  }

  /** Where the token is, or after the last one where all are read. */
  get span(): Span {
    if (this.token !== undefined) return this.token.span;
    const { line, column, start, end } = this.tokens.at(-1)!.span;
    return { line, column: column + end - start, start: end, end };
  }

  isSymbol(...symbols: readonly string[]): boolean {
    return isSymbol(this.token, ...symbols);
  }

  isWord(...words: readonly string[]): boolean {
    return isWord(this.token, ...words);
  }

  takeSymbol(...symbols: readonly string[]): Token | null {
    return this.isSymbol(...symbols) ? this.tokens[this.at++]! : null;
  }

  takeWord(...words: readonly string[]): Token | null {
    return this.isWord(...words) ? this.tokens[this.at++]! : null;
  }

  /** The token, whatever it is. */
  take(): Token | undefined {
    return this.tokens[this.at++];
  }

  /** Reads something nested; a fault where that is too deep. */
  deeper<T>(read: () => T | null): T | null {
    if (this.depth >= DEPTH)
      return this.notes.fault(
        'too-deep',
        this.span,
        `conditions may be nested ${DEPTH} deep, and this is deeper`,
      );
    this.depth += 1;
    const result = read();
    this.depth -= 1;
    return result;
  }

  /** A fault at the token: what was expected here. */
  expected(what: string, suggestion?: string | null): null {
    const found = this.token === undefined ? 'the statement ends' : `\`${shown(this.token)}\` stands`;
    return this.notes.fault('unexpected-text', this.span, `${what} is expected where ${found}`, suggestion);
  }
}

function shown(token: Token): string {
  const value = token.value.length > 40 ? `${token.value.slice(0, 40)}…` : token.value;
  return token.kind === 'text' ? `"${value}"` : value;
}
