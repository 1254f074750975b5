import type { Ast, OutsideStatement, Statement } from './ast.ts';
import { Cursor } from './cursor.ts';
import { isSymbol } from './keywords.ts';
import { lex } from './lexer.ts';
import type { Notes } from './notes.ts';
import { parseStatement } from './parse-statement.ts';
import { splitStatements } from './statements.ts';
import { spanOver, type Token } from './token.ts';

/** Reads a text. Where the notes have a fault, the statements that could not be read stand as `outside`. */
export function parse(text: string, notes: Notes): Ast {
  const statements: Statement[] = [];
  for (const tokens of splitStatements(lex(text, notes), notes)) {
    const cursor = new Cursor(tokens, notes);
    const read = parseStatement(cursor);
    statements.push(...(read ?? [outside(tokens, text)]));
  }
  if (statements.length === 0)
    notes.fault('empty', { line: 1, column: 1, start: 0, end: 0 }, 'the text has no statement');
  return { statements };
}

function outside(tokens: readonly Token[], text: string): OutsideStatement {
  const [first, assign] = tokens;
  const span = spanOver(first!.span, tokens.at(-1)!.span);
  const named = first!.kind === 'word' && !first!.value.includes('.') && isSymbol(assign, '=', '==');
  const name = named ? { name: first!.value, span: first!.span } : null;
  return { kind: 'outside', name, text: text.slice(span.start, span.end), span };
}
