import { ADDRESS_BYTES, isV4, parseAddress, writeV4 } from '../model/address.ts';
import type { AddressTable } from '../model/batch.ts';
import { TextDictionary } from './text-dictionary.ts';

const decoder = new TextDecoder();

/** Where in an IPv4 address its number stands. */
const V4_AT = 12;

/** Spreads numbers that follow one another over all bits. */
const ODD = 0x9e3779b1;

/** Addresses by id, each once (once a scope, where texts name scopes). */
export class AddressDictionary {
  private bytes = new Uint8Array(1 << 10);
  /** Ids of all other addresses. */
  private slots = new Uint32Array(1 << 8);
  private slotsTaken = 0;
  private size = 0;
  private scopes: Map<number, string> | null = null;
  /** IPv4 addresses as numbers, each followed by its id, in slots of two. */
  private v4 = new Uint32Array(1 << 9);
  private v4Size = 0;
  /** Ids of texts already read, by the id of the text; 0 where the text is no address. */
  private readonly texts = new TextDictionary();
  private idOfText = new Uint32Array(1 << 8);

  get count(): number {
    return this.size;
  }

  /** Bytes that its buffers hold. */
  get held(): number {
    return this.bytes.byteLength + this.slots.byteLength + this.v4.byteLength;
  }

  /** The buffer in which address n stands at 16 n. Valid until the next addition. */
  get buffer(): Uint8Array {
    return this.bytes;
  }

  /** The id (from 1) of the sixteen bytes at `offset`. */
  intern(bytes: Uint8Array, offset: number): number {
    if (isV4(bytes, offset)) return this.internV4(numberAt(bytes, offset + V4_AT));
    const mask = this.slots.length - 1;
    let slot = hashOf(bytes, offset) & mask;
    for (let id = this.slots[slot]!; id !== 0; id = this.slots[slot]!) {
      if (this.equals(id, bytes, offset)) return id;
      slot = (slot + 1) & mask;
    }
    const id = this.append(bytes, offset);
    this.slots[slot] = id;
    this.slotsTaken += 1;
    if (2 * this.slotsTaken > this.slots.length) this.rehash();
    return id;
  }

  /** @param address IPv4 as a number, its first part in the highest byte */
  internV4(address: number): number {
    const { v4 } = this;
    const mask = v4.length - 2;
    let slot = hashV4(address) & mask;
    for (let id = v4[slot + 1]!; id !== 0; id = v4[slot + 1]!) {
      if (v4[slot] === address) return id;
      slot = (slot + 2) & mask;
    }
    const at = this.makeRoom();
    writeV4(this.bytes, at, address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255);
    v4[slot] = address;
    v4[slot + 1] = this.size;
    this.v4Size += 1;
    if (4 * this.v4Size > v4.length) this.rehashV4();
    return this.size;
  }

  /** The ids of so many IPv4 addresses: of each words[from + n · step] the one in ids[at + n]. */
  internEach(
    words: Uint32Array,
    from: number,
    step: number,
    count: number,
    ids: Uint32Array,
    at: number,
  ): void {
    let { v4 } = this;
    let mask = v4.length - 2;
    for (let n = 0, place = from; n < count; n++, place += step) {
      const address = words[place]!;
      let slot = hashV4(address) & mask;
      while (v4[slot] !== address && v4[slot + 1] !== 0) slot = (slot + 2) & mask;
      let id = v4[slot + 1]!;
      if (id === 0) {
        id = this.internV4(address);
        v4 = this.v4;
        mask = v4.length - 2;
      }
      ids[at + n] = id;
    }
  }

  internScoped(bytes: Uint8Array, offset: number, scope: string): number {
    this.scopes ??= new Map();
    for (const [id, known] of this.scopes) if (known === scope && this.equals(id, bytes, offset)) return id;
    const id = this.append(bytes, offset);
    this.scopes.set(id, scope);
    return id;
  }

  /** The id of the address that bytes[from … to] spell; 0 where they spell none. */
  internText(bytes: Uint8Array, from: number, to: number): number {
    const before = this.texts.count;
    const text = this.texts.intern(bytes, from, to);
    if (text <= before) return this.idOfText[text]!;
    const parsed = parseAddress(decoder.decode(bytes.subarray(from, to)));
    const id =
      parsed === null
        ? 0
        : parsed.scope === null
          ? this.intern(parsed.bytes, 0)
          : this.internScoped(parsed.bytes, 0, parsed.scope);
    if (text >= this.idOfText.length) {
      const ids = new Uint32Array(2 * this.idOfText.length);
      ids.set(this.idOfText);
      this.idOfText = ids;
    }
    this.idOfText[text] = id;
    return id;
  }

  /** A table that later additions do not change; its buffers are its own. */
  snapshot(): AddressTable {
    return {
      count: this.size,
      bytes: this.bytes.slice(0, ADDRESS_BYTES * (this.size + 1)),
      scopes: this.scopes === null ? null : new Map(this.scopes),
    };
  }

  private equals(id: number, bytes: Uint8Array, offset: number): boolean {
    const start = ADDRESS_BYTES * id;
    for (let i = 0; i < ADDRESS_BYTES; i++) if (this.bytes[start + i] !== bytes[offset + i]) return false;
    return true;
  }

  private append(bytes: Uint8Array, offset: number): number {
    const at = this.makeRoom();
    this.bytes.set(bytes.subarray(offset, offset + ADDRESS_BYTES), at);
    return this.size;
  }

  /** One address more: where its bytes are to stand. */
  private makeRoom(): number {
    this.size += 1;
    const start = ADDRESS_BYTES * this.size;
    if (start + ADDRESS_BYTES > this.bytes.length) {
      const bigger = new Uint8Array(2 * this.bytes.length);
      bigger.set(this.bytes);
      this.bytes = bigger;
    }
    return start;
  }

  private rehashV4(): void {
    const { v4 } = this;
    this.v4 = new Uint32Array(4 * v4.length);
    const mask = this.v4.length - 2;
    for (let old = 0; old < v4.length; old += 2) {
      if (v4[old + 1] === 0) continue;
      let slot = hashV4(v4[old]!) & mask;
      while (this.v4[slot + 1] !== 0) slot = (slot + 2) & mask;
      this.v4[slot] = v4[old]!;
      this.v4[slot + 1] = v4[old + 1]!;
    }
  }

  private rehash(): void {
    this.slots = new Uint32Array(2 * this.slots.length);
    const mask = this.slots.length - 1;
    for (let id = 1; id <= this.size; id++) {
      if (this.scopes?.has(id) || isV4(this.bytes, ADDRESS_BYTES * id)) continue;
      let slot = hashOf(this.bytes, ADDRESS_BYTES * id) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = id;
    }
  }
}

function numberAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

function hashOf(bytes: Uint8Array, offset: number): number {
  let hash = 0x811c9dc5;
  for (let i = offset; i < offset + ADDRESS_BYTES; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash ^ (hash >>> 15);
}

function hashV4(address: number): number {
  const hash = Math.imul(address, ODD);
  return hash ^ (hash >>> 15);
}
