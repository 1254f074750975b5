const SIZE = 128;
const encoder = new TextEncoder();

/** Names to numbers (from 0), looked up by the bytes of a text. */
export class KeyTable {
  private readonly keys: (Uint8Array | null)[] = new Array(SIZE).fill(null);
  private readonly codes = new Int8Array(SIZE);

  /** @param entries far fewer than 128 */
  constructor(entries: Iterable<readonly [name: string, code: number]>) {
    for (const [name, code] of entries) {
      const key = encoder.encode(name);
      let place = placeOf(key, 0, key.length);
      while (this.keys[place] !== null) place = (place + 1) & (SIZE - 1);
      this.keys[place] = key;
      this.codes[place] = code;
    }
  }

  /** The number of bytes[from … to]; -1 where they are none of the names. */
  find(bytes: Uint8Array, from: number, to: number): number {
    if (to === from) return -1;
    for (let place = placeOf(bytes, from, to); ; place = (place + 1) & (SIZE - 1)) {
      const key = this.keys[place]!;
      if (key === null) return -1;
      if (spells(bytes, from, to, key)) return this.codes[place]!;
    }
  }
}

function placeOf(bytes: Uint8Array, from: number, to: number): number {
  const length = to - from;
  return (
    (5 * length + 3 * bytes[from]! + 17 * bytes[to - 1]! + 29 * bytes[from + (length >> 1)]!) & (SIZE - 1)
  );
}

function spells(bytes: Uint8Array, from: number, to: number, key: Uint8Array): boolean {
  if (to - from !== key.length) return false;
  for (let i = 0; i < key.length; i++) if (bytes[from + i] !== key[i]) return false;
  return true;
}
