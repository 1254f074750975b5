import { AddressDictionary } from '../columns/address-dictionary.ts';
import { ADDRESS_BYTES, formatAddress, writeV4 } from '../model/address.ts';
import type { AddressTable } from '../model/batch.ts';

/**
 * Hosts by number: addresses without their scopes, and `::ffff:a.b.c.d` as the IPv4 address that it is. 0 is
 * unknown.
 */
export class Hosts {
  /** By the id of an address. */
  readonly of: Uint32Array;
  private readonly known = new AddressDictionary();

  constructor({ count, bytes }: AddressTable) {
    this.of = new Uint32Array(count + 1);
    const folded = new Uint8Array(ADDRESS_BYTES);
    for (let id = 1; id <= count; id++) {
      const at = ADDRESS_BYTES * id;
      if (isMapped(bytes, at)) {
        writeV4(folded, 0, bytes[at + 12]!, bytes[at + 13]!, bytes[at + 14]!, bytes[at + 15]!);
        this.of[id] = this.known.intern(folded, 0);
      } else this.of[id] = this.known.intern(bytes, at);
    }
  }

  get count(): number {
    return this.known.count;
  }

  /** Host n stands at 16 n. */
  get bytes(): Uint8Array {
    return this.known.buffer;
  }

  name(host: number): string {
    return formatAddress(this.known.buffer, ADDRESS_BYTES * host);
  }
}

/** Whether it is `::ffff:a.b.c.d`. */
function isMapped(bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < 10; i++) if (bytes[at + i] !== 0) return false;
  return bytes[at + 10] === 0xff && bytes[at + 11] === 0xff;
}
