import { ADDRESS_BYTES, writeV4 } from '../model/address.ts';
import type { Packet } from './packet.ts';

/** Both addresses and both ports of a TCP packet. */
export const TUPLE_BYTES = 2 * ADDRESS_BYTES + 4;

/** Both addresses in words of 32 bits. */
export const ADDRESS_WORDS = ADDRESS_BYTES / 2;
/** Both addresses and both ports in words. */
export const PAIR_WORDS = ADDRESS_WORDS + 1;

/** What stands before an IPv4 address, in words. */
const V4_FILL = 0xffffffff;

/** Writes source and destination of the innermost IP header, 16 bytes each, as model/address has them. */
function writeAddresses(packet: Packet, into: Uint8Array): void {
  const { ip, ipAt } = packet;
  if (packet.version === 4) {
    writeV4(into, 0, ip[ipAt + 12]!, ip[ipAt + 13]!, ip[ipAt + 14]!, ip[ipAt + 15]!);
    writeV4(into, ADDRESS_BYTES, ip[ipAt + 16]!, ip[ipAt + 17]!, ip[ipAt + 18]!, ip[ipAt + 19]!);
  } else for (let i = 0; i < 2 * ADDRESS_BYTES; i++) into[i] = ip[ipAt + 8 + i]!;
}

/** Writes source, destination, source port, destination port; `packet.at` is at the TCP header. */
export function writeTuple(packet: Packet, into: Uint8Array): void {
  writeAddresses(packet, into);
  for (let i = 0; i < 4; i++) into[2 * ADDRESS_BYTES + i] = packet.u8(i);
}

/** The same tuple seen from the other side. */
export function turnTuple(from: Uint8Array, into: Uint8Array): void {
  const ports = 2 * ADDRESS_BYTES;
  for (let i = 0; i < ADDRESS_BYTES; i++) {
    into[i] = from[ADDRESS_BYTES + i]!;
    into[ADDRESS_BYTES + i] = from[i]!;
  }
  for (let i = 0; i < 2; i++) {
    into[ports + i] = from[ports + 2 + i]!;
    into[ports + 2 + i] = from[ports + i]!;
  }
}

/** Writes source and destination of the innermost IP header in words, so as to tell them apart quickly. */
export function writeAddressWords({ ip, ipAt, version }: Packet, into: Uint32Array): void {
  if (version === 4) {
    into[0] = into[1] = into[2] = V4_FILL;
    into[3] = u32(ip, ipAt + 12);
    into[4] = into[5] = into[6] = V4_FILL;
    into[7] = u32(ip, ipAt + 16);
  } else for (let i = 0; i < ADDRESS_WORDS; i++) into[i] = u32(ip, ipAt + 8 + 4 * i);
}

/**
 * Writes the two ends of a TCP packet in words, the lesser one first, so that both directions of a connection give
 * the same; `packet.at` is at the TCP header.
 * @returns whether the source is the lesser one
 */
export function writePair(packet: Packet, into: Uint32Array): boolean {
  const source = packet.u16(0);
  const destination = packet.u16(2);
  writeAddressWords(packet, into);
  const forward = comesFirst(into, source, destination);
  if (!forward)
    for (let i = 0; i < ADDRESS_WORDS / 2; i++) {
      const word = into[i]!;
      into[i] = into[ADDRESS_WORDS / 2 + i]!;
      into[ADDRESS_WORDS / 2 + i] = word;
    }
  into[ADDRESS_WORDS] = forward ? (source << 16) | destination : (destination << 16) | source;
  return forward;
}

function comesFirst(addresses: Uint32Array, source: number, destination: number): boolean {
  for (let i = 0; i < ADDRESS_WORDS / 2; i++) {
    const one = addresses[i]!;
    const other = addresses[ADDRESS_WORDS / 2 + i]!;
    if (one !== other) return one < other;
  }
  return source <= destination;
}

function u32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}
