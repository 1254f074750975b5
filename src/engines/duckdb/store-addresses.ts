import { ADDRESS_BYTES } from '../../model/address.ts';
import type { AddressTable } from '../../model/batch.ts';

/** The first or the last eight bytes of every address as a number: by id two halves, the lower first. */
export function addressWords(addresses: AddressTable, half: 'high' | 'low'): Uint32Array {
  const words = new Uint32Array(2 * (addresses.count + 1));
  const view = new DataView(addresses.bytes.buffer, addresses.bytes.byteOffset, addresses.bytes.byteLength);
  for (let id = 1; id <= addresses.count; id++) {
    const offset = ADDRESS_BYTES * id + (half === 'high' ? 0 : ADDRESS_BYTES / 2);
    words[2 * id] = view.getUint32(offset + 4);
    words[2 * id + 1] = view.getUint32(offset);
  }
  return words;
}
