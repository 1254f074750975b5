const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** A name as one word of the file: what would end it, and the escape itself, as `%20`; nothing at all as `%`. */
export function asWord(text: string): string {
  return text === '' ? '%' : escaped(text, /[\p{Cc} %]/gu);
}

/** A text as the rest of a line. */
export function asText(text: string): string {
  return escaped(text, /[\p{Cc}%]/gu);
}

/** What `asWord` and `asText` were given; null where an escape is none. */
export function unescaped(bytes: Uint8Array, from: number, to: number): string | null {
  const text = decoder.decode(bytes.subarray(from, to));
  if (!text.includes('%')) return text;
  if (text === '%') return '';
  if (/%(?![0-9a-f]{2})/.test(text)) return null;
  return text.replace(/%(..)/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

export function wordBytes(text: string): Uint8Array {
  return encoder.encode(asWord(text));
}

function escaped(text: string, unfit: RegExp): string {
  return text.replace(unfit, (unit) => `%${unit.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
