/**
 * JSON (RFC 8259) in bytes, one value a line. Nothing here looks for the end of the bytes: a line feed must
 * follow, which no value can contain.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const MAX_DEPTH = 100;

const decoder = new TextDecoder();
const encoder = new TextEncoder();
const TRUE = encoder.encode('true');
const FALSE = encoder.encode('false');
const NULL = encoder.encode('null');

/** The position of the first byte at or after `at` that is no white space within a line. */
export function afterSpace(bytes: Uint8Array, at: number): number {
  let i = at;
  for (let byte = bytes[i]; byte === SPACE || byte === 0x09 || byte === 0x0d; byte = bytes[i]) i++;
  return i;
}

/**
 * The position of the quote that ends the string whose content begins at `at`.
 * @returns its complement (`~position`, below -1) where the content has escapes; -1 where it is no string
 */
export function stringEnd(bytes: Uint8Array, at: number): number {
  let i = at;
  let byte = bytes[i]!;
  while (byte !== QUOTE) {
    if (byte === BACKSLASH) return escapedStringEnd(bytes, i);
    if (byte < SPACE) return -1;
    byte = bytes[++i]!;
  }
  return i;
}

function escapedStringEnd(bytes: Uint8Array, at: number): number {
  for (let i = at; ; i++) {
    const byte = bytes[i]!;
    if (byte === QUOTE) return ~i;
    if (byte < SPACE) return -1;
    if (byte !== BACKSLASH) continue;
    i += 1;
    const escaped = String.fromCharCode(bytes[i]!);
    if ('"\\/bfnrt'.includes(escaped)) continue;
    if (escaped !== 'u' || !/^[0-9a-f]{4}$/i.test(asciiOf(bytes, i + 1, i + 5))) return -1;
    i += 4;
  }
}

/** The text of a string's content, with its escapes resolved. */
export function stringText(bytes: Uint8Array, from: number, to: number): string {
  return JSON.parse(`"${decoder.decode(bytes.subarray(from, to))}"`);
}

/** The end of the value that begins at `at`; -1 where there is none. */
export function valueEnd(bytes: Uint8Array, at: number, depth = 0): number {
  switch (bytes[at]) {
    case QUOTE: {
      const end = stringEnd(bytes, at + 1);
      return end === -1 ? -1 : (end < 0 ? ~end : end) + 1;
    }
    case 0x7b:
      return depth > MAX_DEPTH ? -1 : listEnd(bytes, at, 0x7d, depth);
    case 0x5b:
      return depth > MAX_DEPTH ? -1 : listEnd(bytes, at, 0x5d, depth);
    case 0x74:
      return wordEnd(bytes, at, TRUE);
    case 0x66:
      return wordEnd(bytes, at, FALSE);
    case 0x6e:
      return wordEnd(bytes, at, NULL);
    default:
      return numberEnd(bytes, at);
  }
}

/** The end of the object or array that begins at `at` and ends with the byte `close`. */
function listEnd(bytes: Uint8Array, at: number, close: number, depth: number): number {
  let i = afterSpace(bytes, at + 1);
  if (bytes[i] === close) return i + 1;
  for (;;) {
    if (close === 0x7d) {
      i = memberValue(bytes, i);
      if (i < 0) return -1;
    }
    i = valueEnd(bytes, i, depth + 1);
    if (i < 0) return -1;
    i = afterSpace(bytes, i);
    if (bytes[i] === close) return i + 1;
    if (bytes[i] !== 0x2c) return -1;
    i = afterSpace(bytes, i + 1);
  }
}

/** The beginning of the value of the member whose key's quote stands at `at`; -1 where none does. */
function memberValue(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE) return -1;
  const end = stringEnd(bytes, at + 1);
  return end === -1 ? -1 : afterColon(bytes, (end < 0 ? ~end : end) + 1);
}

/** The beginning of the value after the colon that stands next; -1 where none does. */
export function afterColon(bytes: Uint8Array, at: number): number {
  const colon = bytes[at] === 0x3a ? at : afterSpace(bytes, at);
  return bytes[colon] === 0x3a ? afterSpace(bytes, colon + 1) : -1;
}

/** The end of the number that begins at `at`; -1 where there is none. */
export function numberEnd(bytes: Uint8Array, at: number): number {
  let i = bytes[at] === 0x2d ? at + 1 : at;
  if (bytes[i] === 0x30) i += 1;
  else {
    const end = digitsEnd(bytes, i);
    if (end === i) return -1;
    i = end;
  }
  if (bytes[i] === 0x2e) {
    const end = digitsEnd(bytes, i + 1);
    if (end === i + 1) return -1;
    i = end;
  }
  if ((bytes[i]! | 0x20) === 0x65) {
    const sign = bytes[i + 1] === 0x2b || bytes[i + 1] === 0x2d ? 1 : 0;
    const end = digitsEnd(bytes, i + 1 + sign);
    if (end === i + 1 + sign) return -1;
    i = end;
  }
  return i;
}

function digitsEnd(bytes: Uint8Array, at: number): number {
  let i = at;
  for (let byte = bytes[i]!; byte >= 0x30 && byte <= 0x39; byte = bytes[i]!) i++;
  return i;
}

function wordEnd(bytes: Uint8Array, at: number, word: Uint8Array): number {
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return -1;
  return at + word.length;
}

function asciiOf(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
