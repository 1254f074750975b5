import { type Line, type Slip, spanIn } from './line.ts';
import { isQuote, otherReadings, type QuoteReading, readQuoted, STRICT_QUOTES } from './quoted-text.ts';
import type { Token, TokenKind } from './token.ts';

const SPACE = /[\s\u200b\ufeff]+/y;
const WORD = /[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*/uy;
const NUMBER = /0x[0-9a-f]+|\d+(?:\.\d+)?/iy;
const SYMBOL =
  /\.\.\.|\u2026|&&|\|\||==|!=|<=|>=|<>|=<|=>|[()[\],:=<>+\-!;\u2013\u2014\u2212\u2264\u2265\u2260]/y;
/** What turns a word or number that it directly follows into a text without quotes. */
const GOES_ON = /[*?\\%$@~^{/]|\|(?!\|)|:[\\/]|\.\d|\.\*/y;

/** Spellings of other languages, each with the one here. */
const SPELLINGS: Readonly<Record<string, string>> = {
  '&&': 'and',
  '||': 'or',
  '!': 'not',
  '<>': '!=',
  '=<': '<=',
  '=>': '>=',
  '\u2264': '<=',
  '\u2265': '>=',
  '\u2260': '!=',
  '\u2013': '-',
  '\u2014': '-',
  '\u2212': '-',
};

interface LineTokens {
  readonly tokens: readonly Token[];
  readonly slips: readonly Slip[];
}

/**
 * The tokens of one line. Where its quotes do not pair, and exactly one way to have slipped makes them pair, that
 * reading is taken.
 */
export function lexLine(line: Line): LineTokens {
  const strict = lexWith(line, STRICT_QUOTES);
  const open = strict.tokens.at(-1)?.open;
  if (open === undefined) return strict;
  const stray = strict.tokens
    .filter((token, i) => token.kind === 'text' && token.tight && strict.tokens[i - 1]?.kind === 'text')
    .map((token) => token.span.column - 1);
  const readings = new Map<string, LineTokens>();
  for (const reading of otherReadings(line, stray)) {
    const result = lexWith(line, reading);
    if (result.tokens.at(-1)?.open === undefined)
      readings.set(JSON.stringify(result.tokens.map((token) => token.value)), result);
  }
  const [only] = readings.values();
  return readings.size === 1 && only !== undefined ? only : strict;
}

function lexWith(line: Line, quotes: QuoteReading): LineTokens {
  const tokens: Token[] = [];
  const slips: Slip[] = [];
  const { text } = line;
  let at = 0;
  let end = 0;
  const push = (kind: TokenKind, value: string, to: number, open = false) => {
    tokens.push({
      kind,
      value,
      span: spanIn(line, at, Math.min(to, text.length)),
      first: tokens.length === 0,
      tight: tokens.length > 0 && end === at,
      ...(open ? { open } : {}),
    });
    at = to;
    end = to;
  };
  while (at < text.length) {
    const space = take(SPACE, text, at);
    if (space !== '') {
      at += space.length;
      continue;
    }
    if (text[at] === '#' || text.startsWith('//', at)) break;
    if (at === quotes.dropped) {
      slips.push({ code: 'stray-quote', span: spanIn(line, at, at + 1) });
      at += 1;
      continue;
    }
    if (isQuote(text[at]!)) {
      const quoted = readQuoted(line, at, quotes);
      slips.push(...quoted.slips);
      push('text', quoted.value, quoted.end, quoted.open);
      continue;
    }
    const word = take(WORD, text, at);
    const number = word === '' ? take(NUMBER, text, at) : '';
    const known = word + number;
    if (known !== '' && take(GOES_ON, text, at + known.length) === '') {
      push(word === '' ? 'number' : 'word', known, at + known.length);
      continue;
    }
    const symbol = known === '' ? take(SYMBOL, text, at) : '';
    if (symbol !== '') {
      const here = SPELLINGS[symbol];
      if (here !== undefined)
        slips.push({
          code: 'operator-spelling',
          span: spanIn(line, at, at + symbol.length),
          detail: `\`${symbol}\` is read as \`${here}\``,
        });
      const value = symbol === '\u2026' ? '...' : (here ?? symbol);
      push(/^\w/.test(value) ? 'word' : 'symbol', value, at + symbol.length);
      continue;
    }
    const bare = readBare(text, at);
    push('bare', bare, at + bare.length);
  }
  return { tokens, slips };
}

/** A text without quotes: up to a space, a quote, a comma or a closing bracket that it did not open itself. */
function readBare(text: string, from: number): string {
  const opened: string[] = [];
  let at = from;
  for (; at < text.length; at++) {
    const char = text[at]!;
    if (/\s/.test(char) || isQuote(char) || (char === ',' && opened.length === 0)) break;
    const close = { '(': ')', '[': ']', '{': '}' }[char];
    if (close !== undefined) opened.push(close);
    else if (char === opened.at(-1)) opened.pop();
    else if (char === ')' || char === ']') break;
  }
  return text.slice(from, Math.max(at, from + 1));
}

function take(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
