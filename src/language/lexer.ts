import { linesOf } from './line.ts';
import { lexLine } from './line-lexer.ts';
import type { Notes } from './notes.ts';
import type { Token } from './token.ts';

/** The tokens of a whole text. No token reaches over the end of a line. */
export function lex(text: string, notes: Notes): Token[] {
  const tokens: Token[] = [];
  for (const line of linesOf(text)) {
    const lexed = lexLine(line);
    for (const { code, span, detail } of lexed.slips) notes.repair(code, span, detail);
    for (const token of lexed.tokens) {
      tokens.push(token);
      if (token.open)
        notes.fault(
          'unterminated-text',
          token.span,
          'the text that starts here has no closing quote on its line',
        );
    }
  }
  return tokens;
}
