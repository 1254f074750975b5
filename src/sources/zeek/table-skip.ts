import { afterSeparators, lineEnd, type Words } from '../../bytes/words.ts';
import type { ConnFlows } from './conn-flows.ts';
import { type ConnLayout, PROTO, SRC_PORT } from './table-layout.ts';
import { spellsTcp } from './values.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const HASH = 0x23;
const BRACE = 0x7b;
const ZERO = 0x30;
const MAX_PORT = 65_535;

/**
 * Passes over the rows from `from` that are of no use, and counts them: those that are not of TCP, and those
 * whose ports no analytic looks for. It looks at three columns of a row and leaves alone what is in any way
 * unusual.
 * @param to the end of a line that ends before the limit of the view
 * @returns the beginning of the first line that somebody must look at; `to` where there is none
 */
export function skipTableRows(
  view: Words,
  from: number,
  to: number,
  layout: ConnLayout,
  flows: ConnFlows,
  maxLine: number,
): number {
  const { bytes } = view;
  const { separator, pattern, stops, gaps } = layout;
  const { src, dest } = flows.sieve;
  let skipped = 0;
  let unused = 0;
  let start = from;
  rows: while (start < to) {
    const first = bytes[start]!;
    if (first === HASH || first === BRACE || (first < 0x20 && first !== separator)) break;
    let at = start;
    let tcp = false;
    let srcPort = 0;
    let destPort = 0;
    for (let i = 0; i < 3; i++) {
      const gap = gaps[i]!;
      if (gap > 0) {
        at = afterSeparators(view, at, gap, pattern);
        if (at < 0) break rows;
      }
      if (stops[i] === PROTO) {
        tcp = spellsTcp(bytes, at);
        if (!tcp) {
          if (i === 2) break;
          at = afterSeparators(view, at, 1, pattern);
          if (at < 0) break rows;
          continue;
        }
        at += 3;
      } else {
        let port = 0;
        const digits = at;
        for (let byte = bytes[at]! - ZERO; byte >= 0 && byte <= 9; byte = bytes[++at]! - ZERO)
          port = (port * 10 + byte) | 0;
        if (at === digits || at > digits + 5 || port > MAX_PORT) break rows;
        if (stops[i] === SRC_PORT) srcPort = port;
        else destPort = port;
      }
      const next = bytes[at];
      if (next === separator) at += 1;
      else if (i < 2 || !(next === LINE_FEED || (next === CARRIAGE_RETURN && bytes[at + 1] === LINE_FEED)))
        break rows;
    }
    if (tcp && (src[srcPort]! & dest[destPort]!) !== 0) break;
    const end = lineEnd(view, at);
    if (end - start > maxLine) break;
    if (tcp) skipped += 1;
    else unused += 1;
    start = end + 1;
  }
  flows.builder.skippedMany(skipped);
  flows.builder.unusedMany(unused);
  return start;
}

/** Passes over all rows up to the next line that begins with `#` or `{` or is too long, as of no use to anyone. */
export function passTableRows(
  view: Words,
  from: number,
  to: number,
  flows: ConnFlows,
  maxLine: number,
): number {
  const { bytes } = view;
  let unused = 0;
  let start = from;
  while (start < to && bytes[start] !== HASH && bytes[start] !== BRACE) {
    const end = lineEnd(view, start);
    if (end - start > maxLine) break;
    start = end + 1;
    unused += 1;
  }
  flows.builder.unusedMany(unused);
  return start;
}
