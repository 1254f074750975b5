import type { Dialect } from './dialect.ts';
import { generic, HOST, likePattern } from './generic.ts';

/** DuckDB 1.x: LIKE has no escape unless one is declared, and texts may hold NUL, which a constant may not. */
export const duckdb: Dialect = {
  ...generic,
  name: 'duckdb',
  text: (value) => {
    const pieces = value.split('\0').map((piece) => generic.text(piece));
    return pieces.length === 1 ? pieces[0]! : `(${pieces.join(' || chr(0) || ')})`;
  },
  host: (text) => `lower(regexp_extract(${text}, '${HOST}'))`,
  like: (text, pattern) => {
    const escaped = /[%_!]/.test(pattern) ? " ESCAPE '!'" : '';
    return `${text} LIKE ${duckdb.text(likePattern(pattern))}${escaped}`;
  },
  matches: (text, regex, caseBlind) =>
    `regexp_matches(${text}, ${duckdb.text(regex)}${caseBlind ? ", 'i'" : ''})`,
  contains: (text, part) => `contains(${text}, ${part})`,
};
