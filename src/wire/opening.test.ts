import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { A, be16, ethernet, FA, ipv4, ipv6, join, PA, R, S, SA, tcp, udp } from '../testing/packets.ts';
import { Reached } from '../testing/reached.ts';
import { linkProtocol, toTcp } from './dissect.ts';
import { FragmentMemory } from './fragment-memory.ts';
import { canOpen } from './opening.ts';
import { Packet } from './packet.ts';

const COOKED = [0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0];
const COOKED_2 = [0, 0, 0, 0, 0, 1, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0];

type Wrap = (ip: Uint8Array, type: number) => Uint8Array;

const LINKS: Readonly<Record<string, { readonly linkType: number; readonly wrap: Wrap }>> = {
  Ethernet: { linkType: 1, wrap: ethernet },
  '802.1Q': { linkType: 1, wrap: (ip, type) => ethernet(join([0, 5], be16(type), ip), 0x8100) },
  SLL: { linkType: 113, wrap: (ip, type) => join(COOKED, be16(type), ip) },
  SLL2: { linkType: 276, wrap: (ip, type) => join(be16(type), COOKED_2, ip) },
  raw: { linkType: 101, wrap: (ip) => ip },
};

const IPS: Readonly<Record<string, (flags: number) => { ip: Uint8Array; type: number }>> = {
  IPv4: (flags) => ({ ip: ipv4(tcp({ flags })), type: 0x0800 }),
  'IPv4 with options': (flags) => ({ ip: ipv4(tcp({ flags }), { options: [1, 1, 1, 0] }), type: 0x0800 }),
  'IPv4, first fragment': (flags) => ({
    ip: ipv4(tcp({ flags }), { fragment: { offset: 0, more: true } }),
    type: 0x0800,
  }),
  'IPv4, later fragment': (flags) => ({
    ip: ipv4(tcp({ flags }), { fragment: { offset: 8, more: false } }),
    type: 0x0800,
  }),
  IPv6: (flags) => ({ ip: ipv6(tcp({ flags })), type: 0x86dd }),
  'IPv6 in IPv4': (flags) => ({ ip: ipv4(ipv6(tcp({ flags })), { protocol: 41 }), type: 0x0800 }),
  VXLAN: (flags) => ({
    ip: ipv4(udp(5000, 4789, join([8, 0, 0, 0, 0, 0, 1, 0], ethernet(ipv4(tcp({ flags }))))), {
      protocol: 17,
    }),
    type: 0x0800,
  }),
};

const SEEN_AT_ONCE = ['Ethernet', '802.1Q', 'SLL', 'SLL2'];

function isOpening(bytes: Uint8Array, from: number, to: number, linkType: number): boolean {
  const packet = new Packet(new FragmentMemory());
  packet.begin(bytes, from, to, to);
  return toTcp(packet, linkProtocol(linkType)!) && (packet.u8(13) & 0x12) === S;
}

test('a data packet is seen at once to open nothing, a SYN is not', () => {
  for (const link of SEEN_AT_ONCE)
    for (const ip of ['IPv4', 'IPv4 with options', 'IPv6'])
      for (const flags of [S, 0xc2, A, PA, SA, FA, R]) {
        const { linkType, wrap } = LINKS[link]!;
        const built = IPS[ip]!(flags);
        const bytes = wrap(built.ip, built.type);
        const opens = flags === S || flags === 0xc2;
        assert.equal(
          canOpen(bytes, 0, bytes.length, linkProtocol(linkType)!),
          opens,
          `${link}, ${ip}, ${flags}`,
        );
      }
});

test('fragments, tunnels and other links are looked at, whatever they seem to hold', () => {
  for (const [link, ip] of [
    ['Ethernet', 'IPv4, first fragment'],
    ['Ethernet', 'IPv4, later fragment'],
    ['Ethernet', 'IPv6 in IPv4'],
    ['Ethernet', 'VXLAN'],
    ['raw', 'IPv4'],
  ] as const) {
    const { linkType, wrap } = LINKS[link]!;
    const built = IPS[ip]!(A);
    const bytes = wrap(built.ip, built.type);
    assert.ok(canOpen(bytes, 0, bytes.length, linkProtocol(linkType)!), `${link}, ${ip}`);
  }
});

test('no packet that opens a connection is passed over, however it is damaged or cut', () => {
  const reached = new Reached();
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(LINKS)),
      fc.constantFrom(...Object.keys(IPS)),
      fc.constantFrom(S, S, 0xc2, A, PA, SA),
      fc.array(fc.record({ at: fc.nat(80), byte: fc.nat(255) }), { maxLength: 3 }),
      fc.nat(100),
      fc.uint8Array({ maxLength: 40 }),
      (link, ip, flags, damage, cut, behind) => {
        const { linkType, wrap } = LINKS[link]!;
        const built = IPS[ip]!(flags);
        const packet = wrap(built.ip, built.type);
        const to = 1 + (cut < 30 ? Math.max(0, packet.length - cut) : packet.length);
        const bytes = join([0], packet, behind);
        for (const { at, byte } of damage) if (at < packet.length) bytes[1 + at] = byte;
        const opens = isOpening(bytes, 1, to, linkType);
        const can = canOpen(bytes, 1, to, linkProtocol(linkType)!);
        reached.add(1, { verdict: opens ? 'opens' : can ? 'looked at' : 'passed over' });
        assert.ok(can || !opens);
      },
    ),
    { numRuns: 5000 },
  );
  for (const verdict of ['opens', 'looked at', 'passed over'])
    assert.ok(reached.of('verdict', verdict) > 300, reached.line);
});
