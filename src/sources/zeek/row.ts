/** Where the values of one record stand: slot n at bytesOf(n)[from[n] … to[n]]; from[n] < 0 is unset. */
export class Row {
  readonly from: Int32Array;
  readonly to: Int32Array;
  private bytes = new Uint8Array(0);
  private readonly decoded: (Uint8Array | null)[];
  private anyDecoded = false;

  /** @param slots how many */
  constructor(slots: number) {
    this.from = new Int32Array(slots).fill(-1);
    this.to = new Int32Array(slots);
    this.decoded = new Array<Uint8Array | null>(slots).fill(null);
  }

  /** Forgets the record before. */
  begin(bytes: Uint8Array): void {
    this.bytes = bytes as Uint8Array<ArrayBuffer>;
    this.from.fill(-1);
    if (this.anyDecoded) this.decoded.fill(null);
    this.anyDecoded = false;
  }

  has(slot: number): boolean {
    return this.from[slot]! >= 0;
  }

  set(slot: number, from: number, to: number): void {
    this.from[slot] = from;
    this.to[slot] = to;
  }

  /** For a value that the record does not spell as it is. */
  setDecoded(slot: number, value: Uint8Array): void {
    this.set(slot, 0, value.length);
    this.decoded[slot] = value;
    this.anyDecoded = true;
  }

  bytesOf(slot: number): Uint8Array {
    return this.decoded[slot] ?? this.bytes;
  }
}
