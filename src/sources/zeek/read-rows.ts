const ROW_BYTES = 96;
const NUMBERS = ROW_BYTES / 8;
/** In words of 32 bits, as the places of what is no number within a row. */
export const ROW_WORDS = ROW_BYTES / 4;
const SRC_IP = 12;
const DEST_IP = 13;
const PORTS = 14;
const BEFORE = 15;

/**
 * The rows that a program in WebAssembly read, in its memory. A row is six numbers (begin, duration, bytes out and
 * in, packets out and in), two addresses of 32 bits, two ports of 16, the number of rows before it, and the places
 * of four texts.
 */
export class ReadRows {
  /** The memory, in which the texts of rows stand. */
  bytes: Uint8Array = new Uint8Array(0);
  /** The memory as words of 32 bits: the addresses of row n stand ROW_WORDS · n behind those of row 0. */
  words: Uint32Array = new Uint32Array(0);
  private numbers: Float64Array = new Float64Array(0);
  private readonly at: number;

  /** @param at where the rows stand, a multiple of eight */
  constructor(memory: WebAssembly.Memory, at: number) {
    this.at = at;
    this.renew(memory);
  }

  /** To be called when the memory has grown. */
  renew({ buffer }: WebAssembly.Memory): void {
    this.bytes = new Uint8Array(buffer);
    this.numbers = new Float64Array(buffer);
    this.words = new Uint32Array(buffer);
  }

  /** Time of row n's beginning in µs. */
  start(row: number): number {
    return this.numbers[this.placeOf(row) >> 3]!;
  }

  /** In µs; NaN where it is unset, as in all numbers that follow. */
  duration(row: number): number {
    return this.numbers[(this.placeOf(row) >> 3) + 1]!;
  }

  origBytes(row: number): number {
    return this.numbers[(this.placeOf(row) >> 3) + 2]!;
  }

  respBytes(row: number): number {
    return this.numbers[(this.placeOf(row) >> 3) + 3]!;
  }

  packets(row: number): number {
    return this.numbers[(this.placeOf(row) >> 3) + 4]! + this.numbers[(this.placeOf(row) >> 3) + 5]!;
  }

  /** The address as a number, as all IPv4 addresses here. */
  srcIp(row: number): number {
    return this.words[(this.placeOf(row) >> 2) + SRC_IP]!;
  }

  destIp(row: number): number {
    return this.words[(this.placeOf(row) >> 2) + DEST_IP]!;
  }

  srcPort(row: number): number {
    return this.words[(this.placeOf(row) >> 2) + PORTS]! & 0xffff;
  }

  destPort(row: number): number {
    return this.words[(this.placeOf(row) >> 2) + PORTS]! >>> 16;
  }

  /** How many rows the scan had passed over or read before this one. */
  before(row: number): number {
    return this.words[(this.placeOf(row) >> 2) + BEFORE]!;
  }

  /** Where in `bytes` the n-th of the wanted texts begins and ends; both 0 where it is unset. */
  textFrom(row: number, n: number): number {
    return this.words[(this.placeOf(row) >> 2) + 16 + 2 * n]!;
  }

  textTo(row: number, n: number): number {
    return this.words[(this.placeOf(row) >> 2) + 17 + 2 * n]!;
  }

  /** Where in `words` the addresses of row 0 stand. */
  get srcIpAt(): number {
    return this.at / 4 + SRC_IP;
  }

  get destIpAt(): number {
    return this.at / 4 + DEST_IP;
  }

  /** The times of the beginnings of the first rows, into `into` from `to` on. */
  copyStarts(count: number, into: Float64Array, to: number): void {
    const { numbers } = this;
    for (let n = 0, from = this.at / 8; n < count; n++, from += NUMBERS) into[to + n] = numbers[from]!;
  }

  /** In the same way, `record` more than how many rows the scan had passed over or read before each. */
  copyRecords(count: number, record: number, into: Uint32Array, to: number): void {
    const { words } = this;
    for (let n = 0, from = this.at / 4 + BEFORE; n < count; n++, from += ROW_WORDS)
      into[to + n] = record + words[from]!;
  }

  copySrcPorts(count: number, into: Uint16Array, to: number): void {
    const { words } = this;
    for (let n = 0, from = this.at / 4 + PORTS; n < count; n++, from += ROW_WORDS)
      into[to + n] = words[from]!;
  }

  copyDestPorts(count: number, into: Uint16Array, to: number): void {
    const { words } = this;
    for (let n = 0, from = this.at / 4 + PORTS; n < count; n++, from += ROW_WORDS)
      into[to + n] = words[from]! >>> 16;
  }

  private placeOf(row: number): number {
    return this.at + ROW_BYTES * row;
  }
}
