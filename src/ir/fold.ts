/**
 * How texts are folded for comparing them case-blind: every code point becomes its simple lower case
 * (UnicodeData's, free of locale and context), which is what SQL's lower() does character by character. So `Σ`
 * is always `σ`, and `ς` stays apart from it. See docs/decisions/comparing-texts.md.
 */
export function foldText(text: string): string {
  return /[\u03a3\u0130]/.test(text) ? text.replace(/./gsu, foldOne) : text.toLowerCase();
}

/** `İ` is the one code point whose full lower case is longer than its simple one. */
function foldOne(point: string): string {
  return point === '\u0130' ? 'i' : point.toLowerCase();
}

/** A host's name as it is compared: folded, without its domain; what looks like an address stays whole. */
export function hostKey(text: string): string {
  const folded = foldText(text);
  if (/^[0-9.]+$|:/.test(folded)) return folded;
  const dot = folded.indexOf('.');
  return dot < 0 ? folded : folded.slice(0, dot);
}

/**
 * Whether a wildcard pattern is held against a whole host name and not against its first label: when it names a
 * domain or an address itself (`*.example.com`, `10.0.*`).
 */
export function hostPatternIsWhole(pattern: string): boolean {
  return /[.:]/.test(pattern);
}
