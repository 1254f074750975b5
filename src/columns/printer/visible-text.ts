/**
 * What a terminal would obey rather than show: control characters, line and paragraph separators, marks that turn
 * the direction of writing, and every other format character.
 */
const OBEYED = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;
const PLAIN = /^[\x20-\x7e]*$/;
const NO_WIDTH = /^\p{M}$/u;
const WIDE = /^\p{Emoji_Presentation}$/u;

/** First and last code points of East Asian scripts that take two columns. */
const WIDE_RANGES: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x20000, 0x3fffd],
];

/** The text as a terminal may be given it: what it would obey stands as an escape (`\x1b`, `\u202e`). */
export function visible(text: string): string {
  return PLAIN.test(text) ? text : text.replace(OBEYED, escapeOf);
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0)!;
  if (code === 0x0a) return '\\n';
  if (code === 0x0d) return '\\r';
  if (code === 0x09) return '\\t';
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
}

/** Columns that a text takes on a terminal, once it is `visible`. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

function widthOf(character: string): number {
  const code = character.codePointAt(0)!;
  if (code < 0x300) return 1;
  if (NO_WIDTH.test(character)) return 0;
  if (WIDE.test(character)) return 2;
  return WIDE_RANGES.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

/** The text, cut with `…` where it takes more columns than `width`. */
export function clip(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let taken = 0;
  let kept = '';
  for (const character of text) {
    taken += widthOf(character);
    if (taken > width - 1) break;
    kept += character;
  }
  return width < 1 ? '' : `${kept}…`;
}
