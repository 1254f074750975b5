import type { Token } from './token.ts';

/** Words that cannot name a set. */
export const RESERVED: ReadonlySet<string> = new Set(
  'search filter join output where and or not in match true false'.split(' '),
);

/** What makes a set, in this language or in what is published and lies outside of it. */
export const VERBS: ReadonlySet<string> = new Set('search filter join group from select run'.split(' '));

/** Words that stand between two operands, or between two conditions. */
export const BETWEEN = ['and', 'or', 'not', 'in', 'match', 'matches', 'contains'] as const;

const CONTINUED_WORDS: ReadonlySet<string> = new Set(
  'search filter join output where and or not in match group from select run by'.split(' '),
);
const CLOSING = new Set([')', ']', ';', '...']);

export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.kind === 'word' && words.includes(token.value.toLowerCase());
}

export function isSymbol(token: Token | undefined, ...symbols: readonly string[]): boolean {
  return token?.kind === 'symbol' && symbols.includes(token.value);
}

/** Whether a statement cannot end with this token. */
export function goesOn(token: Token | undefined): boolean {
  if (token?.kind === 'symbol') return !CLOSING.has(token.value);
  return token?.kind === 'word' && CONTINUED_WORDS.has(token.value.toLowerCase());
}
