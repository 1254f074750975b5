/** What differs between databases: small functions from SQL expressions to SQL expressions. */
export interface Dialect {
  /** As the user names it: `duckdb`. */
  readonly name: string;
  /** A name of a table or column. */
  quote(name: string): string;
  /** A constant text. */
  text(value: string): string;
  /** The text in lower case, character by character. */
  fold(text: string): string;
  /** A host's name, folded, without its domain; an address in dotted or colon form whole. */
  host(text: string): string;
  /** `pattern` in the wildcards of the language: `*` any run of characters, `?` exactly one. */
  like(text: string, pattern: string): string;
  /** Whether the regular expression (RE2) is found in the text. */
  matches(text: string, regex: string, caseBlind: boolean): string;
  /** Whether one text occurs within another. */
  contains(text: string, part: string): string;
  /** The smallest of several numbers. */
  least(numbers: readonly string[]): string;
}
