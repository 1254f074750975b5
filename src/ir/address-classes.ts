import { ADDRESS_BYTES, parseAddress } from '../model/address.ts';
import type { AddressTable } from '../model/batch.ts';

/**
 * For each address id the one that stands for all ids of the same sixteen bytes; null where every id is the only
 * one of its bytes, which is so unless texts named scopes.
 */
export function addressClasses({ count, bytes, scopes }: AddressTable): Uint32Array | null {
  if (scopes === null) return null;
  const words = new Uint32Array(bytes.slice(0, ADDRESS_BYTES * (count + 1)).buffer);
  const lastWords = new Set<number>();
  for (const id of scopes.keys()) lastWords.add(words[4 * id + 3]!);
  const first = new Map<string, number>();
  const classes = new Uint32Array(count + 1);
  for (let id = 1; id <= count; id++) {
    classes[id] = id;
    if (!lastWords.has(words[4 * id + 3]!)) continue;
    const key = words.subarray(4 * id, 4 * id + 4).join();
    const known = first.get(key);
    if (known === undefined) first.set(key, id);
    else classes[id] = known;
  }
  return classes;
}

/** The order of the sixteen bytes of two addresses: below, at or above 0. */
export function compareAddresses(a: Uint8Array, atA: number, b: Uint8Array, atB: number): number {
  for (let i = 0; i < ADDRESS_BYTES; i++) {
    const difference = a[atA + i]! - b[atB + i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The bytes of an address that an analytic names; the compiler has refused what is none. */
export function literalAddress(text: string): Uint8Array {
  const parsed = parseAddress(text);
  if (parsed === null) throw new Error(`${text} is no address`);
  return parsed.bytes;
}
