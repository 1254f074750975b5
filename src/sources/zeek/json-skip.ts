import { lineEnd, plainTextEnd, spellsText, type Words } from '../../bytes/words.ts';
import { SLOT } from './conn-columns.ts';
import type { ConnFlows } from './conn-flows.ts';
import type { Shape } from './json-shape.ts';
import { spellsTcp } from './values.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const DASH = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const LETTER_E = 0x65;
const MAX_PORT = 65_535;

/** The values that decide whether anybody needs a record. */
const DECIDING: readonly number[] = [SLOT.proto, SLOT['id.orig_p'], SLOT['id.resp_p']];
const ALL_DECIDING = DECIDING.reduce((bits, slot) => bits | (1 << slot), 0);

export function decides(code: number): boolean {
  return DECIDING.includes(code);
}

/**
 * Passes over the records from `from` that are spelt as the shape says and that nobody needs, and counts them. It
 * looks at what decides and leaves alone what is in any way unusual.
 * @param to the end of a line that ends before the limit of the view
 * @returns the beginning of the first line that somebody must look at; `to` where there is none
 */
export function skipJsonRows(
  view: Words,
  from: number,
  to: number,
  shape: Shape,
  flows: ConnFlows,
  maxLine: number,
): number {
  const decision: Decision = { srcPort: 0, destPort: 0, isTcp: false };
  let skipped = 0;
  let unused = 0;
  let start = from;
  while (start < to) {
    const at = decisionEnd(view, start, shape, decision);
    if (at < 0 || (decision.isTcp && flows.mayWant(decision.srcPort, decision.destPort))) break;
    const end = lineEnd(view, at);
    if (end - start > maxLine) break;
    if (decision.isTcp) skipped += 1;
    else unused += 1;
    start = end + 1;
  }
  flows.builder.skippedMany(skipped);
  flows.builder.unusedMany(unused);
  return start;
}

interface Decision {
  srcPort: number;
  destPort: number;
  isTcp: boolean;
}

/** The position after the last value that decides; -1 where the record is spelt otherwise. */
function decisionEnd(view: Words, start: number, shape: Shape, decision: Decision): number {
  const { bytes } = view;
  let at = start;
  /** The slots of the values so far, as bits. */
  let seen = 0;
  for (const [n, { words, inQuotes, code }] of shape.members.entries()) {
    if (!spellsText(view, at, words)) {
      if (n < shape.fixed) return -1;
      continue;
    }
    const from = at + words.length;
    const isOfConcern = code >= 0 && code < 32;
    const end = inQuotes ? plainTextEnd(view, from) : bareEnd(view, from, isOfConcern);
    if (end < 0 || (inQuotes && bytes[end] !== QUOTE)) return -1;
    at = inQuotes ? end + 1 : end;
    if (!isOfConcern) continue;
    if (inQuotes && (end === from || (end === from + 1 && bytes[from] === DASH))) {
      if (decides(code)) return -1;
      continue;
    }
    if ((seen & (1 << code)) !== 0) return -1;
    seen |= 1 << code;
    if (code === SLOT.proto) decision.isTcp = end - from === 3 && spellsTcp(bytes, from);
    else if (decides(code)) {
      const port = portOf(bytes, from, end);
      if (port < 0) return -1;
      if (code === SLOT['id.orig_p']) decision.srcPort = port;
      else decision.destPort = port;
    }
    if (decides(code) && (seen & ALL_DECIDING) === ALL_DECIDING) return at;
  }
  return -1;
}

function portOf(bytes: Uint8Array, from: number, to: number): number {
  if (to - from > 5 || digitsEnd(bytes, from) !== to || (bytes[from] === ZERO && to - from > 1)) return -1;
  let port = 0;
  for (let i = from; i < to; i++) port = port * 10 + bytes[i]! - ZERO;
  return port > MAX_PORT ? -1 : port;
}

/**
 * The end of a value without quotes: a number without sign and exponent, or, where it is of no concern, a word or
 * a list of plain texts without white space; -1 where there is none of these.
 */
function bareEnd(view: Words, at: number, isOfConcern: boolean): number {
  const { bytes } = view;
  let end = digitsEnd(bytes, at);
  if (end === at) return isOfConcern ? -1 : wordEnd(view, at);
  if (bytes[at] === ZERO && end - at > 1) return -1;
  if (bytes[end] === POINT) {
    const point = end;
    end = digitsEnd(bytes, point + 1);
    if (end === point + 1) return -1;
  }
  return (bytes[end]! | 0x20) === LETTER_E ? -1 : end;
}

function digitsEnd(bytes: Uint8Array, at: number): number {
  let i = at;
  while (bytes[i]! >= ZERO && bytes[i]! <= 0x39) i++;
  return i;
}

function wordEnd(view: Words, at: number): number {
  const { bytes } = view;
  for (const word of WORDS) if (word.every((byte, i) => bytes[at + i] === byte)) return at + word.length;
  if (bytes[at] !== OPEN_LIST) return -1;
  if (bytes[at + 1] === CLOSE_LIST) return at + 2;
  for (let i = at + 1; bytes[i] === QUOTE; i++) {
    i = plainTextEnd(view, i + 1) + 1;
    if (bytes[i - 1] !== QUOTE) return -1;
    if (bytes[i] === CLOSE_LIST) return i + 1;
    if (bytes[i] !== COMMA) return -1;
  }
  return -1;
}

const encoder = new TextEncoder();
const WORDS = ['true', 'false', 'null'].map((word) => encoder.encode(word));
