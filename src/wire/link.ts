import { readIpVersion } from './ethernet.ts';
import type { Packet } from './packet.ts';
import { ETHER_TYPE, IPV4, IPV6, NOTHING, PPP, PPP_PROTOCOL, type Protocol } from './protocol.ts';

/** PPP, with or without its address and control bytes, and with a protocol of two bytes or one. */
export function readPpp(packet: Packet): Protocol {
  if (packet.has(2) && packet.u16(0) === 0xff03) packet.at += 2;
  if (!packet.has(1)) return NOTHING;
  const first = packet.u8(0);
  if ((first & 1) === 1) {
    packet.at += 1;
    return PPP_PROTOCOL | first;
  }
  if (!packet.has(2)) return NOTHING;
  packet.at += 2;
  return PPP_PROTOCOL | (first << 8) | packet.u8(-1);
}

/** Cisco HDLC. */
export function readHdlc(packet: Packet): Protocol {
  if (!packet.has(4)) return NOTHING;
  packet.at += 4;
  return ETHER_TYPE | ((packet.u8(-2) << 8) | packet.u8(-1));
}

/** PPP in HDLC-like framing, or Cisco HDLC (link type 50 holds both). */
export function readSerialPpp(packet: Packet): Protocol {
  if (packet.has(1) && (packet.u8(0) === 0x0f || packet.u8(0) === 0x8f)) return readHdlc(packet);
  return readPpp(packet);
}

/** Linux cooked, first version: 16 bytes that end in the EtherType. */
export function readCooked(packet: Packet): Protocol {
  if (!packet.has(16)) return NOTHING;
  packet.at += 16;
  return ETHER_TYPE | ((packet.u8(-2) << 8) | packet.u8(-1));
}

/** Linux cooked, second version: 20 bytes that begin with the EtherType. */
export function readCooked2(packet: Packet): Protocol {
  if (!packet.has(20)) return NOTHING;
  const type = packet.u16(0);
  packet.at += 20;
  return ETHER_TYPE | type;
}

/** BSD loopback: an address family in the byte order of whoever captured; some write PPP there. */
export function readNull(packet: Packet): Protocol {
  if (!packet.has(4)) return NOTHING;
  if (packet.u16(0) === 0xff03) return PPP;
  const big = packet.u32(0);
  const family = big < 0x1_0000 ? big : packet.u8(0) | (packet.u8(1) << 8);
  packet.at += 4;
  return protocolOfFamily(family);
}

/** OpenBSD encryption devices: the family, and where it came from. */
export function readEnc(packet: Packet): Protocol {
  if (!packet.has(12)) return NOTHING;
  const family = packet.u32(0) < 0x1_0000 ? packet.u32(0) : packet.u8(0);
  packet.at += 12;
  return protocolOfFamily(family);
}

/** OpenBSD's firewall log. */
export function readPflog(packet: Packet): Protocol {
  if (!packet.has(4)) return NOTHING;
  const family = packet.u8(1);
  packet.at += (packet.u8(0) + 3) & ~3;
  return protocolOfFamily(family);
}

/** Linux netfilter log: a list of (length, type, value) in the byte order of whoever captured. */
export function readNflog(packet: Packet): Protocol {
  if (!packet.has(4)) return NOTHING;
  packet.at += 4;
  while (packet.has(4)) {
    const little = packet.u8(0) | (packet.u8(1) << 8);
    const big = packet.u16(0);
    const isLittle = fits(packet, little) && (little < big || !fits(packet, big));
    const length = isLittle ? little : big;
    const type = isLittle ? packet.u8(2) | (packet.u8(3) << 8) : packet.u16(2);
    if (length < 4) return NOTHING;
    if ((type & 0x7fff) === NFLOG_PAYLOAD) {
      packet.at += 4;
      return readIpVersion(packet);
    }
    packet.at += (length + 3) & ~3;
  }
  return NOTHING;
}

const NFLOG_PAYLOAD = 9;

function fits(packet: Packet, length: number): boolean {
  return length >= 4 && length <= packet.wireEnd - packet.at;
}

/** AF_INET, and AF_INET6 as Linux, NetBSD, FreeBSD, Darwin and Windows number it. */
function protocolOfFamily(family: number): Protocol {
  if (family === 2) return IPV4;
  return family === 10 || family === 23 || family === 24 || family === 28 || family === 30 ? IPV6 : NOTHING;
}
