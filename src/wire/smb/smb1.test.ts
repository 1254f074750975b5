import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PipeEar, pdusOf } from '../../testing/pipe-ear.ts';
import { rpcWriter } from '../../testing/rpc-pdus.ts';
import {
  BUFFER_OVERFLOW,
  NOT_FOUND,
  type Smb1Block,
  type Smb1Fields,
  smb1,
  v1,
} from '../../testing/smb-messages.ts';
import { type SmbStep, talk, tsharkTalk } from '../../testing/smb-talk.ts';
import { HAS_TSHARK } from '../../testing/tshark.ts';

const { pdu } = rpcWriter();
const BIND = pdu(11, new Uint8Array(56).fill(1), { callId: 1 });
const ACK = pdu(12, new Uint8Array(44).fill(2), { callId: 1 });
const CALL = pdu(0, new Uint8Array(300).fill(3), { callId: 2 });
const ANSWER = pdu(2, new Uint8Array(500).fill(4), { callId: 2 });
const IPC: SmbStep = ['<', v1.treeAnswer('IPC')];

function asks(block: Smb1Block, fields: Smb1Fields = {}): SmbStep {
  return ['>', smb1(false, fields, block)];
}

function answers(block: Smb1Block, fields: Smb1Fields = {}): SmbStep {
  return ['<', smb1(true, fields, block)];
}

function opened(file: number, name = '\\svcctl', mid = file): SmbStep[] {
  return [asks(v1.create(name), { mid }), answers(v1.createAnswer(file), { mid })];
}

/** The pipes by name: bytes written, bytes read. */
function amounts({ pipes }: PipeEar): (string | number | null)[][] {
  return pipes.map(({ name, client, server }) => [name, client.length, server.length]);
}

const TALKS: Readonly<Record<string, readonly SmbStep[]>> = {
  'writes and reads': [
    IPC,
    ...opened(100),
    asks(v1.write(100, BIND), { mid: 2 }),
    answers(v1.writeAnswer(BIND.length), { mid: 2 }),
    asks(v1.read(100), { mid: 3 }),
    answers(v1.readAnswer(ACK), { mid: 3 }),
  ],
  'a transaction': [
    IPC,
    ...opened(100),
    asks(v1.transact(100, CALL), { mid: 2 }),
    answers(v1.transactAnswer(ANSWER), { mid: 2 }),
  ],
  'an answer that overflows is read to its end': [
    IPC,
    ...opened(100),
    asks(v1.transact(100, CALL), { mid: 2 }),
    answers(v1.transactAnswer(ANSWER.subarray(0, 100)), { mid: 2, status: BUFFER_OVERFLOW }),
    asks(v1.read(100), { mid: 3 }),
    answers(v1.readAnswer(ANSWER.subarray(100, 300)), { mid: 3, status: BUFFER_OVERFLOW }),
    asks(v1.read(100), { mid: 4 }),
    answers(v1.readAnswer(ANSWER.subarray(300)), { mid: 4 }),
  ],
  'a name that is not Unicode': [
    IPC,
    asks(v1.create('\\PIPE\\svcctl', false), { unicode: false }),
    answers(v1.createAnswer(100), { unicode: false }),
    asks(v1.write(100, BIND), { mid: 2 }),
    asks(v1.read(100), { mid: 3 }),
    answers(v1.readAnswer(ACK), { mid: 3 }),
  ],
  'a write that says how long the message is': [
    IPC,
    ...opened(100),
    asks(v1.write(100, BIND, 32, BIND.length), { mid: 2 }),
    asks(v1.read(100), { mid: 3 }),
    answers(v1.readAnswer(ACK), { mid: 3 }),
  ],
};

for (const [name, steps] of Object.entries(TALKS))
  test(`SMB 1, ${name}: as tshark reads it`, { skip: !HAS_TSHARK && 'tshark is not here' }, () => {
    const { pipes } = talk(...steps);
    const expected = tsharkTalk(...steps);
    assert.ok(expected.pdus.length > 1, 'tshark reads no RPC');
    assert.deepEqual(pipes.flatMap((pipe) => pdusOf(pipe)).toSorted(), expected.pdus.toSorted());
    assert.deepEqual(
      pipes.map((pipe) => pipe.name),
      expected.names.map((pipe) => pipe.replace(/^PIPE\\/, '')),
    );
  });

test('SMB 1: a transaction in parts, asked and answered', () => {
  const steps: SmbStep[] = [
    IPC,
    ...opened(100),
    asks(v1.transact(100, CALL.subarray(0, 100), CALL.length), { mid: 2 }),
    answers(v1.empty(0x25), { mid: 2 }),
    asks(v1.transactMore(CALL.subarray(100, 250), 100, CALL.length), { mid: 2 }),
    asks(v1.transactMore(CALL.subarray(250), 250, CALL.length), { mid: 2 }),
    answers(v1.transactAnswer(ANSWER.subarray(0, 300), 0, ANSWER.length), { mid: 2 }),
    answers(v1.transactAnswer(ANSWER.subarray(300), 300, ANSWER.length), { mid: 2 }),
    answers(v1.transactAnswer(ANSWER.subarray(300), 300, ANSWER.length), { mid: 2 }),
  ];
  const { pipes } = talk(...steps);
  assert.equal(pipes.length, 1);
  assert.deepEqual(pdusOf(pipes[0]!), [`client 0 ${CALL.length} #2`, `server 2 ${ANSWER.length} #2`]);
  assert.deepEqual(pipes[0]!.gaps, []);
});

test('SMB 1: a part of a transaction that is missing is a gap', () => {
  const { pipes } = talk(
    IPC,
    ...opened(100),
    asks(v1.transact(100, CALL.subarray(0, 100), CALL.length), { mid: 2 }),
    asks(v1.transactMore(CALL.subarray(250), 250, CALL.length), { mid: 2 }),
    answers(v1.transactAnswer(ANSWER.subarray(300), 300, ANSWER.length), { mid: 2 }),
  );
  assert.deepEqual(pipes[0]!.gaps, [
    { side: 'client', length: 0 },
    { side: 'server', length: 0 },
  ]);
});

test('SMB 1: a transaction that failed is over', () => {
  const ear = talk(
    IPC,
    ...opened(100),
    asks(v1.transact(100, CALL.subarray(0, 100), CALL.length), { mid: 2 }),
    answers(v1.empty(0x25), { mid: 2, status: NOT_FOUND }),
    asks(v1.transactMore(CALL.subarray(100), 100, CALL.length), { mid: 2 }),
  );
  assert.deepEqual(amounts(ear), [['svcctl', 100, 0]]);
});

test('SMB 1: commands in one message are about the file that the first one opens', () => {
  for (const [ask, answer] of [
    [v1.create('\\svcctl'), v1.createAnswer(100)],
    [v1.open('\\svcctl'), v1.openAnswer(100)],
  ] as const) {
    const askEnd = (smb1(false, {}, ask).length + 3) & ~3;
    const answerEnd = (smb1(true, {}, answer).length + 3) & ~3;
    const another = { ...answer, words: answer.words.with(answer.command === 0xa2 ? 5 : 4, 101) };
    const ear = talk(
      IPC,
      ['>', smb1(false, {}, ask, v1.write(0xffff, BIND, askEnd))],
      ['<', smb1(true, {}, answer, v1.writeAnswer(BIND.length))],
      asks(v1.transact(100, CALL), { mid: 2 }),
      answers(v1.transactAnswer(ANSWER), { mid: 2 }),
      ['>', smb1(false, { mid: 3 }, ask, v1.read(0xffff))],
      ['<', smb1(true, { mid: 3 }, another, v1.readAnswer(ACK, answerEnd))],
    );
    assert.deepEqual(amounts(ear), [
      ['svcctl', BIND.length + CALL.length, ANSWER.length],
      ['svcctl', 0, ACK.length],
    ]);
  }
});

test('SMB 1: a write longer than two bytes can say', () => {
  const data = pdu(0, new Uint8Array(0x10100), { callId: 2 });
  const ear = talk(IPC, ...opened(100), asks(v1.write(100, data), { mid: 2 }));
  assert.deepEqual(amounts(ear), [['svcctl', data.length, 0]]);
});

test('SMB 1: a file that is no pipe is nobody’s, whatever is in it', () => {
  const disk: SmbStep = ['<', v1.treeAnswer('A:')];
  const ear = talk(
    disk,
    ...opened(100, '\\notes.txt'),
    asks(v1.write(100, BIND), { mid: 2 }),
    asks(v1.read(100), { mid: 3 }),
    answers(v1.readAnswer(ACK), { mid: 3 }),
  );
  assert.deepEqual(amounts(ear), []);
});

test('SMB 1: in a tree that nobody saw connected the answer says what is a pipe', () => {
  const ear = talk(
    ...opened(100, '\\svcctl', 1),
    asks(v1.create('\\notes.txt'), { mid: 2 }),
    answers(v1.createAnswer(200, 0), { mid: 2 }),
    asks(v1.open('\\PIPE\\samr'), { mid: 3 }),
    answers(v1.openAnswer(300), { mid: 3 }),
  );
  assert.deepEqual(amounts(ear), [
    ['svcctl', 0, 0],
    ['samr', 0, 0],
  ]);
});

test('SMB 1: of files opened before the capture began those count in which RPC is seen', () => {
  const ear = talk(
    asks(v1.write(1, new Uint8Array(100).fill(7)), { mid: 1 }),
    asks(v1.write(2, BIND, 32, BIND.length), { mid: 2 }),
    asks(v1.read(2), { mid: 3 }),
    answers(v1.readAnswer(ACK), { mid: 3 }),
    asks(v1.read(1), { mid: 4 }),
    answers(v1.readAnswer(new Uint8Array(100).fill(7)), { mid: 4 }),
    asks(v1.transact(3, CALL), { mid: 5 }),
    answers(v1.transactAnswer(ANSWER), { mid: 5 }),
  );
  assert.deepEqual(amounts(ear), [
    [null, BIND.length, ACK.length],
    [null, CALL.length, ANSWER.length],
  ]);
});

test('SMB 1: a file id that is used again is another pipe', () => {
  const ear = talk(
    IPC,
    ...opened(100, '\\samr', 1),
    asks(v1.close(100), { mid: 2 }),
    answers(v1.empty(4), { mid: 2 }),
    ...opened(100, '\\lsarpc', 3),
    asks(v1.close(100), { mid: 4 }),
    answers(v1.empty(4), { mid: 4, status: NOT_FOUND }),
    asks(v1.write(100, BIND), { mid: 5 }),
    ['<', v1.treeEndAnswer()],
  );
  assert.deepEqual(amounts(ear), [
    ['samr', 0, 0],
    ['lsarpc', BIND.length, 0],
  ]);
  assert.deepEqual(
    ear.pipes.map(({ ended, endedBy }) => [ended, endedBy]),
    [
      [1, 5],
      [1, 11],
    ],
  );
});

test('SMB 1: a create that fails opens nothing', () => {
  const ear = talk(IPC, asks(v1.create('\\svcctl')), answers(v1.empty(0xa2), { status: NOT_FOUND }));
  assert.deepEqual(amounts(ear), []);
});
