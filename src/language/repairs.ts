/**
 * The slips of published texts that are read as their one sensible meaning, and nothing else is. Each is reported
 * when it is used. What was given up and why: docs/decisions/language-repairs.md.
 */
export const REPAIRS = {
  'and-for-comma': 'a list that is strung together with `and` or `or` is read as one with commas',
  'assign-for-equals': '`=` in a condition is read as `==`',
  'backslash-at-end': 'the text ends in a backslash; the quote after it is read as the closing one',
  'boolean-in-quotes': 'a truth value in quotes is read as the truth value',
  'contains-word': '`contains "x"` is read as `== "*x*"`',
  'curly-quotes': 'typographic quotes are read as plain ones',
  'equals-for-assign': '`==` before search, filter or join is read as `=`',
  'field-name': 'a field in other letters or underscores is read as the one that CAR has',
  'match-word': '`matches` or `matches regex` is read as `match`',
  'missing-bracket': 'an opening bracket that is never closed is read as closed at the end of its statement',
  'missing-set': 'a filter that names no set is read as one over the only set there is',
  'missing-where': 'a condition in brackets without `where` is read as the condition',
  'number-in-quotes': 'a number in quotes is read as the number',
  'number-without-quotes': 'a number beside a text field is read as text',
  'operator-spelling': 'an operator from another language is read as the one here',
  'search-where': 'a condition on a search is read as a filter of what it gives',
  'set-name': 'a set in other letters, underscores or number (one, many) is read as the one that there is',
  'single-quotes': 'single quotes are read as double ones',
  'stray-quote': 'a second closing quote is passed over',
  'surplus-bracket': 'a closing bracket that nothing opened is passed over',
  'surplus-comma': 'a comma after the last item is passed over',
  'surplus-semicolon': 'a semicolon between statements is passed over',
  'template-pipe': "`{{pipe}}`, a page template's escape, is read as `|`",
  'unquoted-text': 'a text without quotes that can be no name is read as the text',
  'where-in-bracket': '`(where …)` is read as `where (…)`',
} as const;

export type RepairCode = keyof typeof REPAIRS;
