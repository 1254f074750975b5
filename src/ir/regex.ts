import type { FieldType } from '../model/car-table.ts';

/**
 * The regular expression of a `match` as the stream engine runs it: over code points, case-blind unless the
 * field's type is cased. Found anywhere in the text as it stands, unfolded.
 * @throws SyntaxError where JavaScript does not read it; the compiler refuses such.
 */
export function regexFor(regex: string, type: FieldType): RegExp {
  return new RegExp(regex, type === 'cased' ? 'u' : 'iu');
}
