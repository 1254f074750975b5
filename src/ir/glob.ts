/**
 * A wildcard pattern over a whole text: `*` is any run of characters, `?` exactly one (a code point), anything
 * else itself. Takes time in proportion to the text times the pattern at worst, whatever the pattern.
 */
export function compileGlob(pattern: string): (text: string) => boolean {
  const points = Array.from(pattern);
  return (text) => globMatches(points, Array.from(text));
}

function globMatches(pattern: readonly string[], text: readonly string[]): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let retry = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p;
      p += 1;
      retry = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      p = star + 1;
      retry += 1;
      t = retry;
    } else return false;
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}
