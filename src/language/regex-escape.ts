/** An expression for both engines, or why there is none. */
export type RegexRead = { readonly regex: string } | RegexFault;

export interface RegexFault {
  readonly fault: string;
  readonly suggestion?: string;
}

/** The white space that RE2's `\s` knows; JavaScript's knows more. */
export const SPACES = '\\t\\n\\f\\r ';

const SYNTAX = /[\^$\\.*+?()[\]{}|]/;

const NAMED: ReadonlyMap<string, string> = new Map([
  ['A', '`\\A` is not read by JavaScript; write `^`'],
  ['z', '`\\z` is not read by JavaScript; write `$`'],
  ['Z', '`\\Z` is not read by both; write `$`'],
  ['K', '`\\K` is not read by both'],
  ['G', '`\\G` is not read by both'],
  ['Q', '`\\Q…\\E` is not read by JavaScript'],
  ['p', '`\\p{…}` is not written alike in both'],
  ['P', '`\\P{…}` is not written alike in both'],
  ['k', 'back references are not read by RE2'],
]);

type Escape = { readonly regex: string; readonly length: number } | RegexFault;

/** The escape that `rest` starts with, outside of brackets. `char` is what follows the backslash. */
export function escapeOutside(char: string, rest: string): Escape {
  if (char === 's') return { regex: `[${SPACES}]`, length: 2 };
  if (char === 'S') return { regex: `[^${SPACES}]`, length: 2 };
  if (char === 'b' || char === 'B') return { regex: `\\${char}`, length: 2 };
  return escapeAnywhere(char, rest);
}

/** The escape that `rest` starts with, where it means the same outside and within brackets. */
export function escapeAnywhere(char: string, rest: string): Escape {
  if (char === '') return { fault: 'the expression ends in a backslash' };
  if ('dDwWtnrfv'.includes(char)) return { regex: `\\${char}`, length: 2 };
  const hex = /^\\x[0-9a-f]{2}/i.exec(rest);
  if (hex !== null) return { regex: hex[0], length: 4 };
  if (char === '0') return { fault: '`\\0` is not read alike by both; write `\\x00`' };
  if (/[1-9]/.test(char)) return { fault: 'back references are not read by RE2' };
  if (/[a-z]/i.test(char)) return { fault: NAMED.get(char) ?? `\`\\${char}\` is not read by both` };
  if (SYNTAX.test(char)) return { regex: `\\${char}`, length: 2 };
  if (char.charCodeAt(0) > 0x7e || char === '_')
    return { fault: `\`\\${char}\` is not read by both; write \`${char}\`` };
  return { regex: char, length: 2 };
}
