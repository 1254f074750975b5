const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
const LINE_FEEDS = 0x0a0a0a0a;
const LINE_FEED = 0x0a;
const QUOTE = 0x22;
const QUOTES = 0x22222222;
const BACKSLASH = 0x5c;
const BACKSLASHES = 0x5c5c5c5c;
const SPACE = 0x20;
const SPACES = 0x20202020;

/**
 * A buffer seen as bytes and, for searching four of them at a time, as words. Positions are those of the buffer,
 * not of a view into it. A search reads whole words, so it must begin where a hit before `limit` is certain.
 */
export interface Words {
  readonly buffer: ArrayBufferLike;
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  /** For words that begin anywhere. */
  readonly data: DataView;
  /** The end of the last whole word. */
  readonly limit: number;
}

export function wordsOf(buffer: ArrayBufferLike): Words {
  const count = buffer.byteLength >> 2;
  return {
    buffer,
    bytes: new Uint8Array(buffer),
    words: new Int32Array(buffer, 0, count),
    data: new DataView(buffer as ArrayBuffer),
    limit: count << 2,
  };
}

/** The position of the first line feed at or after `at`. There must be one before the limit. */
export function lineEnd({ bytes, words }: Words, at: number): number {
  if (!LITTLE_ENDIAN) return bytes.indexOf(LINE_FEED, at);
  let i = at >> 2;
  let hits = zeroBytes(words[i]! ^ LINE_FEEDS) & (-1 << ((at & 3) << 3));
  while (hits === 0) {
    hits = someZeroByte(words[++i]! ^ LINE_FEEDS);
    if (hits !== 0) break;
    hits = someZeroByte(words[++i]! ^ LINE_FEEDS);
    if (hits !== 0) break;
    hits = someZeroByte(words[++i]! ^ LINE_FEEDS);
    if (hits !== 0) break;
    hits = someZeroByte(words[++i]! ^ LINE_FEEDS);
  }
  return (i << 2) + firstHit(hits);
}

/**
 * The position after the `count`th (from 1) byte `separator` at or after `at`, all within one line.
 * There must be a line feed before the limit.
 * @param pattern the separator four times, as `fourTimes` gives it
 * @returns -1 where the line has fewer
 */
export function afterSeparators(view: Words, at: number, count: number, pattern: number): number {
  if (!LITTLE_ENDIAN) return afterSeparatorsBytewise(view.bytes, at, count, pattern & 0xff);
  const { words } = view;
  const mask = -1 << ((at & 3) << 3);
  let i = at >> 2;
  let word = words[i]!;
  let hits = zeroBytes(word ^ pattern) & mask;
  let ends = zeroBytes(word ^ LINE_FEEDS) & mask;
  let missing = count;
  let found = Math.imul(hits >>> 7, 0x01010101) >>> 24;
  while (found < missing) {
    if (ends !== 0) return -1;
    missing -= found;
    word = words[++i]!;
    hits = zeroBytes(word ^ pattern);
    ends = someZeroByte(word ^ LINE_FEEDS);
    found = Math.imul(hits >>> 7, 0x01010101) >>> 24;
  }
  for (; missing > 1; missing--) hits &= hits - 1;
  const position = (i << 2) + firstHit(hits);
  if (ends !== 0 && lineEnd(view, Math.max(at, i << 2)) < position) return -1;
  return position + 1;
}

/**
 * Whether the bytes at `at` are those of the text, whose first four, next four … are given as words in little
 * order, the last one overlapping the one before where the length is no multiple of four.
 */
export function spellsText({ data, limit }: Words, at: number, { length, words }: TextWords): boolean {
  const last = at + length - 4;
  if (last + 4 > limit) return false;
  let n = 0;
  for (let i = at; i < last; i += 4) if (data.getInt32(i, true) !== words[n++]) return false;
  return data.getInt32(last, true) === words[n];
}

/** A text of at least four bytes, made ready for `spellsText`. */
export interface TextWords {
  readonly length: number;
  readonly words: Int32Array;
}

export function textWords(text: Uint8Array): TextWords {
  const { length } = text;
  const data = new DataView(text.buffer as ArrayBuffer, text.byteOffset, length);
  const count = Math.ceil(length / 4);
  const words = Int32Array.from({ length: count }, (_, n) =>
    data.getInt32(Math.min(4 * n, length - 4), true),
  );
  return { length, words };
}

/**
 * The position of the first quote, backslash or control character at or after `at`. There must be a line feed
 * before the limit.
 */
export function plainTextEnd({ bytes, data, limit }: Words, at: number): number {
  let i = at;
  for (; i + 4 <= limit; i += 4) {
    const word = data.getInt32(i, true);
    const quotes = someZeroByte(word ^ QUOTES);
    const backslashes = someZeroByte(word ^ BACKSLASHES);
    const ends = quotes | backslashes | ((word - SPACES) & ~word & 0x80808080);
    if (ends !== 0) return i + firstHit(ends);
  }
  while (bytes[i] !== QUOTE && bytes[i] !== BACKSLASH && bytes[i]! >= SPACE) i++;
  return i;
}

/** A byte in all four places of a word. */
export function fourTimes(byte: number): number {
  return Math.imul(byte, 0x01010101);
}

/** Bit 7 of every byte that is zero; all other bits are 0. */
function zeroBytes(word: number): number {
  return ~(((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word) & 0x80808080;
}

/**
 * Not 0 where a byte is zero. Only the lowest bit set tells which: those above may stand for a byte that is 1,
 * so it must not be masked.
 */
function someZeroByte(word: number): number {
  return (word - 0x01010101) & ~word & 0x80808080;
}

function firstHit(hits: number): number {
  return (31 - Math.clz32(hits & -hits)) >> 3;
}

function afterSeparatorsBytewise(bytes: Uint8Array, at: number, count: number, separator: number): number {
  let missing = count;
  for (let i = at; ; i++) {
    if (bytes[i] === separator && --missing === 0) return i + 1;
    if (bytes[i] === LINE_FEED) return -1;
  }
}
