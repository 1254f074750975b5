/**
 * A hash table over keys of a fixed number of 32-bit words that hands out small numbers, kept in the order of age so
 * that the oldest can be let go. What belongs to a key is held by the user in arrays by that number.
 */
export class KeyTable {
  /** The number of the oldest entry, -1 where there is none. */
  oldest = -1;
  size = 0;
  private readonly width: number;
  private keys: Uint32Array;
  private hashes: Uint32Array;
  private older: Int32Array;
  private younger: Int32Array;
  /** Entry number + 1 by slot; 0 is free. */
  private slots: Int32Array;
  private youngest = -1;
  private free = -1;
  private used = 0;

  constructor(keyWords: number) {
    this.width = keyWords;
    this.keys = new Uint32Array(64 * keyWords);
    this.hashes = new Uint32Array(64);
    this.older = new Int32Array(64);
    this.younger = new Int32Array(64);
    this.slots = new Int32Array(128);
  }

  /** The number of the entry with that key, -1 where there is none. */
  find(key: Uint32Array): number {
    const hash = hashOf(key, this.width);
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; this.slots[slot] !== 0; slot = (slot + 1) & mask) {
      const entry = this.slots[slot]! - 1;
      if (this.hashes[entry] === hash && this.equals(entry, key)) return entry;
    }
    return -1;
  }

  /** Takes in a key that is not there yet, as the youngest. */
  add(key: Uint32Array): number {
    if (2 * (this.size + 1) > this.slots.length) this.rehash();
    const entry = this.allot();
    this.keys.set(key.subarray(0, this.width), entry * this.width);
    this.hashes[entry] = hashOf(key, this.width);
    this.place(entry);
    this.append(entry);
    this.size += 1;
    return entry;
  }

  /** Makes an entry the youngest. */
  touch(entry: number): void {
    if (entry === this.youngest) return;
    this.unlink(entry);
    this.append(entry);
  }

  remove(entry: number): void {
    this.unlink(entry);
    const mask = this.slots.length - 1;
    let hole = this.hashes[entry]! & mask;
    while (this.slots[hole] !== entry + 1) hole = (hole + 1) & mask;
    for (let next = (hole + 1) & mask; this.slots[next] !== 0; next = (next + 1) & mask) {
      const home = this.hashes[this.slots[next]! - 1]! & mask;
      if (((next - home) & mask) < ((next - hole) & mask)) continue;
      this.slots[hole] = this.slots[next]!;
      hole = next;
    }
    this.slots[hole] = 0;
    this.younger[entry] = this.free;
    this.free = entry;
    this.size -= 1;
  }

  private equals(entry: number, key: Uint32Array): boolean {
    const { width, keys } = this;
    const start = entry * width;
    for (let i = 0; i < width; i++) if (keys[start + i] !== key[i]) return false;
    return true;
  }

  private allot(): number {
    if (this.free >= 0) {
      const entry = this.free;
      this.free = this.younger[entry]!;
      return entry;
    }
    if (this.used === this.hashes.length) this.grow();
    this.used += 1;
    return this.used - 1;
  }

  private grow(): void {
    const capacity = 2 * this.hashes.length;
    const { keys, hashes, older, younger } = this;
    this.keys = new Uint32Array(capacity * this.width);
    this.keys.set(keys);
    this.hashes = new Uint32Array(capacity);
    this.hashes.set(hashes);
    this.older = new Int32Array(capacity);
    this.older.set(older);
    this.younger = new Int32Array(capacity);
    this.younger.set(younger);
  }

  private rehash(): void {
    this.slots = new Int32Array(2 * this.slots.length);
    for (let entry = this.oldest; entry >= 0; entry = this.younger[entry]!) this.place(entry);
  }

  private place(entry: number): void {
    const mask = this.slots.length - 1;
    let slot = this.hashes[entry]! & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = entry + 1;
  }

  private append(entry: number): void {
    this.older[entry] = this.youngest;
    this.younger[entry] = -1;
    if (this.youngest >= 0) this.younger[this.youngest] = entry;
    else this.oldest = entry;
    this.youngest = entry;
  }

  private unlink(entry: number): void {
    const older = this.older[entry]!;
    const younger = this.younger[entry]!;
    if (older >= 0) this.younger[older] = younger;
    else this.oldest = younger;
    if (younger >= 0) this.older[younger] = older;
    else this.youngest = older;
  }
}

function hashOf(key: Uint32Array, width: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < width; i++) {
    hash = Math.imul(hash ^ key[i]!, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
