import {
  readBeforeEthernet,
  readEtherIp,
  readEthernet,
  readIpVersion,
  readLlc,
  readMacsec,
  readMpls,
  readNsh,
  readPppoe,
  readTag,
  readTrill,
  readVlan,
} from './ethernet.ts';
import { readAuthentication, readExtension, readFragment, readIpv4, readIpv6 } from './ip.ts';
import {
  readCooked,
  readCooked2,
  readEnc,
  readHdlc,
  readNflog,
  readNull,
  readPflog,
  readPpp,
  readSerialPpp,
} from './link.ts';
import type { Layer, Packet } from './packet.ts';
import {
  ETHER_TYPE,
  IP_PROTOCOL,
  IPV4,
  IPV6,
  LINK_TYPE,
  LLC,
  PPP_PROTOCOL,
  type Protocol,
  TCP,
} from './protocol.ts';
import { readGre, readUdp } from './tunnel.ts';

/** More layers than any honest packet has. */
const MAX_LAYERS = 64;
/** As far as the window: less of a TCP header is not taken for one (as in Wireshark). */
const LEAST_TCP = 16;

const LINKS: readonly (readonly [linkType: number, layer: Layer])[] = [
  [0, readNull],
  [1, readEthernet],
  [9, readPpp],
  [12, readIpVersion],
  [14, readIpVersion],
  [50, readSerialPpp],
  [51, readPppoe],
  [100, readLlc],
  [101, readIpVersion],
  [104, readHdlc],
  [108, readNull],
  [109, readEnc],
  [113, readCooked],
  [117, readPflog],
  [228, readIpVersion],
  [229, readIpVersion],
  [239, readNflog],
  [240, readBeforeEthernet(4)],
  [276, readCooked2],
];

const ETHER_TYPES: readonly (readonly [etherType: number, layer: Layer])[] = [
  [0x22f3, readTrill],
  [0x6558, readEthernet],
  [0x8100, readVlan],
  [0x8847, readMpls],
  [0x8848, readMpls],
  [0x8864, readPppoe],
  [0x88a8, readVlan],
  [0x88e5, readMacsec],
  [0x88e7, readBeforeEthernet(4)],
  [0x8909, readTag(8)],
  [0x8926, readTag(6)],
  [0x894f, readNsh],
  [0x9100, readVlan],
];

const IP_PROTOCOLS: readonly (readonly [protocol: number, layer: Layer])[] = [
  [0, readExtension],
  [4, readIpv4],
  [17, readUdp],
  [41, readIpv6],
  [43, readExtension],
  [44, readFragment],
  [47, readGre],
  [51, readAuthentication],
  [60, readExtension],
  [97, readEtherIp],
  [137, readMpls],
  [140, readExtension],
];

const LAYERS: ReadonlyMap<Protocol, Layer> = new Map([
  ...LINKS.map(([type, layer]) => [LINK_TYPE | type, layer] as const),
  ...ETHER_TYPES.map(([type, layer]) => [ETHER_TYPE | type, layer] as const),
  ...IP_PROTOCOLS.map(([number, layer]) => [IP_PROTOCOL | number, layer] as const),
  [IPV4, readIpv4] as const,
  [IPV6, readIpv6] as const,
  [LLC, readLlc] as const,
  [PPP_PROTOCOL | 0x21, readIpv4] as const,
  [PPP_PROTOCOL | 0x57, readIpv6] as const,
  [PPP_PROTOCOL | 0x281, readMpls] as const,
]);

/** Where the packets of a link type begin; null where rpctrail does not read that type. */
export function linkProtocol(linkType: number): Protocol | null {
  const protocol = LINK_TYPE | linkType;
  return LAYERS.has(protocol) ? protocol : null;
}

/**
 * Takes a packet apart from its link layer inward.
 * @returns whether it is TCP: then `packet.at` is at its header, of which at least 16 bytes are there. Packets
 *   quoted in an ICMP error are not taken for TCP.
 */
export function toTcp(packet: Packet, link: Protocol): boolean {
  let protocol = link;
  for (let layers = 0; layers < MAX_LAYERS; layers++) {
    if (protocol === IPV4) protocol = readIpv4(packet);
    else if (protocol === TCP) return packet.has(LEAST_TCP) && packet.u8(12) >= 0x50;
    else {
      const layer = LAYERS.get(protocol);
      if (layer === undefined) return false;
      protocol = layer(packet);
    }
  }
  return false;
}
