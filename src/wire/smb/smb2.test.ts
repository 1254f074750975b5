import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PipeEar, pdusOf } from '../../testing/pipe-ear.ts';
import { rpcWriter } from '../../testing/rpc-pdus.ts';
import { BUFFER_OVERFLOW, compound, NOT_FOUND, PENDING, SAME_FILE, v2 } from '../../testing/smb-messages.ts';
import { type SmbStep, talk, tsharkTalk } from '../../testing/smb-talk.ts';
import { HAS_TSHARK } from '../../testing/tshark.ts';

const { pdu } = rpcWriter();
const BIND = pdu(11, new Uint8Array(56).fill(1), { callId: 1 });
const ACK = pdu(12, new Uint8Array(44).fill(2), { callId: 1 });
const CALL = pdu(0, new Uint8Array(300).fill(3), { callId: 2 });
const ANSWER = pdu(2, new Uint8Array(500).fill(4), { callId: 2 });
const IPC = connected(2, '\\\\S\\IPC$');

function connected(type: 1 | 2, path: string, session = 9): SmbStep[] {
  return [
    ['>', v2.treeConnect(path, { id: 0, session, tree: 0 })],
    ['<', v2.treeAnswer(type, { id: 0, session })],
  ];
}

function opened(file: number, name = 'svcctl', id = file): SmbStep[] {
  return [
    ['>', v2.create(name, { id })],
    ['<', v2.createAnswer(file, { id })],
  ];
}

/** The pipes by name: bytes written, bytes read. */
function amounts({ pipes }: PipeEar): (string | number | null)[][] {
  return pipes.map(({ name, client, server }) => [name, client.length, server.length]);
}

const TALKS: Readonly<Record<string, readonly SmbStep[]>> = {
  'writes and reads': [
    ...IPC,
    ...opened(100),
    ['>', v2.write(100, BIND, { id: 2 })],
    ['<', v2.writeAnswer(BIND.length, { id: 2 })],
    ['>', v2.read(100, { id: 3 })],
    ['<', v2.readAnswer(ACK, { id: 3 })],
  ],
  transceive: [
    ...IPC,
    ...opened(100),
    ['>', v2.ioctl(100, CALL, { id: 2 })],
    ['<', v2.ioctlAnswer(100, ANSWER, { id: 2 })],
  ],
  'an answer that overflows is read to its end': [
    ...IPC,
    ...opened(100),
    ['>', v2.ioctl(100, CALL, { id: 2 })],
    ['<', v2.ioctlAnswer(100, ANSWER.subarray(0, 100), { id: 2, status: BUFFER_OVERFLOW })],
    ['>', v2.read(100, { id: 3 })],
    ['<', v2.readAnswer(ANSWER.subarray(100, 300), { id: 3, status: BUFFER_OVERFLOW })],
    ['>', v2.read(100, { id: 4 })],
    ['<', v2.readAnswer(ANSWER.subarray(300), { id: 4 })],
  ],
  'an answer that is pending first': [
    ...IPC,
    ...opened(100),
    ['>', v2.read(100, { id: 2 })],
    ['<', v2.status(8, { id: 2, status: PENDING, async: true })],
    ['>', v2.write(100, CALL, { id: 3 })],
    ['<', v2.writeAnswer(CALL.length, { id: 3 })],
    ['<', v2.readAnswer(ANSWER, { id: 2, async: true })],
  ],
  'answers in another order than their requests': [
    ...IPC,
    ...opened(100, 'samr', 1),
    ...opened(200, 'lsarpc', 2),
    ['>', v2.read(100, { id: 3 })],
    ['>', v2.read(200, { id: 4 })],
    ['<', v2.readAnswer(ACK, { id: 4 })],
    ['<', v2.readAnswer(ANSWER, { id: 3 })],
  ],
  'two sessions use one number for a tree': [
    ...connected(1, '\\\\S\\C$', 8),
    ...IPC,
    ...opened(100),
    ['>', v2.create('svcctl', { id: 2, session: 8 })],
    ['<', v2.createAnswer(200, { id: 2, session: 8 })],
    ['>', v2.ioctl(100, CALL, { id: 3 })],
    ['<', v2.ioctlAnswer(100, ANSWER, { id: 3 })],
  ],
};

for (const [name, steps] of Object.entries(TALKS))
  test(`SMB 2, ${name}: as tshark reads it`, { skip: !HAS_TSHARK && 'tshark is not here' }, () => {
    const { pipes } = talk(...steps);
    const expected = tsharkTalk(...steps);
    assert.ok(expected.pdus.length > 1, 'tshark reads no RPC');
    assert.deepEqual(pipes.flatMap((pipe) => pdusOf(pipe)).toSorted(), expected.pdus.toSorted());
    assert.deepEqual(
      pipes.map((pipe) => pipe.name),
      expected.names,
    );
  });

test('SMB 2: a file that is no pipe is nobody’s, whatever is in it', () => {
  const ear = talk(...connected(1, '\\\\S\\C$'), ...opened(100), ['>', v2.write(100, BIND, { id: 2 })]);
  assert.deepEqual(amounts(ear), []);
});

test('SMB 2: a create that fails opens nothing', () => {
  const ear = talk(...IPC, ['>', v2.create('svcctl')], ['<', v2.status(5, { status: NOT_FOUND })]);
  assert.deepEqual(amounts(ear), []);
});

test('SMB 2: related operations are about the file that the first one opens', () => {
  const steps: SmbStep[] = [
    ...IPC,
    [
      '>',
      compound(
        v2.create('svcctl', { id: 1 }),
        v2.write(SAME_FILE, BIND, { id: 2, related: true, session: -1, tree: -1 }),
        v2.read(SAME_FILE, { id: 3, related: true, session: -1, tree: -1 }),
      ),
    ],
    [
      '<',
      compound(
        v2.createAnswer(100, { id: 1 }),
        v2.writeAnswer(BIND.length, { id: 2, related: true }),
        v2.readAnswer(ACK, { id: 3, related: true }),
      ),
    ],
    ['>', v2.ioctl(100, CALL, { id: 4 })],
    ['<', v2.ioctlAnswer(100, ANSWER, { id: 4 })],
    ['>', v2.close(100, { id: 5 })],
    ['<', v2.closeAnswer({ id: 5 })],
  ];
  const ear = talk(...steps);
  assert.deepEqual(amounts(ear), [['svcctl', BIND.length + CALL.length, ACK.length + ANSWER.length]]);
  assert.deepEqual(
    ear.pipes[0]!.pieces.map(({ mark }) => mark.record),
    [3, 4, 5, 6],
  );
});

test('SMB 2: a file id that is used again is another pipe', () => {
  const ear = talk(
    ...IPC,
    ...opened(100, 'samr', 1),
    ['>', v2.write(100, BIND, { id: 2 })],
    ['>', v2.close(100, { id: 3 })],
    ['<', v2.closeAnswer({ id: 3 })],
    ...opened(100, 'lsarpc', 4),
    ['>', v2.write(100, CALL, { id: 5 })],
    ...opened(100, 'svcctl', 6),
  );
  assert.deepEqual(amounts(ear), [
    ['samr', BIND.length, 0],
    ['lsarpc', CALL.length, 0],
    ['svcctl', 0, 0],
  ]);
  assert.deepEqual(
    ear.pipes.map(({ opened: { record }, ended, endedBy }) => [record, ended, endedBy]),
    [
      [4, 1, 7],
      [9, 1, 12],
      [12, 1, 13],
    ],
  );
});

test('SMB 2: a close that fails, or of another file, closes nothing', () => {
  const ear = talk(
    ...IPC,
    ...opened(100, 'samr', 1),
    ['>', v2.close(100, { id: 2 })],
    ['<', v2.status(6, { id: 2, status: NOT_FOUND })],
    ['>', v2.close(200, { id: 3 })],
    ['<', v2.closeAnswer({ id: 3 })],
    ['>', v2.write(100, BIND, { id: 4 })],
  );
  assert.deepEqual(amounts(ear), [['samr', BIND.length, 0]]);
});

for (const [what, end] of [
  ['the tree', v2.treeEndAnswer()],
  ['the session', v2.logoffAnswer()],
] as const)
  test(`SMB 2: what is open ends with ${what}`, () => {
    const ear = talk(...IPC, ...opened(100, 'samr', 1), ['<', end], ['>', v2.write(100, BIND, { id: 2 })]);
    assert.deepEqual(amounts(ear), [
      ['samr', 0, 0],
      [null, BIND.length, 0],
    ]);
  });

test('SMB 2: of files opened before the capture began those count in which RPC is seen', () => {
  const ear = talk(
    ['>', v2.write(1, new Uint8Array(200).fill(7), { id: 1 })],
    ['>', v2.write(2, CALL, { id: 2 })],
    ['>', v2.read(2, { id: 3 })],
    ['<', v2.readAnswer(ANSWER.subarray(0, 60), { id: 3 })],
    ['>', v2.read(2, { id: 4 })],
    ['<', v2.readAnswer(ANSWER.subarray(60), { id: 4 })],
    ['>', v2.read(3, { id: 5 })],
    ['<', v2.readAnswer(ACK, { id: 5 })],
    ['>', v2.read(1, { id: 6 })],
    ['<', v2.readAnswer(new Uint8Array(200).fill(7), { id: 6 })],
    ['<', v2.ioctlAnswer(4, ANSWER, { id: 7 })],
    ['>', v2.ioctl(5, new Uint8Array(200).fill(7), { id: 8 })],
    ['<', v2.ioctlAnswer(5, new Uint8Array(200).fill(7), { id: 8 })],
  );
  assert.deepEqual(amounts(ear), [
    [null, CALL.length, ANSWER.length],
    [null, 0, ACK.length],
    [null, 0, ANSWER.length],
  ]);
});

test('SMB 2: a read that waits while RPC is seen in its file belongs to the same pipe', () => {
  const ear = talk(
    ['>', v2.read(2, { id: 1 })],
    ['>', v2.write(2, CALL, { id: 2 })],
    ['<', v2.readAnswer(ANSWER, { id: 1 })],
  );
  assert.deepEqual(amounts(ear), [[null, CALL.length, ANSWER.length]]);
});

test('SMB 2: in a tree that nobody saw connected a pipe has its name', () => {
  const ear = talk(...opened(100, 'SVCCTL', 1), ...opened(200, 'notes.txt', 2), [
    '>',
    v2.write(100, BIND, { id: 3 }),
  ]);
  assert.deepEqual(amounts(ear), [['SVCCTL', BIND.length, 0]]);
});

test('SMB 2: only a transceive is data of the pipe', () => {
  const ear = talk(
    ...IPC,
    ...opened(100),
    ['>', v2.ioctl(100, CALL, { id: 2, control: 0x11400c })],
    ['<', v2.ioctlAnswer(100, ANSWER, { id: 2, control: 0x11400c })],
  );
  assert.deepEqual(amounts(ear), [['svcctl', 0, 0]]);
});
