const UTF16 = new TextDecoder('utf-16le', { ignoreBOM: true });
/** Longer names are no pipe's. */
const LONGEST = 1024;
const BEFORE = /^\\*(?:pipe\\+)?/i;

/**
 * The name of a pipe in bytes[from … to], up to a NUL, as written but for `\` and `\pipe\` before it; null where
 * nothing is left. Names that are not Unicode are read as Latin-1: which code page they are in is not said.
 */
export function pipeName(bytes: Uint8Array, from: number, to: number, unicode: boolean): string | null {
  if (to <= from || to - from > LONGEST) return null;
  const part = bytes.subarray(from, to);
  const text = unicode ? UTF16.decode(part) : String.fromCharCode(...part);
  const nul = text.indexOf('\0');
  return (nul < 0 ? text : text.slice(0, nul)).replace(BEFORE, '') || null;
}
