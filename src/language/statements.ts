import { BETWEEN, goesOn, isSymbol, isWord, VERBS } from './keywords.ts';
import type { Notes } from './notes.ts';
import type { Token } from './token.ts';

/**
 * Cuts the tokens of a text into those of its statements, so that a fault in one leaves the others to be read.
 * A statement starts with `output` or with `name =`; the latter inside open brackets, or in the middle of a line,
 * only where one of the verbs follows. Two words side by side at the start of a line start one too, which is then
 * at fault, for no condition has two.
 */
export function splitStatements(tokens: readonly Token[], notes: Notes): Token[][] {
  const statements: Token[][] = [];
  let current: Token[] = [];
  let depth = 0;
  for (const [i, token] of tokens.entries()) {
    const semicolon = isSymbol(token, ';');
    if (semicolon) notes.repair('surplus-semicolon', token.span);
    if (semicolon || (current.length > 0 && startsStatement(tokens, i, depth))) {
      if (current.length > 0) statements.push(current);
      current = [];
      depth = 0;
    }
    if (semicolon) continue;
    current.push(token);
    if (isSymbol(token, '(', '[')) depth += 1;
    else if (isSymbol(token, ')', ']')) depth = Math.max(0, depth - 1);
  }
  if (current.length > 0) statements.push(current);
  return statements;
}

function startsStatement(tokens: readonly Token[], i: number, depth: number): boolean {
  const token = tokens[i]!;
  if (token.kind !== 'word' || isWord(token, 'where', ...BETWEEN)) return false;
  const [next, after] = [tokens[i + 1], tokens[i + 2]];
  const mayFollow = !goesOn(tokens[i - 1]);
  if (isSymbol(next, '=', '==') && isWord(after, ...VERBS)) return isSymbol(next, '=') || token.first;
  if (isSymbol(next, '=')) return token.first && depth === 0 && mayFollow;
  if (isSymbol(next, '==')) return false;
  if (isWord(token, 'output')) return token.first || (mayFollow && next?.kind === 'word');
  return token.first && depth === 0 && mayFollow && next?.kind === 'word' && !isWord(next, ...BETWEEN);
}
