import type { TextTable } from '../model/batch.ts';

const encoder = new TextEncoder();

/** Texts by id, each once: an open-addressing table over their UTF-8 bytes, so that no string is made. */
export class TextDictionary {
  private bytes = new Uint8Array(1 << 12);
  private ends = new Uint32Array(1 << 8);
  private slots = new Uint32Array(1 << 9);
  private size = 0;

  get count(): number {
    return this.size;
  }

  /** Bytes that its buffers hold. */
  get held(): number {
    return this.bytes.byteLength + this.ends.byteLength + this.slots.byteLength;
  }

  /** The id (from 1) of the text bytes[from … to]. */
  intern(bytes: Uint8Array, from: number, to: number): number {
    let hash = 0x811c9dc5;
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    hash ^= hash >>> 15;
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let id = this.slots[slot]!; id !== 0; id = this.slots[slot]!) {
      if (this.equals(id, bytes, from, to)) return id;
      slot = (slot + 1) & mask;
    }
    const id = this.append(bytes, from, to);
    this.slots[slot] = id;
    if (2 * this.size > this.slots.length) this.rehash();
    return id;
  }

  internString(text: string): number {
    const bytes = encoder.encode(text);
    return this.intern(bytes, 0, bytes.length);
  }

  /** A table that later additions do not change; its buffers are its own. */
  snapshot(): TextTable {
    return {
      count: this.size,
      bytes: this.bytes.slice(0, this.ends[this.size]),
      ends: this.ends.slice(0, this.size + 1),
    };
  }

  private equals(id: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.ends[id - 1]!;
    if (this.ends[id]! - start !== to - from) return false;
    for (let i = 0; i < to - from; i++) if (this.bytes[start + i] !== bytes[from + i]) return false;
    return true;
  }

  private append(bytes: Uint8Array, from: number, to: number): number {
    const start = this.ends[this.size]!;
    const end = start + to - from;
    if (end > this.bytes.length) this.bytes = grown(this.bytes, Math.max(end, 2 * this.bytes.length));
    this.bytes.set(bytes.subarray(from, to), start);
    this.size += 1;
    if (this.size === this.ends.length) {
      const ends = new Uint32Array(2 * this.ends.length);
      ends.set(this.ends);
      this.ends = ends;
    }
    this.ends[this.size] = end;
    return this.size;
  }

  private rehash(): void {
    this.slots = new Uint32Array(2 * this.slots.length);
    const mask = this.slots.length - 1;
    for (let id = 1; id <= this.size; id++) {
      let hash = 0x811c9dc5;
      for (let i = this.ends[id - 1]!; i < this.ends[id]!; i++)
        hash = Math.imul(hash ^ this.bytes[i]!, 0x01000193);
      hash ^= hash >>> 15;
      let slot = hash & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = id;
    }
  }
}

function grown(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const bigger = new Uint8Array(length);
  bigger.set(bytes);
  return bigger;
}
