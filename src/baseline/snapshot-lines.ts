import { unescaped } from './snapshot-words.ts';

const SPACE = 0x20;
const LINE_FEED = 0x0a;
const MINUS = 0x2d;
const BAD_DIGIT = 16;

/** Values of hexadecimal digits by their bytes; upper-case ones are none. */
const DIGITS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const value = '0123456789abcdef'.indexOf(String.fromCharCode(byte));
  return value < 0 ? BAD_DIGIT : value;
});

/** What is wrong with the line that is being read: one line, whatever it quotes. */
export class LineFault extends Error {
  constructor(reason: string) {
    super(reason.replace(/\p{Cc}/gu, '\ufffd'));
  }
}

/** The lines of a snapshot's file, and the words of one. Empty lines are passed over. */
export class SnapshotLines {
  /** From 1. */
  line = 0;
  /** Spaces before the first word. */
  depth = 0;
  /** Where the word read last stands. */
  from = 0;
  to = 0;
  low = 0;
  high = 0;
  readonly bytes: Uint8Array;
  private end = -1;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Goes to the next line. @returns false where there is none; a line without its line feed is none */
  next(): boolean {
    const { bytes } = this;
    do {
      const start = this.end + 1;
      let end = start;
      while (end < bytes.length && bytes[end] !== LINE_FEED) end++;
      if (end >= bytes.length) return false;
      this.line += 1;
      this.end = end;
      this.at = start;
    } while (this.at === this.end);
    const start = this.at;
    while (bytes[this.at] === SPACE) this.at++;
    this.depth = this.at - start;
    return true;
  }

  /** Goes to the next word of the line. */
  word(what: string): void {
    const { bytes } = this;
    let to = this.at;
    while (bytes[to] !== SPACE && bytes[to] !== LINE_FEED) to++;
    if (to === this.at) throw new LineFault(`${what} is missing`);
    this.from = this.at;
    this.to = to;
    this.at = bytes[to] === SPACE ? to + 1 : to;
  }

  /** Whether the line has another word. */
  get more(): boolean {
    return this.at < this.end;
  }

  text(what: string): string {
    this.word(what);
    return this.readName();
  }

  /** The word read last, as a name. */
  readName(): string {
    const text = unescaped(this.bytes, this.from, this.to);
    if (text === null) throw new LineFault('% is followed by no two digits');
    return text;
  }

  /** All that is left of the line. */
  rest(): string {
    this.from = this.at;
    this.to = this.end;
    this.at = this.end;
    return this.readName();
  }

  /** Reads a mask into `low` and `high`; `-` is an empty one. */
  mask(what: string): void {
    this.word(what);
    const { bytes, from, to } = this;
    this.low = 0;
    this.high = 0;
    if (to - from === 1 && bytes[from] === MINUS) return;
    const high = this.hex(from);
    const low = this.hex(from + 8);
    if (to - from !== 16 || high < 0 || low < 0)
      throw new LineFault(`${what} are no 16 hexadecimal digits: ${this.readName()}`);
    this.low = low;
    this.high = high;
  }

  /** Refuses what the line has too much. */
  done(): void {
    if (this.more) throw new LineFault(`\`${this.rest()}\` is too much`);
  }

  /** The value of eight digits; -1 where they are none. */
  private hex(at: number): number {
    let value = 0;
    let bad = 0;
    for (let i = at; i < at + 8; i++) {
      const digit = DIGITS[this.bytes[i]!]!;
      value = (value << 4) | digit;
      bad |= digit;
    }
    return (bad & BAD_DIGIT) === 0 ? value >>> 0 : -1;
  }
}
