import { readIpVersion } from './ethernet.ts';
import type { Packet } from './packet.ts';
import { ETHER_TYPE, ETHERNET, IPV4, IPV6, MPLS, NOTHING, PPP, type Protocol } from './protocol.ts';

const ERSPAN = 0x88be;
const ERSPAN_3 = 0x22eb;

/** GRE (RFC 2784, 2890), PPTP's version 1 of it, and ERSPAN inside it. */
export function readGre(packet: Packet): Protocol {
  if (!packet.has(4)) return NOTHING;
  const flags = packet.u16(0);
  const type = packet.u16(2);
  const version = flags & 7;
  if (version > 1 || (flags & 0x4000) !== 0) return NOTHING;
  const [hasChecksum, hasKey, hasSequence] = [flags & 0x8000, flags & 0x2000, flags & 0x1000];
  const hasAcknowledgment = version === 1 ? flags & 0x0080 : 0;
  packet.at += 4;
  for (const present of [hasChecksum, hasKey, hasSequence, hasAcknowledgment])
    if (present !== 0) packet.at += 4;
  if (!packet.has(0)) return NOTHING;
  if (type === ERSPAN) return hasSequence === 0 ? ETHERNET : mirrored(packet, 8);
  if (type === ERSPAN_3) {
    if (!packet.has(12)) return NOTHING;
    return mirrored(packet, (packet.u8(11) & 1) === 0 ? 12 : 20);
  }
  return type === 0x880b ? PPP : ETHER_TYPE | type;
}

function mirrored(packet: Packet, header: number): Protocol {
  packet.at += header;
  return packet.has(0) ? ETHERNET : NOTHING;
}

/** UDP, where one of its ports is a tunnel's. */
export function readUdp(packet: Packet): Protocol {
  if (!packet.has(8)) return NOTHING;
  const from = packet.u16(0);
  const to = packet.u16(2);
  const tunnel = TUNNELS.get(Math.min(from, to)) ?? TUNNELS.get(Math.max(from, to));
  if (tunnel === undefined) return NOTHING;
  packet.at += 8;
  return tunnel(packet);
}

const TUNNELS: ReadonlyMap<number, (packet: Packet) => Protocol> = new Map([
  [1701, readL2tp],
  [2152, readGtp],
  [3544, readTeredo],
  [4341, readLisp],
  [4789, readVxlan],
  [4790, readVxlanGpe],
  [5072, readAyiya],
  [6081, readGeneve],
  [6635, () => MPLS],
]);

function readVxlan(packet: Packet): Protocol {
  packet.at += 8;
  return packet.has(0) ? ETHERNET : NOTHING;
}

function readVxlanGpe(packet: Packet): Protocol {
  if (!packet.has(8)) return NOTHING;
  const next = packet.u8(3);
  packet.at += 8;
  return next === 1 ? IPV4 : next === 2 ? IPV6 : next === 3 ? ETHERNET : NOTHING;
}

function readGeneve(packet: Packet): Protocol {
  if (!packet.has(8) || packet.u8(0) >> 6 !== 0) return NOTHING;
  const type = packet.u16(2);
  packet.at += 8 + 4 * (packet.u8(0) & 0x3f);
  return !packet.has(0) ? NOTHING : type === 0x6558 ? ETHERNET : ETHER_TYPE | type;
}

/** GTP version 1, user plane: the user's own packet, after a chain of extensions. */
function readGtp(packet: Packet): Protocol {
  if (!packet.has(8)) return NOTHING;
  const flags = packet.u8(0);
  if (flags >> 4 !== 3 || packet.u8(1) !== 0xff) return NOTHING;
  packet.at += 8;
  if ((flags & 7) === 0) return readIpVersion(packet);
  if (!packet.has(4)) return NOTHING;
  let next = (flags & 4) === 0 ? 0 : packet.u8(3);
  packet.at += 4;
  while (next !== 0) {
    const length = packet.has(1) ? 4 * packet.u8(0) : 0;
    if (length === 0 || !packet.has(length)) return NOTHING;
    packet.at += length;
    next = packet.u8(-1);
  }
  return readIpVersion(packet);
}

/** Teredo (RFC 4380): IPv6, after an authentication and an origin indication. */
function readTeredo(packet: Packet): Protocol {
  if (packet.has(4) && packet.u16(0) === 0x0001) packet.at += 13 + packet.u8(2) + packet.u8(3);
  if (packet.has(8) && packet.u16(0) === 0x0000) packet.at += 8;
  return readIpVersion(packet) === IPV6 ? IPV6 : NOTHING;
}

function readLisp(packet: Packet): Protocol {
  packet.at += 8;
  return readIpVersion(packet);
}

/** AYIYA, as SixXS' tunnels speak it: 8 bytes, identity, signature. */
function readAyiya(packet: Packet): Protocol {
  if (!packet.has(8)) return NOTHING;
  const next = packet.u8(3);
  packet.at += 8 + (1 << (packet.u8(0) >> 4)) + 4 * (packet.u8(1) >> 4);
  return next === 41 ? IPV6 : next === 4 ? IPV4 : NOTHING;
}

/** L2TP version 2, data messages: PPP. */
function readL2tp(packet: Packet): Protocol {
  if (!packet.has(6)) return NOTHING;
  const flags = packet.u16(0);
  if ((flags & 0x800f) !== 2) return NOTHING;
  packet.at += 6 + ((flags & 0x4000) === 0 ? 0 : 2) + ((flags & 0x0800) === 0 ? 0 : 4);
  if ((flags & 0x0200) !== 0) {
    if (!packet.has(0)) return NOTHING;
    packet.at += 2 + packet.u16(-2);
  }
  return packet.has(0) ? PPP : NOTHING;
}
