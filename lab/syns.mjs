// The first SYNs in a capture that tcpdump wrote: a reader of its own, so that comparing rpctrail with
// it compares two things. Only what the lab writes: little-endian pcap, µs or ns, Ethernet without
// tags, cooked v1 or v2, whole TCP packets over IPv4 or IPv6 without extension headers.

const TICKS_PER_MICRO = { 2712847316: 1, 2712812621: 1000 };
const LINK_HEADERS = {
  1: { length: 14, etherType: 12 },
  113: { length: 16, etherType: 14 },
  276: { length: 20, etherType: 0 },
};

/**
 * @param {Buffer} capture a whole pcap file
 * @returns {{micros: bigint, src_ip: string, src_port: number, dest_ip: string, dest_port: number}[]}
 *   one a connection attempt, in order of the file: a SYN without ACK, once per 4-tuple and sequence
 *   number; times are cut to whole µs since 1970
 */
export function synsOf(capture) {
  const ticksPerMicro = TICKS_PER_MICRO[capture.readUInt32LE(0)];
  const link = LINK_HEADERS[capture.readUInt32LE(20)];
  if (!ticksPerMicro || !link) throw new Error('not a capture as the lab writes them');
  const seen = new Set();
  const syns = [];
  for (let at = 24; at < capture.length; ) {
    const length = capture.readUInt32LE(at + 8);
    const frame = capture.subarray(at + 16, at + 16 + length);
    const syn = synIn(frame.subarray(link.length), frame.readUInt16BE(link.etherType));
    if (syn && !seen.has(syn.key)) {
      seen.add(syn.key);
      const fraction = Math.floor(capture.readUInt32LE(at + 4) / ticksPerMicro);
      syns.push({ micros: BigInt(capture.readUInt32LE(at)) * 1_000_000n + BigInt(fraction), ...syn.ends });
    }
    at += 16 + length;
  }
  return syns;
}

function synIn(packet, etherType) {
  const isIpv4 = etherType === 0x0800;
  if (!isIpv4 && etherType !== 0x86dd) return;
  if ((isIpv4 ? packet[9] : packet[6]) !== 6) return;
  const tcp = packet.subarray(isIpv4 ? (packet[0] & 15) * 4 : 40);
  if ((tcp[13] & 0x12) !== 0x02) return;
  const address = isIpv4 ? ipv4Text : ipv6Text;
  const [src, dest] = isIpv4 ? [12, 16] : [8, 24];
  const ends = {
    src_ip: address(packet, src),
    src_port: tcp.readUInt16BE(0),
    dest_ip: address(packet, dest),
    dest_port: tcp.readUInt16BE(2),
  };
  return { ends, key: `${Object.values(ends)} ${tcp.readUInt32BE(4)}` };
}

const ipv4Text = (packet, at) => packet.subarray(at, at + 4).join('.');

/** RFC 5952 by way of the URL parser, which serialises IPv6 hosts so. */
function ipv6Text(packet, at) {
  const groups = Array.from({ length: 8 }, (_, i) => packet.readUInt16BE(at + 2 * i).toString(16));
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
}
