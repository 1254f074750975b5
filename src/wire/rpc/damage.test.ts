import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join } from '../../testing/packets.ts';
import { hear, type Spoken } from '../../testing/rpc-hearing.ts';
import { FIRST, LAST, MAPPER, NDR, rpcWriter, SERVICES } from '../../testing/rpc-pdus.ts';
import { RpcConversation } from './rpc-conversation.ts';
import { RpcMemory } from './rpc-memory.ts';

const writer = rpcWriter();
const MARK = { time: 0, record: 0 };
const ask = (bytes: Uint8Array): Spoken => ({ side: 'client', bytes });
const answer = (bytes: Uint8Array): Spoken => ({ side: 'server', bytes });
const lose = (side: 'client' | 'server', length: number): Spoken => ({ side, bytes: length });
const bind = ask(writer.bind([{ id: 0, interface: SERVICES, transfers: [NDR] }]));
const ack = answer(writer.bindAck([[0, 0, NDR]]));
const request = (callId: number, length = 4, flags = FIRST | LAST) =>
  writer.request({ callId, opnum: callId, flags, stub: new Uint8Array(length).fill(callId) });
const response = (callId: number, length = 4, flags = FIRST | LAST) =>
  writer.response({ callId, flags, stub: new Uint8Array(length).fill(callId) });
const withLength = (pdu: Uint8Array, length: number) =>
  Uint8Array.from(pdu, (byte, i) => (i === 8 ? length & 0xff : i === 9 ? length >> 8 : byte));

/** `opnum outcome bytes-of-request-stub bytes-of-response-stub`, with `-` for a stub that is not whole. */
function told(spoken: readonly Spoken[], memory = new RpcMemory()): string[] {
  return hear([bind, ack, ...spoken], memory).calls.map(
    ({ opnum, outcome, request: asked, response: said }) =>
      `${opnum} ${outcome} ${asked?.length ?? '-'} ${said?.length ?? '-'}`,
  );
}

test('a hole inside a PDU costs its stub; the next begins where its length says', () => {
  const whole = join(request(2, 100), request(3));
  const spoken = [ask(whole.subarray(0, 40)), lose('client', 60), ask(whole.subarray(100))];
  const memory = new RpcMemory();
  const after = [answer(response(2)), answer(response(3))];
  assert.deepEqual(told([...spoken, ...after], memory), ['2 answered - 4', '3 answered 4 4']);
  assert.deepEqual([memory.damaged, memory.skipped, memory.size], [1, 0, 0]);
});

test('packets that were cut off after their headers show their operations', () => {
  const spoken = [2, 3, 4].flatMap((callId) => [
    ask(request(callId, 500).subarray(0, 42)),
    lose('client', 524 - 42),
    answer(response(callId, 700).subarray(0, 42)),
    lose('server', 724 - 42),
  ]);
  assert.deepEqual(told(spoken), ['2 answered - -', '3 answered - -', '4 answered - -']);
});

test('behind a hole of unknown length the next header is looked for', () => {
  const almost = [5, 0, 99, 3, 0x10, 0, 0, 0, 0x10, 0x27, 0, 0, 2, 0, 0, 0];
  const embedded = join(almost, request(2, 90).subarray(50), new Uint8Array(9).fill(5), request(3));
  const spoken = [ask(request(2, 90).subarray(0, 20)), lose('client', 0), ask(embedded), answer(response(3))];
  const memory = new RpcMemory();
  assert.deepEqual(told(spoken, memory), ['3 answered 4 4']);
  assert.equal(memory.skipped, 64 + 9 + almost.length);
});

test('the status of a fault and the header behind it are not taken for a header', () => {
  const fault = writer.fault(5, { callId: 2 });
  const spoken = [
    ...[ask(request(2)), ask(request(3))],
    ...[
      lose('server', 0),
      answer(fault.subarray(1)),
      answer(response(3, 4, FIRST)),
      answer(response(3, 4, LAST)),
    ],
  ];
  assert.deepEqual(told(spoken), ['2 unanswered 4 -', '3 answered 4 8']);
});

test('a hole that ends in another PDU costs both', () => {
  const whole = join(request(2, 50), request(3, 50), request(4));
  const spoken = [
    ask(whole.subarray(0, 30)),
    lose('client', 70),
    ask(whole.subarray(100)),
    answer(response(4)),
  ];
  assert.deepEqual(told(spoken), ['2 unanswered - -', '4 answered 4 4']);
});

test('a hole among the fragments of a call leaves the call and no stub', () => {
  const spoken = [
    ask(request(2, 4, FIRST)),
    lose('client', 28),
    ask(request(2, 4, LAST)),
    answer(response(2, 4, FIRST)),
    lose('server', 28),
    answer(response(2, 4, LAST)),
    ask(request(3, 4, LAST)),
    answer(response(3, 4, LAST)),
  ];
  assert.deepEqual(told(spoken), ['2 answered - -', '3 answered - -']);
});

test('an answer lost to a hole is not taken from the next call with the same id', () => {
  const one = (opnum: number) => ask(writer.request({ callId: 1, opnum }));
  const said = (opnum: number) => answer(writer.response({ callId: 1, stub: [opnum] }));
  const { calls } = hear([bind, ack, one(7), lose('server', 25), one(8), said(8), one(9), said(9)]);
  assert.deepEqual(
    calls.map(({ opnum, outcome, response: stub }) => [opnum, outcome, stub?.[0]]),
    [
      [7, 'unanswered', undefined],
      [8, 'answered', 8],
      [9, 'answered', 9],
    ],
  );
});

test('an answer whose end is missing is for its own call', () => {
  const spoken = [ask(request(2)), answer(response(2, 4, FIRST)), ask(request(2)), answer(response(2, 9))];
  assert.deepEqual(told(spoken), ['2 answered 4 -', '2 answered 4 9']);
});

test('a first fragment begins a call, though the one before is not complete', () => {
  const spoken = [ask(request(2, 4, FIRST)), ask(request(2, 9)), answer(response(2))];
  assert.deepEqual(told(spoken), ['2 unanswered - -', '2 answered 9 4']);
});

test('a length that is too great is found out by the answer, and costs its own PDU', () => {
  const damaged = withLength(request(2, 40), 0xff00);
  const memory = new RpcMemory();
  const spoken = [
    ask(damaged),
    answer(response(2)),
    ask(request(3)),
    answer(response(3)),
    ask(request(4)),
    answer(response(4)),
  ];
  assert.deepEqual(told(spoken, memory), ['2 answered - 4', '3 answered 4 4', '4 answered 4 4']);
  assert.equal(memory.damaged, 1);
  const first = withLength(bind.bytes as Uint8Array, 5000);
  const { binds } = hear([ask(first), ack, ask(request(3)), answer(response(3))]);
  assert.deepEqual([binds[0]!.interface, binds[0]!.result], [SERVICES[0], 'accepted']);
});

test('a length that is too great is found out by the packet that begins with a header', () => {
  const lying = withLength(request(2, 40), 0xff00);
  lying[12] = 77;
  const lost = [ask(lying), answer(response(2)), ask(request(3)), answer(response(3))];
  const memory = new RpcMemory();
  assert.deepEqual(told(lost, memory), ['2 unanswered - -', '3 answered 4 4']);
  assert.deepEqual([memory.damaged, memory.strayAnswers, memory.size], [1, 1, 0]);
  const answers = [
    ...[ask(request(2)), ask(request(3)), ask(request(4))],
    ...[answer(join(withLength(response(2), 9000), response(3))), answer(response(4))],
  ];
  assert.deepEqual(told(answers), ['2 answered 4 -', '3 answered 4 4', '4 answered 4 4']);
});

test('a PDU of which a packet was let go ends at the next that begins with a header', () => {
  const memory = new RpcMemory(200);
  const lying = withLength(request(2, 400), 0xff00);
  const spoken = [ask(lying), ask(request(3)), answer(response(3))];
  assert.deepEqual(told(spoken, memory), ['2 unanswered - -', '3 answered 4 4']);
  assert.equal(memory.pdusLetGo, 1);
});

test('a length that nothing contradicts is found out at the end', () => {
  const damaged = withLength(response(2), 9000);
  const spoken = [ask(request(2)), ask(request(3)), answer(join(damaged, response(3)))];
  assert.deepEqual(told(spoken), ['2 unanswered 4 -', '3 answered 4 4']);
});

test('a length that is too small costs the stub, not the next PDU', () => {
  const spoken = [
    ask(withLength(request(2, 40), 30)),
    answer(response(2)),
    ask(request(3)),
    answer(response(3)),
  ];
  assert.deepEqual(told(spoken), ['2 answered 6 4', '3 answered 4 4']);
});

test('a request that the end cuts off was not made', () => {
  assert.deepEqual(told([ask(request(2)), ask(request(3, 40).subarray(0, 50))]), ['2 unanswered 4 -']);
});

test('an auth trailer that does not fit is none, and its stub is not trusted', () => {
  const pdu = request(2, 40);
  pdu[10] = 60;
  const { calls } = hear([bind, ack, ask(pdu)]);
  assert.deepEqual([calls[0]!.opnum, calls[0]!.auth, calls[0]!.request], [2, null, null]);
  const padded = writer.request({ opnum: 3, stub: [1, 2], auth: { pad: 0 } });
  padded[16 + 8 + 2 + 2] = 200;
  assert.equal(hear([bind, ack, ask(padded)]).calls[0]!.request?.length ?? 0, 0);
});

test('stubs are gathered up to a mebibyte', () => {
  const piece = 50_000;
  const parts = (count: number) =>
    Array.from({ length: count }, (_, i) =>
      ask(request(2, piece, (i === 0 ? FIRST : 0) | (i === count - 1 ? LAST : 0))),
    );
  const memory = new RpcMemory();
  assert.deepEqual(told([...parts(20), answer(response(2))], memory), ['2 answered 1000000 4']);
  assert.deepEqual([memory.stubsLetGo, memory.size], [0, 0]);
  assert.deepEqual(told([...parts(21), answer(response(2))], memory), ['2 answered - 4']);
  assert.deepEqual([memory.stubsLetGo, memory.size], [1, 0]);
});

test('of too many open calls the oldest leaves', () => {
  const count = 300;
  const calls = Array.from({ length: count }, (_, i) => ask(writer.request({ callId: i, opnum: i })));
  const answers = Array.from({ length: count }, (_, i) => answer(writer.response({ callId: i })));
  const memory = new RpcMemory();
  const heard = hear([bind, ack, ...calls, ...answers], memory).calls;
  assert.deepEqual(
    heard.map(({ opnum }) => opnum),
    Array.from({ length: count }, (_, i) => i),
  );
  const unanswered = heard.filter(({ outcome }) => outcome === 'unanswered').length;
  assert.deepEqual([unanswered, memory.callsLetGo, memory.strayAnswers], [44, 44, 44]);
});

test('half-open conversations share one bound, and what finds no room still shows its header', () => {
  const memory = new RpcMemory(1 << 20);
  const opnums: number[] = [];
  const observer = {
    bind: () => {},
    call: ({ opnum }: { opnum: number }) => opnums.push(opnum),
    wantsStub: () => true,
  };
  const head = withLength(request(9, 600), 60_000);
  const conversations = Array.from({ length: 5000 }, () => {
    const conversation = new RpcConversation(observer, memory);
    conversation.bytes('client', head, 0, head.length, MARK);
    return conversation;
  });
  assert.ok(memory.size <= 1 << 20 && memory.size > 1 << 19);
  assert.ok(memory.pdusLetGo > 4000, `only ${memory.pdusLetGo} let go`);
  for (const conversation of conversations) conversation.end();
  assert.equal(memory.size, 0);
  assert.equal(opnums.length, memory.pdusLetGo);
});

test('contexts are remembered in bounds', () => {
  const memory = new RpcMemory();
  const binds = Array.from({ length: 30 }, (_, i) =>
    ask(
      writer.bind(
        Array.from({ length: 60 }, (_, j) => ({ id: 60 * i + j, interface: MAPPER, transfers: [NDR] })),
        { callId: i, alter: true },
      ),
    ),
  );
  const asked = [1023, 1024].map((contextId) =>
    ask(writer.request({ callId: contextId, contextId, opnum: 3 })),
  );
  const { calls } = hear([...binds, ...asked], memory);
  assert.deepEqual(
    calls.map((call) => call.interface),
    [MAPPER[0], null],
  );
  assert.equal(memory.contextsLetGo, 30 * 60 - 1024);
});
