import type { Packet } from './packet.ts';
import { ETHER_TYPE, ETHERNET, IPV4, IPV6, LLC, NOTHING, PPP, type Protocol } from './protocol.ts';

/** Below this a type field is the length of an IEEE 802.3 frame. */
const FIRST_TYPE = 0x0600;

export function readEthernet(packet: Packet): Protocol {
  return typeAt(packet, 12);
}

/** 802.1Q, 802.1ad and their predecessors. */
export function readVlan(packet: Packet): Protocol {
  if (packet.has(2)) packet.vlan = packet.u16(0) & 0xfff;
  return typeAt(packet, 2);
}

/** Two bytes at `offset` that are an EtherType or the length of an LLC frame. */
function typeAt(packet: Packet, offset: number): Protocol {
  if (!packet.has(offset + 2)) return NOTHING;
  const type = packet.u16(offset);
  packet.at += offset + 2;
  if (type >= FIRST_TYPE) return ETHER_TYPE | type;
  packet.wireEnd = Math.min(packet.wireEnd, packet.at + type);
  packet.end = Math.min(packet.end, packet.wireEnd);
  return LLC;
}

/** IEEE 802.2: SNAP with an EtherType, or IP's own service access point. */
export function readLlc(packet: Packet): Protocol {
  if (!packet.has(3)) return NOTHING;
  if (packet.u16(0) === 0x0606) {
    packet.at += 3;
    return IPV4;
  }
  if (packet.u16(0) !== 0xaaaa || !packet.has(8) || packet.u32(2) >>> 8 !== 0x030000) return NOTHING;
  packet.at += 8;
  return ETHER_TYPE | ((packet.bytes[packet.at - 2]! << 8) | packet.bytes[packet.at - 1]!);
}

/** A stack of MPLS labels; what it carries is told by its first four bits. */
export function readMpls(packet: Packet): Protocol {
  let bottom = false;
  while (!bottom) {
    if (!packet.has(5)) return NOTHING;
    bottom = (packet.u8(2) & 1) === 1;
    packet.at += 4;
  }
  return readIpVersion(packet);
}

/** Bare IP: the version is in the first four bits. */
export function readIpVersion(packet: Packet): Protocol {
  if (!packet.has(1)) return NOTHING;
  const version = packet.u8(0) >> 4;
  return version === 4 ? IPV4 : version === 6 ? IPV6 : NOTHING;
}

/** PPPoE, session stage. */
export function readPppoe(packet: Packet): Protocol {
  if (!packet.has(6)) return NOTHING;
  packet.at += 6;
  return PPP;
}

/** Cisco metadata, VN-Tag and such: a header of fixed length that ends in an EtherType. */
export function readTag(length: number): (packet: Packet) => Protocol {
  return (packet) => typeAt(packet, length - 2);
}

/** A header of fixed length before a whole Ethernet frame. */
export function readBeforeEthernet(length: number): (packet: Packet) => Protocol {
  return (packet) => {
    packet.at += length;
    return packet.has(0) ? ETHERNET : NOTHING;
  };
}

/** Trill: its options' length is in the header. */
export function readTrill(packet: Packet): Protocol {
  if (!packet.has(6)) return NOTHING;
  packet.at += 6 + 4 * ((packet.u16(0) >> 6) & 0x1f);
  return packet.has(0) ? ETHERNET : NOTHING;
}

/** MACsec without encryption: 6 or 14 bytes of tag, a check value of 16 at the end. */
export function readMacsec(packet: Packet): Protocol {
  if (!packet.has(8) || (packet.u8(0) & 0x08) !== 0) return NOTHING;
  return typeAt(packet, (packet.u8(0) & 0x20) === 0 ? 6 : 14);
}

/** Network service header: its length and what follows. */
export function readNsh(packet: Packet): Protocol {
  if (!packet.has(8)) return NOTHING;
  const next = packet.u8(3);
  const length = 4 * (packet.u8(1) & 0x3f);
  if (length < 8 || !packet.has(length)) return NOTHING;
  packet.at += length;
  return next === 1 ? IPV4 : next === 2 ? IPV6 : next === 3 ? ETHERNET : NOTHING;
}

/** Ethernet in IP (RFC 3378). */
export function readEtherIp(packet: Packet): Protocol {
  if (!packet.has(2) || packet.u8(0) >> 4 !== 3) return NOTHING;
  packet.at += 2;
  return ETHERNET;
}
