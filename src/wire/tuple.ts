import { ADDRESS_BYTES, writeV4 } from '../model/address.ts';
import type { Packet } from './packet.ts';

/** Both addresses and both ports of a TCP packet. */
export const TUPLE_BYTES = 2 * ADDRESS_BYTES + 4;

/** Writes source and destination of the innermost IP header, 16 bytes each, as model/address has them. */
export function writeAddresses(packet: Packet, into: Uint8Array): void {
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
