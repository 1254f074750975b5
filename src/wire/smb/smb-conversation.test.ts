import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mutate, randomOf } from '../../testing/mutations.ts';
import { be16, join } from '../../testing/packets.ts';
import { type HeardPipe, PipeEar } from '../../testing/pipe-ear.ts';
import { rpcWriter } from '../../testing/rpc-pdus.ts';
import {
  compound,
  compressed,
  encrypted,
  framed,
  SAME_FILE,
  smb1,
  v1,
  v2,
} from '../../testing/smb-messages.ts';
import type { Side } from '../stream/byte-sink.ts';
import { looksLikeSmb } from './message-header.ts';
import { SmbConversation } from './smb-conversation.ts';

const { pdu } = rpcWriter();
const CALL = pdu(0, new Uint8Array(300).fill(3), { callId: 2 });
const ANSWER = pdu(2, new Uint8Array(700).fill(4), { callId: 2 });
const FILE = new Uint8Array(5000).map((_, i) => (i * 7) & 0xff);
const SESSION_REQUEST = join(
  [0x81, 0, 0, 68, 32],
  new Uint8Array(33).fill(0x43),
  [32],
  new Uint8Array(33).fill(0x43),
);

/** Bytes of a side, or so many that are missing. */
type Piece = readonly [side: Side, bytes: Uint8Array | number];

const client = (message: Uint8Array): Piece => ['client', framed(message)];
const server = (message: Uint8Array): Piece => ['server', framed(message)];
/** Writes and reads of a file, and a pipe's open, among them. */
const IPC = server(v2.treeAnswer(2, { tree: 5 }));
const DISK = server(v2.treeAnswer(1, { tree: 6 }));
const OPENED = [client(v2.create('svcctl', { id: 1 })), server(v2.createAnswer(100, { id: 1 }))];

const TALK: readonly Piece[] = [
  ['client', SESSION_REQUEST],
  ['server', Uint8Array.of(0x82, 0, 0, 0)],
  IPC,
  DISK,
  ...OPENED,
  client(v2.write(200, FILE, { id: 2, tree: 6 })),
  client(v2.write(100, CALL, { id: 3 })),
  ['client', Uint8Array.of(0x85, 0, 0, 0)],
  client(v2.read(200, { id: 4, tree: 6 })),
  client(v2.read(100, { id: 5 })),
  server(v2.readAnswer(FILE, { id: 4, tree: 6 })),
  server(v2.readAnswer(ANSWER, { id: 5 })),
  client(compound(v2.create('samr', { id: 6 }), v2.write(SAME_FILE, CALL, { id: 7, related: true }))),
  server(compound(v2.createAnswer(300, { id: 6 }), v2.writeAnswer(CALL.length, { id: 7 }))),
  client(encrypted(300)),
  server(compressed(300)),
  client(v2.ioctl(100, CALL, { id: 8 })),
  server(v2.ioctlAnswer(100, ANSWER, { id: 8 })),
  client(v2.ioctl(555, CALL, { id: 9 })),
  server(v2.ioctlAnswer(555, ANSWER, { id: 9 })),
  client(v2.close(100, { id: 10 })),
  server(v2.closeAnswer({ id: 10 })),
];

const OLD_TALK: readonly Piece[] = [
  server(v1.treeAnswer('IPC', { tree: 7 })),
  client(smb1(false, { tree: 7 }, v1.create('\\svcctl'))),
  server(smb1(true, { tree: 7 }, v1.createAnswer(100))),
  client(smb1(false, { tree: 8, mid: 2 }, v1.write(200, FILE))),
  client(smb1(false, { tree: 7, mid: 3 }, v1.transact(100, CALL.subarray(0, 100), CALL.length))),
  client(smb1(false, { tree: 7, mid: 3 }, v1.transactMore(CALL.subarray(100), 100, CALL.length))),
  server(smb1(true, { tree: 7, mid: 3 }, v1.transactAnswer(ANSWER.subarray(0, 300), 0, ANSWER.length))),
  server(smb1(true, { tree: 7, mid: 3 }, v1.transactAnswer(ANSWER.subarray(300), 300, ANSWER.length))),
  client(smb1(false, { tree: 7, mid: 4 }, v1.read(100))),
  server(smb1(true, { tree: 7, mid: 4 }, v1.readAnswer(ANSWER))),
  client(smb1(false, { tree: 7, mid: 5 }, v1.close(100))),
  server(smb1(true, { tree: 7, mid: 5 }, v1.empty(4))),
];

function hear(pieces: readonly Piece[]): PipeEar {
  const ear = new PipeEar();
  const conversation = new SmbConversation(ear);
  for (const [i, [side, bytes]] of pieces.entries()) {
    const mark = { time: i, record: i + 1 };
    if (typeof bytes === 'number') conversation.gap(side, bytes, mark);
    else conversation.bytes(side, bytes, 0, bytes.length, mark);
  }
  conversation.end({ time: pieces.length, record: pieces.length + 1 });
  return ear;
}

function whatIsHeard({ name, client, server, gaps, ended }: HeardPipe) {
  return { name, client, server, gaps, ended };
}

test('the talks show what they are made of', () => {
  const ear = hear(TALK);
  const amounts = (heard: PipeEar) =>
    heard.pipes.map(({ name, client, server, ended }) => [name, client.length, server.length, ended]);
  assert.deepEqual(amounts(ear), [
    ['svcctl', 2 * CALL.length, 2 * ANSWER.length, 1],
    ['samr', CALL.length, 0, 1],
    [null, CALL.length, ANSWER.length, 1],
  ]);
  assert.deepEqual(ear.sealed, ['encrypted 16', 'compressed 17']);
  assert.deepEqual(amounts(hear(OLD_TALK)), [['svcctl', CALL.length, 2 * ANSWER.length, 1]]);
});

/** The same bytes in the same order, cut elsewhere. */
function recut(pieces: readonly Piece[], cuts: readonly number[]): Piece[] {
  let cut = 0;
  return pieces.flatMap(([side, bytes]) => {
    if (typeof bytes === 'number') return [[side, bytes] as const];
    const parts: Piece[] = [];
    for (let at = 0; at < bytes.length; ) {
      const count = cuts[cut++ % cuts.length]!;
      parts.push([side, bytes.subarray(at, at + count)]);
      at += count;
    }
    return parts;
  });
}

test('however the bytes are cut, the same is heard', () => {
  const reached = { whole: 0, parts: 0 };
  fc.assert(
    fc.property(
      fc.constantFrom(TALK, OLD_TALK),
      fc.array(fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 6000 })), {
        minLength: 1,
      }),
      (pieces, cuts) => {
        const parts = recut(pieces, cuts);
        reached.whole += pieces.length;
        reached.parts += parts.length;
        assert.deepEqual(hear(parts).pipes.map(whatIsHeard), hear(pieces).pipes.map(whatIsHeard));
      },
    ),
    { numRuns: 200 },
  );
  assert.ok(reached.parts > 4 * reached.whole, 'too little was cut');
});

test('several messages in one piece', () => {
  const whole = (side: Side) =>
    join(...TALK.flatMap(([of, bytes]) => (of === side ? [bytes as Uint8Array] : [])));
  const ear = hear([['client', whole('client')]]);
  assert.deepEqual(
    ear.pipes.map(({ client }) => client.length),
    [2 * CALL.length, CALL.length, CALL.length],
  );
});

test('damaged bytes and gaps anywhere: nothing throws, and what is given lies in what was taken', () => {
  const below = randomOf(7);
  const reached = { runs: 0, pipes: 0, bytes: 0, gaps: 0 };
  const others = [...TALK, ...OLD_TALK].map(([, bytes]) => Buffer.from(bytes as Uint8Array));
  for (let run = 0; run < 3000; run++) {
    const pieces = (run % 2 === 0 ? TALK : OLD_TALK).map(([side, bytes]): Piece => {
      const chance = below(12);
      if (chance === 0) return [side, below(2) * below(2 * (bytes as Uint8Array).length)];
      return [side, chance < 4 ? mutate(Buffer.from(bytes as Uint8Array), below, others) : bytes];
    });
    const given = pieces.reduce((sum, [, bytes]) => sum + (typeof bytes === 'number' ? 0 : bytes.length), 0);
    const { pipes } = hear(recut(pieces, [1 + below(20), 1 + below(3000)]));
    const heard = pipes.reduce((sum, pipe) => sum + pipe.client.length + pipe.server.length, 0);
    assert.ok(heard <= given);
    assert.ok(pipes.every(({ ended }) => ended === 1));
    reached.runs += 1;
    reached.pipes += pipes.length;
    reached.bytes += heard;
    reached.gaps += pipes.reduce((sum, { gaps }) => sum + gaps.length, 0);
  }
  console.log(
    `smb, damaged: ${Object.entries(reached)
      .map(([what, n]) => `${what} ${n}`)
      .join(', ')}`,
  );
  assert.ok(reached.pipes > 3000 && reached.gaps > 300, 'too little was reached');
});

test('bytes missing inside a file’s data, known in number, cost nothing', () => {
  const write = framed(v2.write(200, FILE, { id: 2, tree: 6 }));
  const { pipes } = hear([
    ...[IPC, DISK, ...OPENED],
    ['client', write.subarray(0, 1000)],
    ['client', 3000],
    ['client', write.subarray(4000)],
    client(v2.write(100, CALL, { id: 3 })),
  ]);
  assert.deepEqual([pipes[0]!.client.length, pipes[0]!.gaps], [CALL.length, []]);
});

test('bytes missing inside a pipe’s data are missing in the pipe, and the rest of the message with them', () => {
  const write = framed(v2.write(100, CALL, { id: 2 }));
  const { pipes } = hear([
    ...[IPC, ...OPENED],
    ['client', write.subarray(0, 250)],
    ['client', 50],
    ['client', write.subarray(300)],
    client(v2.write(100, CALL, { id: 3 })),
  ]);
  const before = 250 - 4 - 112;
  assert.deepEqual(pipes[0]!.client, [...CALL.subarray(0, before), ...CALL]);
  assert.deepEqual(pipes[0]!.gaps, [{ side: 'client', length: CALL.length - before }]);
});

test('after a gap it goes on with the next message, and every open pipe is told', () => {
  const noise = join([0, 0, 0, 80, 0xfe, 0x53, 0x4d, 0x42, 63, 0], new Uint8Array(200).fill(0x53));
  for (const length of [0, 12_345])
    for (const cuts of [[6000], [1], [7, 3]]) {
      const pieces: Piece[] = [
        ...[IPC, ...OPENED],
        ['client', framed(v2.write(100, CALL, { id: 2 })).subarray(0, 60)],
        ['client', length],
        ['client', noise],
        client(v2.write(100, CALL, { id: 3 })),
      ];
      const { pipes } = hear(recut(pieces, cuts));
      assert.deepEqual(pipes[0]!.client, [...CALL], `cuts ${cuts}`);
      assert.deepEqual(pipes[0]!.gaps, [{ side: 'client', length: 0 }]);
    }
});

/** With another length before it. */
function withLength(message: Uint8Array, length: number): Uint8Array {
  return join([0, length >> 16, (length >> 8) & 0xff, length & 0xff], message.subarray(4));
}

test('a length that is too great costs its own message: the next begins a packet', () => {
  const call = client(v2.write(100, CALL, { id: 3 }));
  const close = ['client', withLength(framed(v2.close(555, { id: 2 })), 200_000)] as const;
  const read = ['client', withLength(framed(v2.read(100, { id: 2 })), 0xfe)] as const;
  for (const damaged of [close, read]) {
    const { pipes } = hear([...[IPC, ...OPENED], damaged, call]);
    assert.deepEqual(pipes[0]!.client, [...CALL]);
  }
  const write = ['client', withLength(framed(v2.write(100, CALL, { id: 2 })), 50_000)] as const;
  const { pipes } = hear([...[IPC, ...OPENED], write, call]);
  assert.deepEqual([pipes[0]!.client, pipes[0]!.gaps], [[...CALL, ...CALL], []]);
});

test('a header of another size is read where a message is to be expected', () => {
  const odd = framed(v2.createAnswer(100, { id: 1 }));
  odd[8] = 39;
  const { pipes } = hear([IPC, OPENED[0]!, ['server', odd], client(v2.write(100, CALL, { id: 2 }))]);
  assert.deepEqual(
    pipes.map(({ name, client }) => [name, client.length]),
    [['svcctl', CALL.length]],
  );
});

test('a file may hold messages that begin packets: they are no messages of this connection', () => {
  const copied = framed(v2.write(100, CALL, { id: 9 }));
  const old = framed(smb1(false, { tree: 7, mid: 4 }, v1.write(100, CALL)));
  const data = join(new Uint8Array(900), copied, old);
  const copies: readonly (readonly [Piece[], Piece])[] = [
    [[IPC, DISK, ...OPENED], client(v2.write(200, data, { id: 2, tree: 6 }))],
    [[IPC, DISK, ...OPENED], server(v2.readAnswer(data, { id: 2, tree: 6 }))],
    [OLD_TALK.slice(0, 3), client(smb1(false, { tree: 8, mid: 2 }, v1.write(200, data)))],
    [OLD_TALK.slice(0, 3), server(smb1(true, { tree: 8, mid: 2 }, v1.readAnswer(data)))],
  ];
  for (const [before, [side, copy]] of copies) {
    const bytes = copy as Uint8Array;
    const [first, second] = [bytes.length - copied.length - old.length, bytes.length - old.length];
    const parts = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)];
    const { pipes } = hear([...before, ...parts.map((part): Piece => [side, part])]);
    assert.deepEqual(
      pipes.map(({ client, server, gaps }) => [client.length, server.length, gaps]),
      [[0, 0, []]],
    );
  }
});

test('a connection seen from the middle of a message on', () => {
  const { pipes } = hear([
    ['client', framed(v2.write(200, FILE)).subarray(700)],
    client(v2.write(100, CALL, { id: 3 })),
  ]);
  assert.deepEqual(
    pipes.map(({ name, client }) => [name, client.length]),
    [[null, CALL.length]],
  );
});

test('of a message longer than a MiB the pipe gets the beginning, and learns what is missing', () => {
  const data = join(CALL, new Uint8Array(3 << 20));
  const { pipes } = hear([
    ...[IPC, ...OPENED],
    client(v2.write(100, data, { id: 2 })),
    client(v2.write(100, CALL, { id: 3 })),
  ]);
  const [gap] = pipes[0]!.gaps;
  assert.ok(gap!.length > 1 << 20);
  assert.equal(pipes[0]!.client.length + gap!.length, data.length + CALL.length);
});

test('the longest message of a file streams past', () => {
  const { pipes } = hear([
    ...[IPC, DISK, ...OPENED],
    ...[
      client(v2.write(200, new Uint8Array(0xffffff - 112), { id: 2, tree: 6 })),
      client(v2.write(100, CALL, { id: 3 })),
    ],
  ]);
  assert.equal(pipes[0]!.client.length, CALL.length);
});

test('pipes that are never closed do not pile up', () => {
  const many = 5000;
  const { pipes } = hear([
    IPC,
    ...Array.from({ length: many }, (_, i) => [
      client(v2.create('svcctl', { id: i })),
      server(v2.createAnswer(i, { id: i })),
      client(v2.write(i, CALL.subarray(0, 20), { id: i })),
    ]).flat(),
    client(v2.write(many - 1, CALL, { id: many })),
    client(v2.write(0, CALL, { id: many })),
  ]);
  assert.equal(pipes.length, many + 1);
  assert.equal(pipes[many - 1]!.client.length, 20 + CALL.length);
  assert.equal(pipes[0]!.client.length, 20);
});

test('a side’s first bytes are SMB’s or they are not', () => {
  const yes = [...TALK, ...OLD_TALK]
    .filter(([side]) => side === 'client')
    .map(([, bytes]) => bytes as Uint8Array);
  const no = [
    new Uint8Array(20),
    CALL,
    join([0x16, 3, 1], be16(200), new Uint8Array(200)),
    framed(v2.create('svcctl')).subarray(0, 9),
    framed(v2.create('svcctl').subarray(0, 63)),
    join(new Uint8Array(4), v2.create('svcctl')),
  ];
  for (const bytes of yes.filter((bytes) => bytes[0] !== 0x85))
    assert.ok(looksLikeSmb(bytes, 0, bytes.length));
  for (const bytes of no) assert.ok(!looksLikeSmb(bytes, 0, bytes.length));
});
