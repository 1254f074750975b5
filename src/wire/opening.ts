import { COOKED, COOKED_2, ETHERNET, type Protocol } from './protocol.ts';
import { ACK, SYN } from './tcp-flags.ts';

const TCP = 6;
const V4_HEADER = 20;
const V6_HEADER = 40;
const FLAGS_AT = 13;

/**
 * Whether a packet can be the first SYN of a connection, from a few fixed places: bytes[from … to] begin with the
 * layer `link`. No is certain: `toTcp` would not find TCP, or find other flags. Yes is what all get that are not
 * plain IP with TCP right behind it.
 */
export function canOpen(bytes: Uint8Array, from: number, to: number, link: Protocol): boolean {
  const ip = ipAt(bytes, from, link);
  if (ip < 0 || to - ip < V6_HEADER) return true;
  const first = bytes[ip]!;
  let tcp: number;
  if (first >> 4 === 4) {
    const header = (first & 0x0f) * 4;
    const fragment = (bytes[ip + 6]! & 0x3f) | bytes[ip + 7]!;
    if (header < V4_HEADER || fragment !== 0 || bytes[ip + 9] !== TCP) return true;
    tcp = ip + header;
  } else if (first >> 4 === 6) {
    if (bytes[ip + 6] !== TCP) return true;
    tcp = ip + V6_HEADER;
  } else return true;
  return tcp + FLAGS_AT >= to || (bytes[tcp + FLAGS_AT]! & (SYN | ACK)) === SYN;
}

/** Where the IP header stands, -1 where that is not plain; it may lie past the packet's end. */
function ipAt(bytes: Uint8Array, from: number, link: Protocol): number {
  if (link === ETHERNET) {
    const type = typeAt(bytes, from + 12);
    if (isIp(type)) return from + 14;
    return type === VLAN && isIp(typeAt(bytes, from + 16)) ? from + 18 : -1;
  }
  if (link === COOKED) return isIp(typeAt(bytes, from + 14)) ? from + 16 : -1;
  if (link === COOKED_2) return isIp(typeAt(bytes, from)) ? from + 20 : -1;
  return -1;
}

const VLAN = 0x8100;

function typeAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

function isIp(type: number): boolean {
  return type === 0x0800 || type === 0x86dd;
}
