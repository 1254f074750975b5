import { isV4, parseAddress } from '../model/address.ts';

/** The first packet of a connection. */
export interface Syn {
  /** Microseconds since 1970. */
  readonly time: number;
  readonly src: string;
  readonly srcPort: number;
  readonly dest: string;
  readonly destPort: number;
}

const RAW_IP = 101;
const TCP_BYTES = 20;
const SYN_FLAG = 2;

/** A capture (pcap, microseconds, raw IP) that holds nothing but these packets; sequence numbers all differ. */
export function synCapture(syns: readonly Syn[]): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(65_535, 16);
  header.writeUInt32LE(RAW_IP, 20);
  return Buffer.concat([header, ...syns.map(recordOf)]);
}

function recordOf(syn: Syn, i: number): Buffer {
  const packet = packetOf(syn, i);
  const header = Buffer.alloc(16);
  header.writeUInt32LE(Math.floor(syn.time / 1e6), 0);
  header.writeUInt32LE(syn.time % 1e6, 4);
  header.writeUInt32LE(packet.length, 8);
  header.writeUInt32LE(packet.length, 12);
  return Buffer.concat([header, packet]);
}

function packetOf({ src, srcPort, dest, destPort }: Syn, sequence: number): Buffer {
  const [from, to] = [parseAddress(src)!.bytes, parseAddress(dest)!.bytes];
  const tcp = Buffer.alloc(TCP_BYTES);
  tcp.writeUInt16BE(srcPort, 0);
  tcp.writeUInt16BE(destPort, 2);
  tcp.writeUInt32BE(sequence, 4);
  tcp[12] = (TCP_BYTES / 4) << 4;
  tcp[13] = SYN_FLAG;
  if (isV4(from)) {
    const ip = Buffer.alloc(20);
    ip[0] = 0x45;
    ip.writeUInt16BE(20 + TCP_BYTES, 2);
    ip[8] = 64;
    ip[9] = 6;
    ip.set(from.subarray(12), 12);
    ip.set(to.subarray(12), 16);
    return Buffer.concat([ip, tcp]);
  }
  const ip = Buffer.alloc(40);
  ip[0] = 0x60;
  ip.writeUInt16BE(TCP_BYTES, 4);
  ip[6] = 6;
  ip[7] = 64;
  ip.set(from, 8);
  ip.set(to, 24);
  return Buffer.concat([ip, tcp]);
}
