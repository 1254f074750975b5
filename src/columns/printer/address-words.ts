import { ADDRESS_BYTES, formatAddress } from '../../model/address.ts';
import type { AddressTable } from '../../model/batch.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { type Literal, literalOf, putLiteral } from './literal.ts';
import type { ValueStyle } from './value-style.ts';

/** Addresses of up to so many words stand side by side: every IPv4 address does, in any style. */
const SHORT_WORDS = 5;
const LONG = 255;

/** Room that writing an address takes beside its length. */
export const ADDRESS_ROOM = 4 * SHORT_WORDS;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The addresses of a table as a style writes them, in RFC 5952: each put into words once, when it is first met. */
export class AddressWords {
  private readonly words: Int32Array;
  /** In bytes; 0 where the address was not met yet, LONG where it stands in `long`. */
  private readonly lengths: Uint8Array;
  private readonly long = new Map<number, Literal>();
  private readonly addresses: AddressTable;
  private readonly style: ValueStyle;

  private constructor(addresses: AddressTable, style: ValueStyle) {
    this.addresses = addresses;
    this.style = style;
    this.words = new Int32Array(SHORT_WORDS * (addresses.count + 1));
    this.lengths = new Uint8Array(addresses.count + 1);
  }

  /** The words of a table; the same ones for all who ask with the same style. */
  static of(addresses: AddressTable, style: ValueStyle): AddressWords {
    let byStyle = KNOWN.get(addresses);
    if (byStyle === undefined) {
      byStyle = new Map();
      KNOWN.set(addresses, byStyle);
    }
    let words = byStyle.get(style);
    if (words === undefined) {
      words = new AddressWords(addresses, style);
      byStyle.set(style, words);
    }
    return words;
  }

  /** The room that `put` needs for an address. */
  roomFor(id: number): number {
    const length = this.lengths[id]!;
    if (length === 0) this.make(id);
    return ADDRESS_ROOM + (this.lengths[id] === LONG ? this.long.get(id)!.length : 0);
  }

  /** Writes an address for which there is room; gives the position behind it. */
  put(id: number, into: DataView, at: number): number {
    const length = this.lengths[id]!;
    if (length === LONG) return putLiteral(this.long.get(id)!, into, at);
    const { words } = this;
    const from = SHORT_WORDS * id;
    into.setInt32(at, words[from]!, true);
    into.setInt32(at + 4, words[from + 1]!, true);
    into.setInt32(at + 8, words[from + 2]!, true);
    into.setInt32(at + 12, words[from + 3]!, true);
    into.setInt32(at + 16, words[from + 4]!, true);
    return at + length;
  }

  private make(id: number): void {
    const { addresses } = this;
    const scope = addresses.scopes?.get(id) ?? null;
    const text = encoder.encode(formatAddress(addresses.bytes, ADDRESS_BYTES * id, scope));
    const out = new ByteBuffer();
    this.style.text(text, 0, text.length, out);
    const literal = literalOf(decoder.decode(out.written));
    if (literal.words.length <= SHORT_WORDS) {
      this.words.set(literal.words, SHORT_WORDS * id);
      this.lengths[id] = literal.length;
    } else {
      this.long.set(id, literal);
      this.lengths[id] = LONG;
    }
  }
}

const KNOWN = new WeakMap<AddressTable, Map<ValueStyle, AddressWords>>();
