import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pcap } from '../sources/pcap/index.ts';
import { flowLines } from '../testing/captures.ts';
import {
  A,
  be16,
  be32,
  ethernet,
  ipv4,
  ipv6,
  join,
  pcapFile,
  pcapngWriter,
  SA,
  tcp,
  udp,
} from '../testing/packets.ts';
import { HAS_TSHARK, tsharkFlows } from '../testing/tshark.ts';

const zeros = (count: number) => new Uint8Array(count);
const V4 = ipv4(tcp());
const V6 = ipv6(tcp());
const FRAME = ethernet(V4);
const QUOTED = [3, 3, 0, 0, 0, 0, 0, 0];

/** [what, link type, bytes, whether a flow starts in it]; nobody asked the decoder what it thinks of them. */
const PACKETS: readonly (readonly [what: string, linkType: number, bytes: Uint8Array, isFlow: boolean])[] = [
  ['Ethernet', 1, FRAME, true],
  ['Ethernet, padded', 1, join(FRAME, zeros(6)), true],
  ['Ethernet, IPv6', 1, ethernet(V6, 0x86dd), true],
  ['802.1Q', 1, ethernet(join(be16(5), be16(0x0800), V4), 0x8100), true],
  ['802.1Q, IPv6', 1, ethernet(join(be16(5), be16(0x86dd), V6), 0x8100), true],
  ['802.1ad', 1, ethernet(join(be16(5), be16(0x8100), be16(6), be16(0x0800), V4), 0x88a8), true],
  ['QinQ 0x9100', 1, ethernet(join(be16(5), be16(0x8100), be16(6), be16(0x0800), V4), 0x9100), true],
  ['three tags', 1, ethernet(join([0, 1, 0x81, 0, 0, 2, 0x81, 0, 0, 3, 8, 0], V4), 0x8100), true],
  ['LLC and SNAP', 1, ethernet(join([0xaa, 0xaa, 3, 0, 0, 0, 8, 0], V4), 48), true],
  ['LLC, IP', 1, ethernet(join([6, 6, 3], V4), 43), true],
  ['802.1Q, LLC', 1, ethernet(join([0, 5, 0, 48, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0], V4), 0x8100), true],
  ['MPLS', 1, ethernet(join(be32(0x00064140), V4), 0x8847), true],
  ['MPLS, two labels, IPv6', 1, ethernet(join(be32(0x00064040), be32(0x00064140), V6), 0x8847), true],
  ['PPPoE', 1, ethernet(join([0x11, 0, 0, 1], be16(42), [0, 0x21], V4), 0x8864), true],
  ['PPPoE, IPv6', 1, ethernet(join([0x11, 0, 0, 1], be16(62), [0, 0x57], V6), 0x8864), true],
  ['Cisco metadata', 1, ethernet(join([1, 1, 0, 1, 0, 1, 8, 0], V4), 0x8909), true],
  ['VN-Tag', 1, ethernet(join([0, 1, 0, 1, 8, 0], V4), 0x8926), true],
  ['MACsec in clear', 1, ethernet(join([0, 0, 0, 0, 0, 1, 8, 0], V4, zeros(16)), 0x88e5), true],
  ['802.1ah', 1, ethernet(join([0, 0, 0, 1], FRAME), 0x88e7), true],
  ['TRILL', 1, ethernet(join([0, 0, 0, 1, 0, 2], FRAME), 0x22f3), true],
  ['NSH', 1, ethernet(join([0x0f, 0xc6, 1, 1, 0, 0, 1, 0], zeros(16), V4), 0x894f), true],
  ['ARP', 1, ethernet(zeros(28), 0x0806), false],
  ['null, little-endian', 0, join([2, 0, 0, 0], V4), true],
  ['null, big-endian', 0, join([0, 0, 0, 2], V4), true],
  ['null, IPv6 as BSD numbers it', 0, join([24, 0, 0, 0], V6), true],
  ['null, IPv6 as macOS numbers it', 0, join([0, 0, 0, 30], V6), true],
  ['null, IPv6 as FreeBSD numbers it', 0, join([28, 0, 0, 0], V6), true],
  ['loop', 108, join([0, 0, 0, 2], V4), true],
  ['loop, IPv6', 108, join([0, 0, 0, 24], V6), true],
  ['raw', 101, V4, true],
  ['raw, IPv6', 101, V6, true],
  ['raw, as BSD numbers it', 12, V4, true],
  ['raw, as OpenBSD numbers it', 14, V6, true],
  ['raw IPv4', 228, V4, true],
  ['raw IPv6', 229, V6, true],
  ['PPP', 9, join([0xff, 3, 0, 0x21], V4), true],
  ['PPP, short header', 9, join([0x21], V4), true],
  ['PPP in HDLC', 50, join([0xff, 3, 0, 0x57], V6), true],
  ['PPPoE alone', 51, join([0x11, 0, 0, 1], be16(42), [0, 0x21], V4), true],
  ['Cisco HDLC', 104, join([0x0f, 0, 8, 0], V4), true],
  ['ATM, LLC', 100, join([0xaa, 0xaa, 3, 0, 0, 0, 8, 0], V4), true],
  ['SLL', 113, join([0, 0, 0, 1, 0, 6], zeros(8), [8, 0], V4), true],
  ['SLL, 802.1Q, IPv6', 113, join([0, 0, 0, 1, 0, 6], zeros(8), [0x81, 0, 0, 5, 0x86, 0xdd], V6), true],
  ['SLL2', 276, join([8, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 6], zeros(8), V4), true],
  ['SLL2, IPv6', 276, join([0x86, 0xdd, 0, 0, 0, 0, 0, 1, 0, 1, 0, 6], zeros(8), V6), true],
  [
    'NFLOG',
    239,
    join([2, 0, 0, 1], [8, 0, 1, 0, 8, 0, 1, 0], [5, 0, 10, 0, 0, 0, 0, 0], [44, 0, 9, 0], V4),
    true,
  ],
  [
    'NFLOG, big-endian, IPv6',
    239,
    join([10, 0, 0, 1], [0, 8, 0, 1, 0x86, 0xdd, 1, 0], [0, 64, 0, 9], V6),
    true,
  ],
  ['PF log', 117, join([61, 2, 0, 0], zeros(60), V4), true],
  ['OpenBSD enc', 109, join([0, 0, 0, 2], zeros(8), V4), true],
  ['IPv4 options', 1, ethernet(ipv4(tcp(), { options: [1, 1, 1, 1, 1, 1, 1, 0] })), true],
  ['IPv4 total length 0', 1, ethernet(ipv4(tcp(), { totalLength: 0 })), true],
  ['IPv4 total length past the end', 1, ethernet(ipv4(tcp(), { totalLength: 5000 })), true],
  ['IPv4 total length too short for a header', 1, ethernet(ipv4(tcp(), { totalLength: 10 })), false],
  ['IPv4 total length that leaves 15 bytes', 1, ethernet(ipv4(tcp(), { totalLength: 35 })), false],
  ['IPv4 total length that leaves 16 bytes', 1, ethernet(ipv4(tcp(), { totalLength: 36 })), true],
  ['IPv6 header where IPv4 is announced', 1, ethernet(V6, 0x0800), true],
  ['IPv4 header where IPv6 is announced', 1, ethernet(V4, 0x86dd), false],
  ['TCP options', 1, ethernet(ipv4(tcp({ options: [2, 4, 5, 0xb4, 1, 3, 3, 8] }))), true],
  ['TCP with data in its SYN', 1, ethernet(ipv4(tcp({ payload: [1, 2, 3] }))), true],
  [
    'TCP header length of 4 words',
    1,
    ethernet(ipv4(join(tcp().subarray(0, 12), [0x40, 2], zeros(6)))),
    false,
  ],
  ['SYN with congestion flags', 1, ethernet(ipv4(tcp({ flags: 0xc2 }))), true],
  ['SYN with RST', 1, ethernet(ipv4(tcp({ flags: 6 }))), true],
  ['SYN with ACK', 1, ethernet(ipv4(tcp({ flags: SA }))), false],
  ['ACK', 1, ethernet(ipv4(tcp({ flags: A }))), false],
  ['UDP', 1, ethernet(ipv4(udp(1, 2, tcp()), { protocol: 17 })), false],
  ['ICMP error that quotes a SYN', 1, ethernet(ipv4(join(QUOTED, V4), { protocol: 1 })), false],
  [
    'ICMPv6 error that quotes a SYN',
    1,
    ethernet(ipv6(join([1, 4, 0, 0, 0, 0, 0, 0], V6), 58), 0x86dd),
    false,
  ],
  ['hop-by-hop', 1, ethernet(ipv6(join([6, 0], zeros(6), tcp()), 0), 0x86dd), true],
  ['routing', 1, ethernet(ipv6(join([6, 0], zeros(6), tcp()), 43), 0x86dd), true],
  ['destination options of 16 bytes', 1, ethernet(ipv6(join([6, 1], zeros(14), tcp()), 60), 0x86dd), true],
  ['authentication, IPv6', 1, ethernet(ipv6(join([6, 4], zeros(22), tcp()), 51), 0x86dd), true],
  ['authentication, IPv4', 1, ethernet(ipv4(join([6, 4], zeros(22), tcp()), { protocol: 51 })), true],
  [
    'fragment header of a whole packet',
    1,
    ethernet(ipv6(join([6, 0, 0, 0, 0, 0, 0, 1], tcp()), 44), 0x86dd),
    true,
  ],
  [
    'three extensions',
    1,
    ethernet(ipv6(join([60, 0], zeros(6), [43, 0], zeros(6), [6, 0], zeros(6), tcp()), 0), 0x86dd),
    true,
  ],
  ['IP in IP', 1, ethernet(ipv4(V4, { protocol: 4, src: [1, 1, 1, 1] })), true],
  ['IPv6 in IPv4', 1, ethernet(ipv4(V6, { protocol: 41 })), true],
  ['IPv4 in IPv6', 1, ethernet(ipv6(V4, 4), 0x86dd), true],
  ['GRE in IPv6', 1, ethernet(ipv6(join([0, 0, 8, 0], V4), 47), 0x86dd), true],
  ['Teredo', 1, ethernet(ipv4(udp(3544, 5555, V6), { protocol: 17 })), true],
  ['Teredo with its origin', 1, ethernet(ipv4(udp(5555, 3544, join(zeros(8), V6)), { protocol: 17 })), true],
  ['LISP', 1, ethernet(ipv4(udp(5555, 4341, join(zeros(8), V4)), { protocol: 17 })), true],
  [
    'AYIYA',
    1,
    ethernet(ipv4(udp(5555, 5072, join([0x41, 0x50, 1, 41], zeros(40), V6)), { protocol: 17 })),
    true,
  ],
  ['GRE', 1, ethernet(ipv4(join([0, 0, 8, 0], V4), { protocol: 47, src: [1, 1, 1, 1] })), true],
  [
    'GRE, checksum, key, sequence',
    1,
    ethernet(ipv4(join([0xb0, 0, 8, 0], zeros(12), V4), { protocol: 47 })),
    true,
  ],
  ['GRE, Ethernet', 1, ethernet(ipv4(join([0, 0, 0x65, 0x58], FRAME), { protocol: 47 })), true],
  [
    'PPTP',
    1,
    ethernet(
      ipv4(join([0x30, 0x81, 0x88, 0x0b, 0, 44, 0, 1], zeros(8), [0xff, 3, 0, 0x21], V4), { protocol: 47 }),
    ),
    true,
  ],
  ['ERSPAN I', 1, ethernet(ipv4(join([0, 0, 0x88, 0xbe], FRAME), { protocol: 47 })), true],
  [
    'ERSPAN II',
    1,
    ethernet(ipv4(join([0x10, 0, 0x88, 0xbe, 0, 0, 0, 1, 0x10], zeros(7), FRAME), { protocol: 47 })),
    true,
  ],
  [
    'ERSPAN III',
    1,
    ethernet(ipv4(join([0x10, 0, 0x22, 0xeb, 0, 0, 0, 1, 0x20], zeros(11), FRAME), { protocol: 47 })),
    true,
  ],
  ['Ethernet in IP', 1, ethernet(ipv4(join([0x30, 0], FRAME), { protocol: 97 })), true],
  ['MPLS in IP', 1, ethernet(ipv4(join(be32(0x00064140), V4), { protocol: 137 })), true],
  [
    'VXLAN',
    1,
    ethernet(ipv4(udp(5555, 4789, join([8, 0, 0, 0, 0, 0, 1, 0], FRAME)), { protocol: 17 })),
    true,
  ],
  [
    'VXLAN-GPE',
    1,
    ethernet(ipv4(udp(5555, 4790, join([12, 0, 0, 3, 0, 0, 1, 0], FRAME)), { protocol: 17 })),
    true,
  ],
  [
    'Geneve',
    1,
    ethernet(ipv4(udp(5555, 6081, join([1, 0, 0x65, 0x58, 0, 0, 1, 0], zeros(4), FRAME)), { protocol: 17 })),
    true,
  ],
  [
    'GTP',
    1,
    ethernet(ipv4(udp(2152, 2152, join([0x30, 0xff, 0, 40, 0, 0, 0, 1], V4)), { protocol: 17 })),
    true,
  ],
  [
    'GTP with an extension',
    1,
    ethernet(
      ipv4(udp(2152, 2152, join([0x34, 0xff, 0, 48, 0, 0, 0, 1, 0, 0, 0, 0x85, 1, 0, 0, 0], V4)), {
        protocol: 17,
      }),
    ),
    true,
  ],
  [
    'L2TP',
    1,
    ethernet(ipv4(udp(1701, 1701, join([0, 2, 0, 1, 0, 2, 0xff, 3, 0, 0x21], V4)), { protocol: 17 })),
    true,
  ],
  [
    'L2TP with its length',
    1,
    ethernet(ipv4(udp(1701, 1701, join([0x40, 2, 0, 50, 0, 1, 0, 2, 0, 0x21], V4)), { protocol: 17 })),
    true,
  ],
  ['MPLS in UDP', 1, ethernet(ipv4(udp(5555, 6635, join(be32(0x00064140), V4)), { protocol: 17 })), true],
];

const BASE = 1_600_000_000_000_000;

function captureOf(linkType: number, bytes: Uint8Array): Uint8Array {
  return pcapFile([{ bytes, time: BASE + 123_456 }], { linkType });
}

test('each link layer, tunnel and header leads to TCP', async () => {
  for (const [what, linkType, bytes, isFlow] of PACKETS) {
    const flows = await flowLines(pcap, captureOf(linkType, bytes));
    assert.equal(flows.length, isFlow ? 1 : 0, what);
    if (isFlow)
      assert.match(
        flows[0]!,
        /^1600000000123456,(10\.0\.0\.1|2001:db8::1),50000,(10\.0\.0\.2|2001:db8::2),135,1$/,
        what,
      );
  }
});

test('no packet is read past its captured end', async () => {
  let flows = 0;
  for (const [what, linkType, bytes] of PACKETS)
    for (let cut = 0; cut < bytes.length; cut++) {
      const capture = pcapFile([{ bytes: bytes.subarray(0, cut), time: BASE, wireLength: bytes.length }], {
        linkType,
      });
      const found = (await flowLines(pcap, capture)).length;
      if (cut < 16 + 4) assert.equal(found, 0, `${what}, ${cut} bytes`);
      flows += found;
    }
  assert.ok(flows > 200, `only ${flows} cut packets were flows`);
});

/** Gives the TCP header in a packet a sequence number of its own. */
function numbered(bytes: Uint8Array, sequence: number): Uint8Array {
  const copy = bytes.slice();
  const ports = [...be16(50_000), ...be16(135)];
  for (let at = 0; at + 8 <= copy.length; at++)
    if (ports.every((byte, i) => copy[at + i] === byte)) copy.set(be32(sequence), at + 4);
  return copy;
}

const PEER = { skip: !HAS_TSHARK && 'tshark is not here' };

test('tshark agrees on every packet, whole and cut', PEER, async () => {
  const { section, interface: describe, packet } = pcapngWriter(true);
  const types = [...new Set(PACKETS.map(([, linkType]) => linkType))];
  const blocks = [section(), ...types.map((linkType) => describe(linkType))];
  const names: string[] = [];
  for (const [what, linkType, bytes] of PACKETS)
    for (const cut of [0, 1, 3, 4, 5, 8, 20]) {
      names.push(`${what}, ${cut} bytes cut off`);
      const whole = numbered(bytes, names.length);
      const time = BigInt(BASE + names.length);
      blocks.push(packet(types.indexOf(linkType), time, whole.subarray(0, bytes.length - cut), bytes.length));
    }
  const capture = join(...blocks);
  const frame = (flow: string) => names[Number(flow.split(',').at(-1)) - 1];
  const [ours, theirs] = [await flowLines(pcap, capture), tsharkFlows(capture)];
  /** tshark shows nothing of an NFLOG packet that was cut, and takes NFLOG to be in the file's byte order. */
  const comparable = (flow: string) => !frame(flow)!.startsWith('NFLOG');
  const differing = [
    ...ours
      .filter((flow) => !theirs.includes(flow) && comparable(flow))
      .map((flow) => `only ours: ${flow} (${frame(flow)})`),
    ...theirs.filter((flow) => !ours.includes(flow)).map((flow) => `only tshark's: ${flow} (${frame(flow)})`),
  ];
  assert.deepEqual(differing, []);
  assert.ok(ours.length > 250, `only ${ours.length} flows were compared`);
});
