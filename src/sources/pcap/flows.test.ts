import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseNetwork } from '../../columns/networks.ts';
import type { KindWant } from '../../model/want.ts';
import { NO_LIMITS } from '../../model/want.ts';
import { type ReadRow, readWith, wantOf } from '../../testing/captures.ts';
import {
  A,
  type CapturedPacket,
  ethernet,
  FA,
  ipv4,
  PA,
  pcapFile,
  R,
  RA,
  S,
  SA,
  type TcpFields,
  tcp,
} from '../../testing/packets.ts';
import { FragmentMemory } from '../../wire/fragment-memory.ts';
import { Packet } from '../../wire/packet.ts';
import { SynMemory } from '../../wire/syn-memory.ts';
import { pcap } from './index.ts';

const BASE = 1_600_000_000_000_000;
const SECOND = 1_000_000;

/** One packet from the client (`>`) or the server (`<`). */
type Step = readonly [
  side: '>' | '<',
  flags: number,
  seconds: number,
  fields?: TcpFields & { port?: number },
];

function packetOf([side, flags, seconds, { port = 50_000, ...fields } = {}]: Step): CapturedPacket {
  const client = [10, 0, 0, 1];
  const server = [10, 0, 0, 2];
  const ports = side === '>' ? { from: port, to: 135 } : { from: 135, to: port };
  const [src, dst] = side === '>' ? [client, server] : [server, client];
  return {
    bytes: ethernet(ipv4(tcp({ flags, ...ports, ...fields }), { src, dst })),
    time: BASE + Math.round(seconds * SECOND),
  };
}

async function read(steps: readonly Step[]) {
  const { rows, notes, counts } = await readWith(
    pcap,
    pcapFile(steps.map(packetOf)),
    wantOf('flow/start', 'flow/end'),
  );
  return { starts: rows.get('flow/start') ?? [], ends: rows.get('flow/end') ?? [], notes, counts };
}

async function startTimes(steps: readonly Step[]): Promise<number[]> {
  return (await read(steps)).starts.map(({ time }) => (Number(time) - BASE) / SECOND);
}

test('a repeated SYN is no new flow; one with another sequence number is', async () => {
  assert.deepEqual(
    await startTimes([
      ['>', S, 0],
      ['>', S, 1],
      ['>', S, 3],
      ['>', S, 7],
    ]),
    [0],
  );
  assert.deepEqual(
    await startTimes([
      ['>', S, 0],
      ['>', S, 1, { seq: 5 }],
      ['>', S, 2],
      ['>', S, 3, { seq: 5 }],
    ]),
    [0, 1],
  );
  assert.deepEqual(
    await startTimes([
      ['>', S, 0],
      ['>', S, 0, { port: 50_001 }],
    ]),
    [0, 0],
  );
  assert.deepEqual(
    await startTimes([
      ['>', S, 0],
      ['<', S, 0],
    ]),
    [0, 0],
    'the other direction is another 4-tuple',
  );
});

test('a SYN is remembered for ten minutes of capture time, whichever way time runs', async () => {
  assert.deepEqual(
    await startTimes([
      ['>', S, 0],
      ['>', S, 600],
    ]),
    [0],
  );
  assert.deepEqual(
    await startTimes([
      ['>', S, 0],
      ['>', S, 600.000001],
    ]),
    [0, 600.000001],
  );
  assert.deepEqual(
    await startTimes([
      ['>', S, 0],
      ['>', S, 400],
      ['>', S, 800],
    ]),
    [0],
    'each repetition renews it',
  );
  assert.deepEqual(
    await startTimes([
      ['>', S, 700],
      ['>', S, 100.5],
      ['>', S, 99],
    ]),
    [700],
  );
  assert.deepEqual(
    await startTimes([
      ['>', S, 700],
      ['>', S, 0, { seq: 1 }],
      ['>', S, 701],
    ]),
    [700, 0],
  );
  const { notes } = await read([
    ['>', S, 0],
    ['>', S, 601],
    ['>', S, 1202],
  ]);
  assert.deepEqual(notes, ['forgotten SYNs: 2']);
});

test('the memory of SYNs is bounded, and says what it lost', () => {
  const memory = new SynMemory(10, 20);
  const packet = new Packet(new FragmentMemory());
  const syn = (seq: number, time: number) => {
    const bytes = ipv4(tcp({ seq }));
    packet.begin(bytes, 20, bytes.length, bytes.length);
    packet.version = 4;
    packet.ip = bytes;
    packet.ipAt = 0;
    return memory.isNew(packet, time);
  };
  for (let seq = 0; seq < 25; seq++) assert.equal(syn(seq, seq), true);
  assert.equal(memory.forgotten, 5);
  assert.deepEqual(
    [4, 5].map((seq) => syn(seq, 25)),
    [true, true],
    'the sixth went for the fifth',
  );
  assert.equal(syn(20, 26), false);
  const before = memory.forgotten;
  for (let seq = 100; seq < 200; seq++) assert.equal(syn(seq, 5000 * SECOND), true);
  assert.equal(memory.forgotten - before, 80, 'those past their time are not lost');
});

const OPEN: readonly Step[] = [
  ['>', S, 0, { seq: 1000 }],
  ['<', SA, 0.01, { seq: 2000, ack: 1001 }],
  ['>', A, 0.02, { seq: 1001, ack: 2001 }],
];
const TALK: readonly Step[] = [
  ['>', PA, 0.1, { seq: 1001, ack: 2001, payload: new Uint8Array(100) }],
  ['<', PA, 0.2, { seq: 2001, ack: 1101, payload: new Uint8Array(300) }],
];

/** What Zeek's documentation of conn_state says of each. */
const STATES: Readonly<
  Record<string, readonly [steps: readonly Step[], state: string, packets: number, out: number, into: number]>
> = {
  unanswered: [
    [
      ['>', S, 0],
      ['>', S, 1],
      ['>', S, 3],
    ],
    'S0',
    3,
    0,
    0,
  ],
  refused: [
    [
      ['>', S, 0],
      ['<', RA, 0.01],
    ],
    'REJ',
    2,
    0,
    0,
  ],
  'handshake only': [OPEN, 'S1', 3, 0, 0],
  'handshake only, then closed': [
    [...OPEN, ['>', FA, 1, { seq: 1001 }], ['<', FA, 1.1, { seq: 2001 }], ['>', A, 1.2, { seq: 1002 }]],
    'SF',
    6,
    0,
    0,
  ],
  'talk and an orderly end': [
    [
      ...OPEN,
      ...TALK,
      ['>', FA, 1, { seq: 1101 }],
      ['<', FA, 1.1, { seq: 2301 }],
      ['>', A, 1.2, { seq: 1102 }],
    ],
    'SF',
    8,
    100,
    300,
  ],
  'talk sent twice': [[...OPEN, ...TALK, ...TALK], 'S1', 7, 100, 300],
  'still open': [[...OPEN, ...TALK], 'S1', 5, 100, 300],
  'closed by the client alone': [[...OPEN, ['>', FA, 1, { seq: 1001 }]], 'S2', 4, 0, 0],
  'closed by the server alone': [[...OPEN, ['<', FA, 1, { seq: 2001 }]], 'S3', 4, 0, 0],
  'reset by the client': [[...OPEN, ...TALK, ['>', R, 1, { seq: 1101 }]], 'RSTO', 6, 100, 300],
  'reset by the server': [[...OPEN, ...TALK, ['<', R, 1, { seq: 2301 }]], 'RSTR', 6, 100, 300],
  'SYN, then reset by the client': [
    [
      ['>', S, 0],
      ['>', R, 1, { seq: 1001 }],
    ],
    'RSTOS0',
    2,
    0,
    0,
  ],
  'SYN, then FIN': [
    [
      ['>', S, 0],
      ['>', FA, 1, { seq: 1001 }],
    ],
    'SH',
    2,
    0,
    0,
  ],
  'answer, then reset, no SYN': [
    [
      ['<', SA, 0, { seq: 2000, ack: 1001 }],
      ['<', R, 1, { seq: 2001 }],
    ],
    'RSTRH',
    2,
    0,
    0,
  ],
  'answer, then FIN, no SYN': [
    [
      ['<', SA, 0, { seq: 2000, ack: 1001 }],
      ['<', FA, 1, { seq: 2001 }],
    ],
    'SHR',
    2,
    0,
    0,
  ],
  'seen midway': [TALK, 'OTH', 2, 100, 300],
  'seen midway, server first': [[...TALK].reverse(), 'OTH', 2, 100, 300],
  'FIN, then a late reset': [
    [...OPEN, ['>', FA, 1, { seq: 1001 }], ['<', FA, 1.1, { seq: 2001 }], ['>', R, 1.2, { seq: 1002 }]],
    'SF',
    6,
    0,
    0,
  ],
};

test('a connection ends as Zeek would name it, with what each side sent', async () => {
  for (const [name, [steps, state, packets, out, into]] of Object.entries(STATES)) {
    const { ends } = await read(steps);
    assert.equal(ends.length, 1, name);
    const { conn_state, packet_count, out_bytes, in_bytes, src_ip, src_port, dest_ip, dest_port } = ends[0]!;
    assert.deepEqual(
      { conn_state, packet_count, out_bytes, in_bytes },
      { conn_state: state, packet_count: packets, out_bytes: out, in_bytes: into },
      name,
    );
    assert.deepEqual([src_ip, src_port, dest_ip, dest_port], ['10.0.0.1', 50_000, '10.0.0.2', 135], name);
  }
});

test('the end has the time and frame of its last packet, its start those of the SYN', async () => {
  const { starts, ends } = await read([...OPEN, ...TALK]);
  const [start, end] = [starts[0]!, ends[0]!];
  assert.deepEqual([start.time, start.start_time, start.record, start.tcp_flags], [BASE, BASE, 0, 'S']);
  assert.deepEqual(
    [end.time, end.start_time, end.end_time, end.record],
    [BASE + 200_000, BASE, BASE + 200_000, 4],
  );
  assert.equal(end.tcp_flags, 'SPA');
  assert.equal(end.transport_protocol, 'tcp');
  assert.match(String(start.flow_id), /^[0-9a-f]{16}$/);
  assert.equal(end.flow_id, start.flow_id);
});

test('a port used again is another connection with another id', async () => {
  const again: readonly Step[] = [
    ['>', S, 10, { seq: 9000 }],
    ['<', RA, 10.1, { ack: 9001 }],
  ];
  for (const first of [[...OPEN, ...TALK], STATES['talk and an orderly end']![0]]) {
    const { starts, ends } = await read([...first, ...again]);
    assert.deepEqual(
      starts.map(({ time }) => (Number(time) - BASE) / SECOND),
      [0, 10],
    );
    assert.deepEqual(
      ends.map(({ flow_id }) => flow_id),
      starts.map(({ flow_id }) => flow_id),
    );
    assert.notEqual(starts[0]!.flow_id, starts[1]!.flow_id);
    assert.equal(ends[1]!.conn_state, 'REJ');
  }
});

test('a closed connection is told when it has lingered, an idle one after an hour, not by one stray time', async () => {
  const closed = STATES['talk and an orderly end']![0];
  const other = (seconds: number): Step => ['>', A, seconds, { port: 60_000 }];
  const orderOf = async (steps: readonly Step[]) => (await read(steps)).ends.map(({ src_port }) => src_port);
  assert.deepEqual(await orderOf([...OPEN, other(3000), other(3700), other(3701)]), [50_000, 60_000]);
  const stray = await read([...closed, other(9999), ['>', A, 2, { seq: 1102 }], other(9), other(9.5)]);
  assert.equal(stray.ends.find(({ src_port }) => src_port === 50_000)!.packet_count, 9);
});

test('only what is wanted is tracked and built', async () => {
  const capture = pcapFile([...OPEN, ...TALK, ['>', S, 1, { port: 50_001, seq: 3 }] as Step].map(packetOf));
  const only = async (kinds: Readonly<Record<string, KindWant>>, limits = NO_LIMITS) =>
    readWith(pcap, capture, { kinds, limits });
  const port = (value: number): KindWant => ({
    fields: ['dest_ip'],
    terms: [[{ field: 'src_port', cmp: '==', value }]],
  });
  const starts = await only({ 'flow/start': port(50_001) });
  assert.deepEqual(starts.rows.get('flow/start'), [{ time: BASE + SECOND, record: 5, dest_ip: '10.0.0.2' }]);
  assert.deepEqual(starts.counts, { records: 6, kept: 1, skipped: 1, unused: 4, rejected: 0 });
  const ends = await only({ 'flow/end': port(50_000) });
  assert.deepEqual(ends.rows.get('flow/end'), [{ time: BASE + 200_000, record: 4, dest_ip: '10.0.0.2' }]);
  assert.deepEqual(ends.counts, { records: 6, kept: 5, skipped: 1, unused: 0, rejected: 0 });
  const none = await only({});
  assert.equal(none.rows.size, 0);
  const hidden = await only(
    { 'flow/start': { fields: [], terms: null } },
    { ...NO_LIMITS, exclude: [parseNetwork('10.0.0.2/32')!] },
  );
  assert.equal(hidden.rows.size, 0);
  assert.deepEqual(hidden.counts, { records: 6, kept: 0, skipped: 2, unused: 4, rejected: 0 });
});

test('more connections and flows than a batch holds all come out', async () => {
  const steps: Step[] = [];
  for (let i = 0; i < 70_000; i++) steps.push(['>', S, i / 1e6, { port: 1 + (i % 65_000), seq: i }]);
  const { starts, ends } = await read(steps);
  assert.equal(starts.length, 70_000);
  assert.equal(ends.length, 70_000);
  const ids = (rows: readonly ReadRow[]) => new Set(rows.map(({ flow_id }) => flow_id));
  assert.deepEqual(ids(ends), ids(starts));
  assert.equal(ids(starts).size, 70_000);
});
