import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { flowLines, readWith, wantOf } from '../../testing/captures.ts';
import {
  A,
  type CapturedPacket,
  ethernet,
  ipv4,
  join,
  type PcapFields,
  pcapFile,
  pcapngWriter,
  tcp,
} from '../../testing/packets.ts';
import { HAS_TSHARK, tsharkFlows } from '../../testing/tshark.ts';
import { pcap } from './index.ts';

const BASE = 1_600_000_000_000_000;
const PEER = { skip: !HAS_TSHARK && 'tshark is not here' };

/** SYNs with different ports, with a data packet of `payload` bytes between each and the next. */
function conversation(flows: number, payload = 30): CapturedPacket[] {
  return Array.from({ length: flows }, (_, i) => [
    { bytes: ethernet(ipv4(tcp({ from: 50_000 + i }))), time: BASE + 2 * i, nanos: 999 },
    {
      bytes: ethernet(ipv4(tcp({ flags: A, payload: new Uint8Array(payload).fill(i) }))),
      time: BASE + 2 * i + 1,
    },
  ]).flat();
}

function portsOf(lines: readonly string[]): number[] {
  return lines.map((line) => Number(line.split(',')[2]) - 50_000);
}

const VARIANTS: readonly PcapFields[] = [true, false].flatMap((littleEndian) => [
  { littleEndian },
  { littleEndian, nanoseconds: true },
  { littleEndian, modified: true },
]);

test('pcap in either byte order, micro- and nanoseconds, modified', async () => {
  for (const fields of VARIANTS) {
    const capture = pcapFile(conversation(3), fields);
    const lines = await flowLines(pcap, capture);
    const times = lines.map((line) => Number(line.split(',')[0]) - BASE);
    assert.deepEqual(times, [0, 2, 4], JSON.stringify(fields));
    assert.deepEqual(portsOf(lines), [0, 1, 2]);
    if (HAS_TSHARK) assert.deepEqual(lines, tsharkFlows(capture));
  }
});

/** Two sections of different byte order; interfaces of different resolution, offset and link type. */
function mixedPcapng(): Uint8Array {
  const syn = (from: number) => ipv4(tcp({ from: 50_000 + from }));
  const little = pcapngWriter(true);
  const big = pcapngWriter(false);
  const seconds = BigInt(BASE / 1_000_000);
  return join(
    little.section(),
    little.block(0x0bad, [1, 2, 3, 4, 5]),
    little.interface(1),
    little.interface(101, 9),
    little.packet(0, seconds * 1_000_000n + 1n, ethernet(syn(0))),
    little.packet(1, seconds * 1_000_000_000n + 2999n, syn(1)),
    little.block(5, new Uint8Array(12)),
    little.packet(1, seconds * 1_000_000_000n + 3000n, syn(2)),
    big.section(),
    big.interface(101, 3),
    big.interface(1, 0x80 | 20, -3600n),
    big.packet(0, seconds * 1000n + 5n, syn(3)),
    big.packet(1, (seconds + 3600n) * (1n << 20n) + (1n << 19n) + 1n, ethernet(syn(4))),
    big.obsoletePacket(1, (seconds + 3600n) << 20n, ethernet(syn(5))),
    little.section(),
    little.interface(101, 10),
    little.packet(0, seconds * 10_000_000_000n + 79_999n, syn(6)),
    little.interface(101, 6, 86_400n),
    little.packet(1, (seconds - 86_400n) * 1_000_000n + 8n, syn(7)),
  );
}

/** Worked out by hand from the definitions of if_tsresol and if_tsoffset. */
const MIXED_TIMES = [1, 2, 3, 5000, 500_000, 0, 7, 8];

test('pcapng of several sections, byte orders, interfaces and resolutions', async () => {
  const lines = await flowLines(pcap, mixedPcapng());
  assert.deepEqual(portsOf(lines), [0, 1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(
    lines.map((line) => Number(line.split(',')[0]) - BASE),
    MIXED_TIMES,
  );
  assert.deepEqual(
    lines.map((line) => Number(line.split(',').at(-1))),
    [2, 3, 4, 5, 6, 7, 8, 9],
    'the custom block is a frame, as in Wireshark',
  );
});

test('tshark reads that pcapng alike', PEER, async () => {
  const [ours, theirs] = [await flowLines(pcap, mixedPcapng()), tsharkFlows(mixedPcapng())];
  const tuples = (lines: readonly string[]) => lines.map((line) => line.replace(/^\d+,/, ''));
  assert.deepEqual(tuples(ours), tuples(theirs));
});

test('a simple packet block has no time: its SYN is a reject, its other packets are not', async () => {
  const { section, interface: describe, simplePacket } = pcapngWriter(true);
  const [syn, ack] = [ipv4(tcp()), ipv4(tcp({ flags: A }))];
  const capture = join(section(), describe(101), simplePacket(ack), simplePacket(syn));
  const { rows, rejects, counts } = await readWith(pcap, capture, wantOf('flow/start'));
  assert.equal(rows.size, 0);
  assert.deepEqual(
    rejects.map(({ code, record }) => [code, record]),
    [['bad-time', 1]],
  );
  assert.deepEqual(counts, { records: 2, kept: 0, skipped: 0, unused: 1, rejected: 1 });
});

test('a link type that is not known is told once an interface, its packets are unused', async () => {
  const { section, interface: describe, packet } = pcapngWriter(true);
  const syn = ipv4(tcp());
  const foreign = [0, 1, 2].map((i) => packet(0, BigInt(BASE + i), syn));
  const capture = join(section(), describe(190), describe(101), ...foreign, packet(1, BigInt(BASE), syn));
  for (const [bytes, flows] of [
    [capture, 1],
    [pcapFile(conversation(3), { linkType: 190 }), 0],
  ] as const) {
    const { rows, rejects, counts } = await readWith(pcap, bytes, wantOf('flow/start'));
    assert.equal(rows.get('flow/start')?.length ?? 0, flows);
    assert.deepEqual(
      rejects.map(({ code, record }) => [code, record]),
      [['unknown-link-type', null]],
    );
    assert.equal(counts.unused, counts.records - flows);
  }
});

test('a capture cut at any byte gives what came before, and one reject', async () => {
  const packets = conversation(3);
  const plain = pcapFile(packets);
  const writer = pcapngWriter(false);
  const blocks = packets.map(({ bytes, time }) => writer.packet(0, BigInt(time), bytes));
  const head = join(writer.section(), writer.interface(1));
  const cases = [
    {
      capture: plain,
      starts: ends(
        24,
        packets.map(({ bytes }) => 16 + bytes.length),
      ),
    },
    {
      capture: join(head, ...blocks),
      starts: ends(
        head.length,
        blocks.map((block) => block.length),
      ),
    },
  ];
  let cuts = 0;
  for (const { capture, starts } of cases)
    for (let size = starts[0]!; size < capture.length; size++) {
      const { rows, rejects, counts } = await readWith(pcap, capture.subarray(0, size), wantOf('flow/start'));
      const whole = starts.filter((start) => start <= size).length - 1;
      const flows = rows.get('flow/start') ?? [];
      assert.equal(flows.length, Math.ceil(whole / 2), `${size} bytes`);
      const clean = starts.includes(size);
      assert.deepEqual(
        rejects.map(({ code }) => code),
        clean ? [] : ['cut-short'],
        `${size} bytes`,
      );
      if (capture !== plain && size - starts[whole]! < 4) assert.equal(rejects[0]?.record ?? null, null);
      else assert.equal(rejects[0]?.record ?? whole, whole);
      assert.equal(counts.records - counts.rejected, whole);
      cuts += clean ? 0 : 1;
    }
  assert.ok(cuts > 500, `only ${cuts} cuts`);
});

function ends(start: number, lengths: readonly number[]): number[] {
  const places = [start];
  for (const length of lengths) places.push(places.at(-1)! + length);
  return places;
}

test('headers cut short are rejects', async () => {
  const capture = pcapFile(conversation(1));
  for (let size = 4; size < 24; size++) {
    assert.notEqual(pcap.recognise(capture.subarray(0, size)), null);
    const { rejects } = await readWith(pcap, capture.subarray(0, size), wantOf('flow/start'));
    assert.deepEqual(
      rejects.map(({ code, record }) => [code, record]),
      [['cut-short', null]],
    );
  }
});

test('chunks of any size give the same', async () => {
  const captures = [
    pcapFile(conversation(20, 700)),
    mixedPcapng(),
    damaged(30, 8, 0x7fff_ffff),
    damaged(30, 4, 0xffff_ffff, damaged(30, 0, 0)),
  ];
  for (const capture of captures) {
    const whole = await readWith(pcap, capture, wantOf('flow/start', 'flow/end'));
    for (const chunk of [1, 2, 3, 7, 16, 61, 100, 1000])
      assert.deepEqual(await readWith(pcap, capture, wantOf('flow/start', 'flow/end'), chunk), whole);
  }
});

/** A capture with another number in the header of its packet 6; `field`: 8 captured length, 12 wire length. */
function damaged(
  payload: number,
  field: number,
  value: number,
  capture = pcapFile(conversation(8, payload)),
): Uint8Array {
  const packets = conversation(8, payload);
  const place = 24 + packets.slice(0, 6).reduce((sum, { bytes }) => sum + 16 + bytes.length, 0);
  new DataView(capture.buffer).setUint32(place + field, value, true);
  return capture;
}

test('a damaged record header costs no record but its own', async () => {
  let lengths = 0;
  for (const payload of [0, 30, 700])
    for (const value of [
      0, 1, 2, 52, 53, 55, 56, 70, 100, 300, 2000, 5000, 262_144, 262_145, 0x7fff_ffff, 0xffff_ffff,
    ]) {
      const { rows, rejects } = await readWith(pcap, damaged(payload, 8, value), wantOf('flow/start'));
      const ports = (rows.get('flow/start') ?? []).map((flow) => Number(flow.src_port) - 50_000);
      const others = ports.filter((port) => port !== 3);
      assert.deepEqual(others, [0, 1, 2, 4, 5, 6, 7], `${payload} bytes of data, length ${value}`);
      assert.deepEqual(
        rejects.map(({ code }) => code),
        ['damaged-record'],
        `${payload} bytes of data, length ${value}`,
      );
      lengths += 1;
    }
  assert.equal(lengths, 48);
});

test('a wrong time or wire length in a record header is no damage to the framing', async () => {
  for (const [field, value, ports] of [
    [0, 0, 8],
    [0, 0xffff_fff0, 8],
    [4, 1_000_000, 7],
    [12, 0, 8],
    [12, 0xffff_ffff, 8],
  ] as const) {
    const { rows, rejects } = await readWith(pcap, damaged(30, field, value), wantOf('flow/start'));
    assert.equal(rows.get('flow/start')?.length, ports, `${field}: ${value}`);
    assert.deepEqual(
      rejects.map(({ code }) => code),
      ports === 8 ? [] : ['bad-time'],
    );
  }
});

test('packets years apart are read', async () => {
  const year = 365 * 86_400 * 1_000_000;
  const packets = conversation(9).map((packet, i) => ({ ...packet, time: (50 - 3 * i) * year }));
  const { rows, rejects } = await readWith(pcap, pcapFile(packets), wantOf('flow/start'));
  assert.equal(rows.get('flow/start')?.length, 9);
  assert.deepEqual(rejects, []);
});

test('a damaged block costs no block but its own', async () => {
  const writer = pcapngWriter(true);
  const blocks = conversation(4).map(({ bytes, time }) => writer.packet(0, BigInt(time), bytes));
  const parts = [writer.section(), writer.interface(1), ...blocks];
  const places = ends(
    0,
    parts.map((part) => part.length),
  );
  let damages = 0;
  for (const [victim, port] of [
    [2, 0],
    [4, 1],
    [8, 3],
  ] as const)
    for (const [end, field] of [
      ['front', 0],
      ['front', 4],
      ['back', -4],
    ] as const)
      for (const value of [0, 3, 13, 64, 0x0100_0000, 0x1234_5678, 0xffff_ffff]) {
        const capture = join(...parts);
        const place = (end === 'front' ? places[victim]! : places[victim + 1]!) + field;
        new DataView(capture.buffer).setUint32(place, value, true);
        const { rows, rejects } = await readWith(pcap, capture, wantOf('flow/start'));
        const ports = (rows.get('flow/start') ?? []).map((flow) => Number(flow.src_port) - 50_000);
        assert.deepEqual(
          ports.filter((each) => each !== port),
          [0, 1, 2, 3].filter((each) => each !== port),
          `block ${victim}, ${end} ${field}: ${value}`,
        );
        if (field !== 0) assert.equal(rejects.length, 1, `block ${victim}, ${end} ${field}: ${value}`);
        damages += 1;
      }
  assert.equal(damages, 63);
});

test('damage anywhere costs only the records that it touches', async () => {
  const writer = pcapngWriter(true);
  let survivors = 0;
  let touched = 0;
  const lengths = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 4, maxLength: 12 });
  const noise = fc.uint8Array({ minLength: 1, maxLength: 60 });
  const how = fc.constantFrom('overwrite', 'insert', 'delete');
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      lengths,
      noise,
      how,
      fc.nat(),
      async (ng, payloads, bytes, kind, place) => {
        const packets = payloads.map((length, i) => {
          const payload = new Uint8Array(length).map((_, at) => (at * 7 + length) & (i % 2 === 0 ? 0xff : 3));
          return { bytes: ethernet(ipv4(tcp({ from: 50_000 + i, payload }))), time: BASE + 1_000_000 * i };
        });
        const records = packets.map((packet) =>
          ng ? writer.packet(0, BigInt(packet.time), packet.bytes) : pcapFile([packet]).subarray(24),
        );
        const head = ng ? join(writer.section(), writer.interface(1)) : pcapFile([]);
        const capture = join(head, ...records);
        const at = head.length + (place % (capture.length - head.length));
        const until = kind === 'insert' ? at : Math.min(capture.length, at + bytes.length);
        const rest = capture.subarray(until);
        const wrong = join(
          capture.subarray(0, at),
          kind === 'delete' ? [] : bytes.subarray(0, kind === 'insert' ? 60 : until - at),
          rest,
        );
        const starts = ends(
          head.length,
          records.map((record) => record.length),
        );
        const whole = packets.flatMap((_, i) => {
          const isTouched = starts[i]! < until && starts[i + 1]! > at;
          const isSplit = kind === 'insert' && starts[i]! < at && starts[i + 1]! > at;
          return isTouched || isSplit ? [] : [i];
        });
        const lines = await flowLines(pcap, wrong);
        assert.deepEqual(await flowLines(pcap, wrong, 1 + (place % 97)), lines);
        const found = portsOf(lines);
        for (const flow of whole)
          assert.ok(found.includes(flow), `flow ${flow} of ${payloads.length} is missing`);
        survivors += whole.length;
        touched += packets.length - whole.length;
      },
    ),
    { numRuns: 1000 },
  );
  assert.ok(survivors > 4000 && touched > 500, `only ${survivors} records stayed whole beside ${touched}`);
});

test('no bytes make it throw, loop, or lose count', async () => {
  let records = 0;
  let flows = 0;
  const seeds = [
    pcapFile(conversation(6)),
    pcapFile(conversation(6), { littleEndian: false, nanoseconds: true }),
    mixedPcapng(),
  ];
  const damage = fc.array(
    fc.tuple(fc.nat(), fc.constantFrom('set', 'insert', 'delete', 'flip'), fc.nat(255)),
    { maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...seeds),
      damage,
      fc.integer({ min: 1, max: 300 }),
      async (seed, changes, chunk) => {
        const bytes = [...seed];
        for (const [place, how, value] of changes) {
          const at = 12 + (place % (bytes.length - 12));
          if (how === 'set') bytes[at] = value;
          else if (how === 'insert') bytes.splice(at, 0, value, value, value);
          else if (how === 'delete') bytes.splice(at, value % 40);
          else bytes[at]! ^= 1 << (value & 7);
        }
        const capture = Uint8Array.from(bytes);
        const { rows, rejects, counts } = await readWith(
          pcap,
          capture,
          wantOf('flow/start', 'flow/end'),
          chunk,
        );
        assert.equal(counts.records, counts.kept + counts.skipped + counts.unused + counts.rejected);
        assert.equal(rejects.filter(({ record }) => record !== null).length, counts.rejected);
        for (const kind of rows.values())
          for (const row of kind) assert.ok(Number(row.record) < counts.records);
        records += counts.records;
        flows += rows.get('flow/start')?.length ?? 0;
      },
    ),
    { numRuns: 1500 },
  );
  assert.ok(records > 8000 && flows > 3000, `only ${records} records and ${flows} flows were reached`);
});

test('random bytes behind a header end in rejects', async () => {
  const head = [pcapFile([]), mixedPcapng().subarray(0, 28)];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...head),
      fc.uint8Array({ minLength: 40, maxLength: 400 }),
      async (start, noise) => {
        const { rejects } = await readWith(pcap, join(start, noise), wantOf('flow/start'), 64);
        assert.ok(rejects.length > 0);
      },
    ),
    { numRuns: 300 },
  );
});
