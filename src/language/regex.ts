import { readClass } from './regex-class.ts';
import { escapeOutside, type RegexRead } from './regex-escape.ts';

/** RE2's limit on a repetition, and on the product of nested ones. */
const REPEAT_MAX = 1000;

interface Group {
  /** The most that anything inside is repeated. */
  inner: number;
}

/**
 * Reads an expression that RE2 and JavaScript both read, and gives it in a form that means the same to both, with
 * JavaScript's `u` flag: `.` becomes `[^\n]`, `\s` the five spaces that RE2 knows, a lone `{` its escape. What only
 * one of them reads, or each in its own way, is a fault by name.
 */
export function readRegex(source: string): RegexRead {
  const groups: Group[] = [{ inner: 1 }];
  let out = '';
  /** What a quantifier here would apply to: the most it is repeated inside; null where there is nothing. */
  let atom: number | null = null;
  for (let at = 0; at < source.length; ) {
    const char = String.fromCodePoint(source.codePointAt(at)!);
    let next = at + char.length;
    let piece = char;
    let repeats: number | null = 1;
    const quantifier = quantifierAt(source, at);
    if (quantifier !== null) {
      const { text, most } = quantifier;
      if (atom === null) return { fault: `nothing can be repeated by \`${text}\` here` };
      if (most > REPEAT_MAX || atom * most > REPEAT_MAX)
        return { fault: `\`${text}\` repeats more than ${REPEAT_MAX} times` };
      const group = groups.at(-1)!;
      group.inner = Math.max(group.inner, atom * most);
      if (quantifierAt(source, at + text.length) !== null) {
        const twice = source.slice(at, at + text.length + 1);
        return { fault: `\`${twice}\` (a possessive or doubled repetition) is not read by both` };
      }
      next = at + text.length;
      piece = text;
      repeats = null;
    } else if (char === '(') {
      const opened = /^\((?:\?:)?(?!\?)/.exec(source.slice(at));
      if (opened === null) return refuseGroup(source.slice(at));
      groups.push({ inner: 1 });
      next = at + opened[0].length;
      piece = opened[0];
      repeats = null;
    } else if (char === ')') {
      const closed = groups.pop()!;
      const around = groups.at(-1);
      if (around === undefined) return { fault: '`)` closes nothing' };
      repeats = closed.inner;
      around.inner = Math.max(around.inner, closed.inner);
    } else if (char === '[') {
      const read = readClass(source, at);
      if ('fault' in read) return read;
      piece = read.regex;
      next = read.end;
    } else if (char === '\\') {
      const read = escapeOutside(source[at + 1] ?? '', source.slice(at));
      if ('fault' in read) return read;
      piece = read.regex;
      next = at + read.length;
      if (read.regex === '\\b' || read.regex === '\\B') repeats = null;
    } else if (char === '.') piece = '[^\\n]';
    else if (char === '^' || char === '$' || char === '|') repeats = null;
    else if (char === '{' || char === '}' || char === ']') {
      if (source.slice(at).startsWith('{{')) return { fault: '`{{` is no repetition; write `\\{\\{`' };
      piece = `\\${char}`;
    }
    out += piece;
    atom = repeats;
    at = next;
  }
  return groups.length > 1 ? { fault: '`(` is never closed' } : { regex: out };
}

/** A quantifier, lazy or not; `most` counts nothing for `*` and `+`, which RE2 does not limit. */
function quantifierAt(source: string, at: number): { text: string; most: number } | null {
  const found = /^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/.exec(source.slice(at, at + 64));
  if (found === null) return null;
  const [text, low, comma, high] = found;
  if (low === undefined) return { text, most: 1 };
  const most = Math.max(Number(low), comma === undefined || high === '' ? Number(low) : Number(high), 1);
  const reversed = high !== undefined && high !== '' && Number(high) < Number(low);
  return { text, most: reversed ? Number.POSITIVE_INFINITY : most };
}

function refuseGroup(rest: string): RegexRead {
  if (/^\(\?<?[=!]/.test(rest)) return { fault: 'lookaround is not read by RE2' };
  if (/^\(\?P?</.test(rest) || rest.startsWith("(?'"))
    return { fault: 'a named group is not written alike in both', suggestion: '(?:' };
  if (/^\(\?[a-z-]+[:)]/i.test(rest))
    return { fault: 'flags within the expression are not read by JavaScript' };
  return { fault: `\`${rest.slice(0, 3)}\` is not read by both` };
}
