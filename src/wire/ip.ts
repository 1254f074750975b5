import type { Packet } from './packet.ts';
import { ipProtocol, NOTHING, type Protocol } from './protocol.ts';

const V4_HEADER = 20;
const V6_HEADER = 40;
const MORE_FRAGMENTS = 0x2000;
const HOP_BY_HOP = 0;

/**
 * IPv4; where it is announced and IPv6 stands, that. A total length of 0 is a segment that the network card was to cut up: it goes to the end of the packet.
 * Checksums are not looked at: the card fills them in after the capture.
 */
export function readIpv4(packet: Packet): Protocol {
  if (!packet.has(V4_HEADER)) return NOTHING;
  const first = packet.u8(0);
  if (first >> 4 === 6) return readIpv6(packet);
  const header = (first & 0x0f) * 4;
  if (first >> 4 !== 4 || header < V4_HEADER || !packet.has(header)) return NOTHING;
  const stated = packet.u16(2);
  const length = stated === 0 ? packet.wireEnd - packet.at : stated;
  if (length < header) return NOTHING;
  const protocol = packet.u8(9);
  const fragment = packet.u16(6);
  enter(packet, 4, header, length);
  if ((fragment & 0x3fff) === 0) return ipProtocol(protocol);
  const ip = packet.ip;
  const id = (ip[packet.ipAt + 4]! << 8) | ip[packet.ipAt + 5]!;
  return takeFragment(packet, protocol, id, (fragment & 0x1fff) * 8, (fragment & MORE_FRAGMENTS) !== 0);
}

/** IPv6. A length of 0 is taken only before a hop-by-hop header, where a jumbogram states its own. */
export function readIpv6(packet: Packet): Protocol {
  if (!packet.has(V6_HEADER) || packet.u8(0) >> 4 !== 6) return NOTHING;
  const stated = packet.u16(4);
  const next = packet.u8(6);
  if (stated === 0 && next !== HOP_BY_HOP) return NOTHING;
  enter(packet, 6, V6_HEADER, stated === 0 ? packet.wireEnd - packet.at : V6_HEADER + stated);
  return ipProtocol(next);
}

/** Hop-by-hop, routing, destination options, shim6: next header, and length in eights without the first. */
export function readExtension(packet: Packet): Protocol {
  return skipHeader(packet, packet.has(2) ? (packet.u8(1) + 1) * 8 : 0);
}

/** The authentication header counts in fours, without the first two. */
export function readAuthentication(packet: Packet): Protocol {
  return skipHeader(packet, packet.has(2) ? (packet.u8(1) + 2) * 4 : 0);
}

export function readFragment(packet: Packet): Protocol {
  if (!packet.has(8)) return NOTHING;
  const protocol = packet.u8(0);
  const offset = packet.u16(2);
  const id = packet.u32(4);
  packet.at += 8;
  if ((offset & 0xfff9) === 0) return ipProtocol(protocol);
  return takeFragment(packet, protocol, id, offset & 0xfff8, (offset & 1) === 1);
}

function skipHeader(packet: Packet, length: number): Protocol {
  if (length === 0 || !packet.has(length)) return NOTHING;
  const next = packet.u8(0);
  packet.at += length;
  return ipProtocol(next);
}

function enter(packet: Packet, version: 4 | 6, header: number, length: number): void {
  packet.version = version;
  packet.ip = packet.bytes;
  packet.ipAt = packet.at;
  packet.wireEnd = packet.at + length;
  if (packet.end > packet.wireEnd) packet.end = packet.wireEnd;
  packet.at += header;
}

/**
 * The packet goes on with the whole datagram once its last missing fragment is there. A first fragment that the
 * capture cut off is read as it stands: it will never be complete.
 */
function takeFragment(packet: Packet, protocol: number, id: number, offset: number, more: boolean): Protocol {
  if (packet.end < packet.wireEnd) return offset === 0 ? ipProtocol(protocol) : NOTHING;
  const whole = packet.fragments.add(packet, protocol, id, offset, more);
  if (whole === null) return NOTHING;
  packet.bytes = whole;
  packet.at = 0;
  packet.end = whole.length;
  packet.wireEnd = whole.length;
  return ipProtocol(protocol);
}
