import { ADDRESS_BYTES, parseAddress } from '../model/address.ts';
import type { Network } from '../model/want.ts';

/** Reads `10.0.0.0/8`, `2001:db8::/32` or a single address; null where the text is none. */
export function parseNetwork(text: string): Network | null {
  const slash = text.indexOf('/');
  const parsed = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (parsed === null) return null;
  const bits = text.includes(':') ? 128 : 32;
  const stated = slash < 0 ? String(bits) : text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(stated) || Number(stated) > bits) return null;
  return { address: parsed.bytes, prefix: 128 - bits + Number(stated) };
}

/** Whether the address at `offset` lies in the network. */
export function contains(network: Network, bytes: Uint8Array, offset: number): boolean {
  const whole = network.prefix >> 3;
  for (let i = 0; i < whole; i++) if (bytes[offset + i] !== network.address[i]) return false;
  const rest = network.prefix & 7;
  if (rest === 0 || whole >= ADDRESS_BYTES) return true;
  return (bytes[offset + whole]! ^ network.address[whole]!) >> (8 - rest) === 0;
}
