import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pcap } from '../sources/pcap/index.ts';
import { flowLines, readWith, wantOf } from '../testing/captures.ts';
import { be32, ethernet, ipv4, ipv6, join, pcapFile, tcp } from '../testing/packets.ts';
import { HAS_TSHARK, tsharkFlows } from '../testing/tshark.ts';
import { FragmentMemory } from './fragment-memory.ts';
import { Packet } from './packet.ts';

/** A SYN of 48 bytes, so that even its ports can be torn apart. */
const SEGMENT = tcp({ seq: 77, options: [1, 1, 1, 1], payload: new Uint8Array(24).fill(5) });

/** [offset, end, more] of each fragment, in the order of arrival. */
type Cut = readonly [from: number, to: number, more?: boolean];

const ORDERS: Readonly<Record<string, readonly Cut[]>> = {
  'in order': [
    [0, 24],
    [24, 48],
  ],
  backwards: [
    [24, 48],
    [0, 24],
  ],
  'in eights, header torn': [
    [8, 16],
    [0, 8],
    [40, 48],
    [16, 24],
    [32, 40],
    [24, 32],
  ],
  'a fragment twice': [
    [0, 24],
    [0, 24],
    [24, 48],
  ],
  overlapping: [
    [0, 32],
    [16, 48],
  ],
  'last twice': [
    [40, 48],
    [40, 48],
    [0, 40],
  ],
};

const INCOMPLETE: Readonly<Record<string, readonly Cut[]>> = {
  'first alone': [[0, 24]],
  'a hole': [
    [0, 8],
    [16, 48],
  ],
  'no end': [
    [0, 24],
    [24, 48, true],
  ],
};

function v4Fragments(cuts: readonly Cut[], id: number): Uint8Array[] {
  return cuts.map(([from, to, more = to < SEGMENT.length]) =>
    ethernet(ipv4(SEGMENT.subarray(from, to), { id, fragment: { offset: from, more } })),
  );
}

function v6Fragments(cuts: readonly Cut[], id: number): Uint8Array[] {
  return cuts.map(([from, to, more = to < SEGMENT.length]) => {
    const header = [6, 0, from >> 8, (from & 0xf8) | (more ? 1 : 0), ...be32(id)];
    return ethernet(ipv6(join(header, SEGMENT.subarray(from, to)), 44), 0x86dd);
  });
}

function captureOf(packets: readonly Uint8Array[]): Uint8Array {
  return pcapFile(packets.map((bytes, i) => ({ bytes, time: 1_600_000_000_000_000 + i })));
}

for (const [version, fragments] of [
  ['IPv4', v4Fragments],
  ['IPv6', v6Fragments],
] as const)
  test(`${version} fragments give their SYN in the frame that completes them`, async () => {
    for (const [name, cuts] of Object.entries(ORDERS)) {
      const capture = captureOf(fragments(cuts, 9));
      const lines = await flowLines(pcap, capture);
      assert.deepEqual(
        lines.map((line) => line.split(',').at(-1)),
        [String(cuts.length)],
        name,
      );
      if (HAS_TSHARK) assert.deepEqual(lines, tsharkFlows(capture), `${name}, by tshark`);
    }
    for (const [name, cuts] of Object.entries(INCOMPLETE)) {
      const capture = captureOf(fragments(cuts, 9));
      assert.deepEqual(await flowLines(pcap, capture), [], name);
      if (HAS_TSHARK) assert.deepEqual(tsharkFlows(capture), [], `${name}, by tshark`);
    }
  });

test('fragments of datagrams that are under way together do not mix', async () => {
  const [first, second] = [
    v4Fragments(
      [
        [0, 24],
        [24, 48],
      ],
      1,
    ),
    v4Fragments(
      [
        [0, 24],
        [24, 48],
      ],
      2,
    ),
  ];
  const other = ethernet(
    ipv4(SEGMENT.subarray(24), { id: 1, src: [9, 9, 9, 9], fragment: { offset: 24, more: false } }),
  );
  const capture = captureOf([first[0]!, second[0]!, other, second[1]!, first[1]!]);
  const lines = await flowLines(pcap, capture);
  assert.deepEqual(
    lines.map((line) => line.split(',').at(-1)),
    ['4'],
    'the SYN of the other is a repetition',
  );
});

test('a first fragment that the capture cut off is read as it stands', async () => {
  const whole = v4Fragments([[0, 40]], 3)[0]!;
  const cut = {
    bytes: whole.subarray(0, whole.length - 4),
    time: 1_600_000_000_000_000,
    wireLength: whole.length,
  };
  const capture = pcapFile([cut]);
  assert.equal((await flowLines(pcap, capture)).length, 1);
  if (HAS_TSHARK) assert.equal(tsharkFlows(capture).length, 1);
});

test('fragments are held within their limit, and what was let go is told', async () => {
  const memory = new FragmentMemory(10_000);
  const packet = new Packet(memory);
  for (let id = 0; id < 1000; id++) {
    const bytes = ipv4(new Uint8Array(872), { id });
    packet.begin(bytes, 0, bytes.length, bytes.length);
    packet.version = 4;
    packet.ip = bytes;
    packet.at = 20;
    assert.equal(memory.add(packet, 6, id, 0, true), null);
  }
  assert.equal(memory.dropped, 990);
  const flood = Array.from({ length: 3000 }, (_, id) =>
    ethernet(ipv4(new Uint8Array(30_000), { id, fragment: { offset: 0, more: true } })),
  );
  const { notes } = await readWith(pcap, captureOf(flood), wantOf('flow/start'));
  assert.deepEqual(notes.length, 1);
  assert.match(notes[0]!, /^IP fragments let go: \d+$/);
});
