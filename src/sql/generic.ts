import type { Dialect } from './dialect.ts';

const ESCAPE = '!';

/** What is compared of a host's name: an address whole, else the name up to its domain. */
export const HOST = '^[0-9.]+$|^.*:.*|^[^.]*';

/** Standard SQL, with REGEXP_LIKE. Escapes are always declared: some databases have one by default. */
export const generic: Dialect = {
  name: 'generic',
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  text: (value) => `'${value.replaceAll("'", "''")}'`,
  fold: (text) => `lower(${text})`,
  host: (text) => `lower(regexp_substr(${text}, '${HOST}'))`,
  like: (text, pattern) => `${text} LIKE ${generic.text(likePattern(pattern))} ESCAPE '${ESCAPE}'`,
  matches: (text, regex, caseBlind) =>
    `regexp_like(${text}, ${generic.text(regex)}${caseBlind ? ", 'i'" : ''})`,
  contains: (text, part) => `position(${part} IN ${text}) > 0`,
  least: (numbers) => (numbers.length === 1 ? numbers[0]! : `least(${numbers.join(', ')})`),
};

/** The pattern in the wildcards of SQL: `%` and `_`, with `!` before those that are meant literally. */
export function likePattern(pattern: string): string {
  return pattern
    .replace(/[%_!]/g, (special) => ESCAPE + special)
    .replaceAll('*', '%')
    .replaceAll('?', '_');
}
