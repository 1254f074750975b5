import type { TextTable } from '../model/batch.ts';
import { decodeText, type TextForm, toForm } from './text-values.ts';

const encoder = new TextEncoder();

/**
 * Gives every text id of a store the id that stands for all texts equal to it in a form, so that comparing texts
 * is comparing numbers. Works out only the ids that it is asked for; holds at most twelve bytes a text of the
 * store, and no strings.
 */
export class TextClasses {
  private readonly texts: TextTable;
  private readonly form: TextForm;
  /** 0 where not yet known. */
  private readonly known: Uint32Array;
  private slots = new Uint32Array(1 << 10);
  private size = 0;
  private readonly asked: Scratch = { bytes: new Uint8Array(256) };
  private readonly other: Scratch = { bytes: new Uint8Array(256) };

  constructor(texts: TextTable, form: TextForm) {
    this.texts = texts;
    this.form = form;
    this.known = new Uint32Array(form === 'cased' ? 0 : texts.count + 1);
  }

  /** The class of an id; 0, the unknown text, is its own. */
  of(id: number): number {
    if (id === 0 || this.form === 'cased') return id;
    const known = this.known[id]!;
    return known === 0 ? this.classify(id) : known;
  }

  private classify(id: number): number {
    const length = this.write(id, this.asked);
    const mask = this.slots.length - 1;
    let slot = hashOf(this.asked.bytes, length) & mask;
    for (let known = this.slots[slot]!; known !== 0; known = this.slots[slot]!) {
      if (this.equalsAsked(known, length)) {
        this.known[id] = known;
        return known;
      }
      slot = (slot + 1) & mask;
    }
    this.slots[slot] = id;
    this.known[id] = id;
    this.size += 1;
    if (2 * this.size > this.slots.length) this.grow();
    return id;
  }

  /** Writes the text's form as UTF-8. @returns its length in bytes. */
  private write(id: number, into: Scratch): number {
    const { bytes, ends } = this.texts;
    const start = ends[id - 1]!;
    const length = ends[id]! - start;
    if (into.bytes.length < length) into.bytes = new Uint8Array(2 * length);
    if (this.form === 'folded' && foldAscii(bytes, start, length, into.bytes)) return length;
    const form = encoder.encode(toForm(decodeText(this.texts, id), this.form));
    if (into.bytes.length < form.length) into.bytes = new Uint8Array(2 * form.length);
    into.bytes.set(form);
    return form.length;
  }

  private equalsAsked(id: number, length: number): boolean {
    if (this.write(id, this.other) !== length) return false;
    const { bytes } = this.other;
    for (let i = 0; i < length; i++) if (bytes[i] !== this.asked.bytes[i]) return false;
    return true;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Uint32Array(2 * old.length);
    const mask = this.slots.length - 1;
    for (const id of old) {
      if (id === 0) continue;
      const length = this.write(id, this.other);
      let slot = hashOf(this.other.bytes, length) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = id;
    }
  }
}

interface Scratch {
  bytes: Uint8Array;
}

/** Lower case where all bytes are ASCII; false where one is not. */
function foldAscii(bytes: Uint8Array, start: number, length: number, into: Uint8Array): boolean {
  for (let i = 0; i < length; i++) {
    const byte = bytes[start + i]!;
    if (byte >= 0x80) return false;
    into[i] = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
  }
  return true;
}

function hashOf(bytes: Uint8Array, length: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash ^ (hash >>> 15);
}
