import { numberEnd, valueEnd } from '../../bytes/json-scan.ts';
import { plainTextEnd, spellsText, type Words } from '../../bytes/words.ts';
import { SLOT } from './conn-columns.ts';
import { spellsTcp } from './conn-values.ts';
import type { Shape } from './json-notes.ts';

const QUOTE = 0x22;
const DASH = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const BACKSLASH = 0x5c;
const LETTER_E = 0x65;
const MAX_PORT = 65_535;

/** Reads what decides of records that are spelt as one before. It leaves alone whatever is in any way unusual. */
export class PrefixMatcher {
  srcPort = 0;
  destPort = 0;
  isTcp = false;

  /**
   * @param at where the record begins, in a line that ends before the limit of the view
   * @returns the position after the last value that decides; -1 where the record is spelt otherwise
   */
  match(view: Words, at: number, shape: Shape): number {
    const { bytes } = view;
    let i = at;
    for (let n = 0; n < shape.length; n++) {
      const { literal, inQuotes, code } = shape[n]!;
      if (!spellsText(view, i, literal)) return -1;
      i += literal.length;
      if (code >= 0) i = code === SLOT.proto ? this.proto(bytes, i, inQuotes) : this.port(bytes, i, code);
      else if (inQuotes) {
        i = plainTextEnd(view, i);
        if (bytes[i] !== QUOTE) return -1;
      } else {
        const digit = bytes[i]! - ZERO;
        i = digit >= 0 && digit <= 9 ? numberEnd(bytes, i) : valueEnd(bytes, i);
      }
      if (i < 0) return -1;
    }
    return i;
  }

  private proto(bytes: Uint8Array, at: number, inQuotes: boolean): number {
    let i = at;
    for (let byte = bytes[i]!; byte !== QUOTE; byte = bytes[++i]!)
      if (byte < 0x20 || byte === BACKSLASH || byte === DASH) return -1;
    this.isTcp = i - at === 3 && spellsTcp(bytes, at);
    return i === at || !inQuotes ? -1 : i;
  }

  private port(bytes: Uint8Array, at: number, code: number): number {
    let i = at;
    let port = 0;
    for (let digit = bytes[i]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[++i]! - ZERO)
      port = (port * 10 + digit) | 0;
    if (i === at || i > at + 5 || port > MAX_PORT || (bytes[at] === ZERO && i > at + 1)) return -1;
    if (bytes[i] === POINT || (bytes[i]! | 0x20) === LETTER_E) return -1;
    if (code === SLOT['id.orig_p']) this.srcPort = port;
    else this.destPort = port;
    return i;
  }
}
