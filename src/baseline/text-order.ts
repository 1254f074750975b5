/** The order of texts in a snapshot: by code unit, as `sort` without an argument has it; no language's. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
