import { escapeAnywhere, type RegexFault, SPACES } from './regex-escape.ts';

type ClassRead = { readonly regex: string; readonly end: number } | RegexFault;

/** One member of a class: its text for both engines, and its code point where it can be the end of a range. */
interface Member {
  readonly regex: string;
  readonly code: number | null;
  readonly length: number;
}

/** Reads the class in brackets that starts at `from`; `end` is the place after it. */
export function readClass(source: string, from: number): ClassRead {
  let at = from + 1;
  let out = '[';
  if (source[at] === '^') {
    out += '^';
    at += 1;
  }
  if (source[at] === ']') return { fault: '`[]` and `[^]` are not read alike by both; write `[\\]]`' };
  while (at < source.length) {
    if (source[at] === ']') return { regex: `${out}]`, end: at + 1 };
    const low = memberAt(source, at);
    if ('fault' in low) return low;
    at += low.length;
    out += low.regex;
    if (source[at] !== '-' || source[at + 1] === ']' || source[at + 1] === undefined) continue;
    const high = memberAt(source, at + 1);
    if ('fault' in high) return high;
    if (low.code === null || high.code === null || high.code < low.code)
      return { fault: `\`${source.slice(at - low.length, at + 1 + high.length)}\` is no range` };
    at += 1 + high.length;
    out += `-${high.regex}`;
  }
  return { fault: '`[` is never closed' };
}

function memberAt(source: string, at: number): Member | RegexFault {
  const char = String.fromCodePoint(source.codePointAt(at)!);
  if (char === '[' && /[:.=]/.test(source[at + 1] ?? ''))
    return { fault: `\`${source.slice(at, at + 2)}\` within brackets is not read alike by both` };
  if (char !== '\\') return { regex: plain(char), code: char.codePointAt(0)!, length: char.length };
  const next = source[at + 1] ?? '';
  if (next === 's') return { regex: SPACES, code: null, length: 2 };
  if (next === 'S') return { fault: '`\\S` within brackets has no form that both read alike' };
  if (next === 'b' || next === 'B') return { fault: `\`\\${next}\` within brackets is not read by RE2` };
  const read = escapeAnywhere(next, source.slice(at));
  if ('fault' in read) return read;
  if ('dDwW'.includes(next)) return { regex: read.regex, code: null, length: 2 };
  const code =
    CONTROLS.get(next) ?? (next === 'x' ? Number.parseInt(read.regex.slice(2), 16) : next.charCodeAt(0));
  return { regex: 'tnrfvx'.includes(next) ? read.regex : plain(next), code, length: read.length };
}

const CONTROLS: ReadonlyMap<string, number> = new Map([
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
]);

/** A character that stands for itself in a class of either engine. */
function plain(char: string): string {
  return /[\^$\\.*+?()[\]{}|-]/.test(char) ? `\\${char}` : char;
}
