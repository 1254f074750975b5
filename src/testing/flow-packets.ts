import { parseAddress } from '../model/address.ts';
import { type Bytes, be16, be32, ethernet, ipv4, join, tcp } from './packets.ts';
import type { FlowStart } from './pairs.ts';

type Ends = Omit<FlowStart, 'micros'>;

/** The IP packet, version 4 or 6 as its addresses are, that one end sends the other. */
export function ipPacket(ends: Ends, flags: number, seq: number, payload: Bytes = []): Uint8Array {
  const segment = tcp({ from: ends.src_port, to: ends.dest_port, seq, flags, payload });
  const [src, dst] = [ends.src_ip, ends.dest_ip].map((text) => parseAddress(text)!.bytes);
  if (ends.src_ip.includes(':'))
    return join([0x60, 0, 0, 0], be16(segment.length), [6, 64], src!, dst!, segment);
  return ipv4(segment, { src: [...src!.subarray(12)], dst: [...dst!.subarray(12)] });
}

/** The same ends seen from the other side. */
export function answering({ src_ip, src_port, dest_ip, dest_port }: Ends): Ends {
  return { src_ip: dest_ip, src_port: dest_port, dest_ip: src_ip, dest_port: src_port };
}

/** A way for IP packets to lie in a capture. */
export interface WrittenLink {
  readonly name: string;
  readonly linkType: number;
  frame(ip: Uint8Array): Uint8Array;
}

const COOKED = [0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0];
const COOKED_2 = [0, 0, 0, 0, 0, 2, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0];
const NFLOG_PACKET_HEADER = [12, 0, 1, 0, 8, 0, 1, 0, 0, 0, 0, 0];

/** Link headers by the book (tcpdump.org/linktypes.html). */
export const WRITTEN_LINKS: readonly WrittenLink[] = [
  link('ether', 1, (ip) => ethernet(ip, etherType(ip))),
  link('802.1Q', 1, (ip) => ethernet(tagged(ip, 100), 0x8100)),
  link('QinQ', 1, (ip) => ethernet(join(be16(200), be16(0x8100), tagged(ip, 100)), 0x88a8)),
  link('null', 0, (ip) => join([isV6(ip) ? 30 : 2, 0, 0, 0], ip)),
  link('loop', 108, (ip) => join(be32(isV6(ip) ? 24 : 2), ip)),
  link('raw', 101, (ip) => ip),
  link('SLL', 113, (ip) => join(COOKED, be16(etherType(ip)), ip)),
  link('SLL2', 276, (ip) => join(be16(etherType(ip)), COOKED_2, ip)),
  link('NFLOG', 239, (ip) =>
    join(
      [isV6(ip) ? 10 : 2, 0, 0, 1],
      NFLOG_PACKET_HEADER,
      [(4 + ip.length) & 0xff, (4 + ip.length) >> 8, 9, 0],
      ip,
    ),
  ),
];

function link(name: string, linkType: number, frame: WrittenLink['frame']): WrittenLink {
  return { name, linkType, frame };
}

function tagged(ip: Uint8Array, vlan: number): Uint8Array {
  return join(be16(vlan), be16(etherType(ip)), ip);
}

function isV6(ip: Uint8Array): boolean {
  return ip[0]! >> 4 === 6;
}

function etherType(ip: Uint8Array): number {
  return isV6(ip) ? 0x86dd : 0x0800;
}
