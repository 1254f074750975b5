import { type Line, type Slip, spanIn } from './line.ts';

/**
 * How the quotes of one line are to be read where reading them strictly leaves one open.
 * `closing`: columns of backslashes whose quote closes the text; `dropped`: the column of a quote to pass over.
 */
export interface QuoteReading {
  readonly closing: ReadonlySet<number>;
  readonly dropped: number;
}

export const STRICT_QUOTES: QuoteReading = { closing: new Set(), dropped: -1 };

const PLAIN = '"';
const DOUBLE = '"\u201c\u201d\u201e\u00ab\u00bb';
const SINGLE = "'\u2018\u2019\u201a";

export interface QuotedText {
  readonly value: string;
  /** The column after the closing quote. */
  readonly end: number;
  readonly open: boolean;
  readonly slips: readonly Slip[];
}

export function isQuote(char: string): boolean {
  return DOUBLE.includes(char) || SINGLE.includes(char);
}

/** Reads the text whose opening quote is at `from`. A backslash is itself, except before the closing quote. */
export function readQuoted(line: Line, from: number, reading: QuoteReading): QuotedText {
  const opening = line.text[from]!;
  const plain = opening === PLAIN;
  const closers = plain ? PLAIN : DOUBLE.includes(opening) ? DOUBLE : SINGLE;
  const slips: Slip[] = [];
  let value = '';
  let at = from + 1;
  for (; at < line.text.length; at++) {
    const char = line.text[at]!;
    if (char === '\\' && closers.includes(line.text[at + 1] ?? ' ') && !reading.closing.has(at)) {
      value += line.text[++at];
    } else if (closers.includes(char)) break;
    else {
      value += char;
      if (reading.closing.has(at)) slips.push({ code: 'backslash-at-end', span: spanIn(line, at, at + 2) });
    }
  }
  const open = at >= line.text.length;
  const span = spanIn(line, from, Math.min(at + 1, line.text.length));
  if (!plain) slips.push({ code: opening === "'" ? 'single-quotes' : 'curly-quotes', span });
  if (value.includes('{{pipe}}')) {
    slips.push({ code: 'template-pipe', span });
    value = value.replaceAll('{{pipe}}', '|');
  }
  return { value, end: at + 1, open, slips };
}

/** The readings to try for a line that leaves a quote open, one for each way to have slipped. */
export function otherReadings(line: Line, strayQuotes: readonly number[]): QuoteReading[] {
  const ends = [...line.text.matchAll(/\\(?="(?:[\s)\],;]|$))/g)].map((found) => found.index);
  const readings = strayQuotes.map((dropped) => ({ closing: new Set<number>(), dropped }));
  if (ends.length > 0) readings.push({ closing: new Set(ends), dropped: -1 });
  if (ends.length > 1) readings.push({ closing: new Set(ends.slice(-1)), dropped: -1 });
  return readings;
}
