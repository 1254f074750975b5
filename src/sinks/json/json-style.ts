import type { ValueStyle } from '../../columns/printer/value-style.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** JSON strings; bytes that are no UTF-8 come out as U+FFFD. */
export const JSON_STYLE: ValueStyle = {
  quote: QUOTE,
  text(bytes, from, to, out) {
    for (let i = from; i < to; i++) {
      const byte = bytes[i]!;
      if (byte < 0x20 || byte >= 0x7f || byte === QUOTE || byte === BACKSLASH) {
        out.text(JSON.stringify(decoder.decode(bytes.subarray(from, to))));
        return;
      }
    }
    out.byte(QUOTE);
    out.range(bytes, from, to);
    out.byte(QUOTE);
  },
};
