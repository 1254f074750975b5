import type { ParsedAddress } from '../../../model/address.ts';
import type { Micros } from '../../../model/time.ts';

/** That an address belongs to a host, as one record says it. */
export interface NamedAddress {
  readonly time: Micros;
  readonly address: ParsedAddress;
  /** In lower case, without a dot at its end. */
  readonly name: string;
  /** The end of the lease; null where the record tells of none. */
  readonly until: Micros | null;
  readonly protocol: 'dhcp' | 'ptr' | 'dns';
}

const MAX_LENGTH = 253;
/** What DNS and NetBIOS allow, and no address. */
const NAME = /^(?![\d.]+$)[a-z\d_-](?:[a-z\d._-]*[a-z\d_-])?$/;

/** The name in the form in which names are compared; null where it is none that a host could have. */
export function hostName(text: string | null): string | null {
  if (text === null) return null;
  const name = text.trim().toLowerCase().replace(/\.$/, '');
  return name.length <= MAX_LENGTH && NAME.test(name) ? name : null;
}
