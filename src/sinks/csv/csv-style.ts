import { ByteBuffer } from '../../columns/printer/byte-buffer.ts';
import type { ValueStyle } from '../../columns/printer/value-style.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const LF = 0x0a;
const CR = 0x0d;
const APOSTROPHE = 0x27;
/** A cell that begins with one of these is a formula to a spreadsheet: = + - @, tab, CR. */
const FORMULA_STARTS = [0x3d, 0x2b, 0x2d, 0x40, 0x09, CR];

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Cells as RFC 4180 quotes them. A text that a spreadsheet would run as a formula gets an apostrophe in front:
 * command lines and names come from the attacker. An empty text is `""`; an empty cell is unknown.
 */
export const CSV_STYLE: ValueStyle = {
  quote: null,
  text(bytes, from, to, out) {
    let ascii = true;
    let plain = from < to;
    for (let i = from; i < to; i++) {
      const byte = bytes[i]!;
      if (byte >= 0x80) ascii = false;
      else if (byte === QUOTE || byte === COMMA || byte === LF || byte === CR) plain = false;
    }
    const sound = ascii ? bytes.subarray(from, to) : encoder.encode(decoder.decode(bytes.subarray(from, to)));
    if (!plain) out.byte(QUOTE);
    if (sound.length > 0 && FORMULA_STARTS.includes(sound[0]!)) out.byte(APOSTROPHE);
    if (plain) out.append(sound);
    else quoted(sound, out);
    if (!plain) out.byte(QUOTE);
  },
};

function quoted(bytes: Uint8Array, out: ByteBuffer): void {
  for (const byte of bytes) {
    if (byte === QUOTE) out.byte(QUOTE);
    out.byte(byte);
  }
}

/** A cell of the project's own making, as bytes. */
export function csvCell(text: string, out: ByteBuffer): void {
  const bytes = encoder.encode(text);
  CSV_STYLE.text(bytes, 0, bytes.length, out);
}

/** Cells of the project's own making, with a comma between them. */
export function lineOf(cells: readonly string[]): string {
  const out = new ByteBuffer();
  cells.forEach((cell, i) => {
    if (i > 0) out.byte(COMMA);
    csvCell(cell, out);
  });
  return decoder.decode(out.written);
}
