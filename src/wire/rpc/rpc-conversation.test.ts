import assert from 'node:assert/strict';
import { test } from 'node:test';
import { captureOf, hear, type Spoken } from '../../testing/rpc-hearing.ts';
import {
  FEATURES,
  FIRST,
  LAST,
  MAPPER,
  NDR,
  NDR64,
  NONE,
  rpcWriter,
  SERVICES,
  type Syntax,
  TASKS,
} from '../../testing/rpc-pdus.ts';
import { temporaryFile } from '../../testing/temporary-file.ts';
import { HAS_TSHARK } from '../../testing/tshark.ts';
import { tsharkRpc } from '../../testing/tshark-rpc.ts';
import { RpcMemory } from './rpc-memory.ts';

const OBJECT = '01234567-89ab-cdef-0123-456789abcdef';
const little = rpcWriter();
const ask = (bytes: Uint8Array): Spoken => ({ side: 'client', bytes });
const answer = (bytes: Uint8Array): Spoken => ({ side: 'server', bytes });
const lose = (side: 'client' | 'server', length: number): Spoken => ({ side, bytes: length });

/** A bind of each interface under the ids from 0, and its acceptance. */
function bound(writer: ReturnType<typeof rpcWriter>, ...interfaces: readonly Syntax[]): Spoken[] {
  const contexts = interfaces.map((asked, id) => ({ id, interface: asked, transfers: [NDR] }));
  const results = interfaces.map(() => [0, 0, NDR] as const);
  return [ask(writer.bind(contexts)), answer(writer.bindAck(results, { address: '135', group: 0x8421 }))];
}

/** As tshark reads the same bytes: the interfaces of binds, the opnums of requests. */
function byTshark(spoken: readonly Spoken[]): { binds: readonly string[]; opnums: readonly number[] } | null {
  if (!HAS_TSHARK) return null;
  return temporaryFile(captureOf(spoken), tsharkRpc).get(0) ?? { binds: [], opnums: [] };
}

function agreesWithTshark(spoken: readonly Spoken[]): void {
  const { binds, calls } = hear(spoken);
  const peer = byTshark(spoken);
  if (peer === null) return;
  assert.deepEqual(
    binds.map((bind) => bind.interface),
    peer.binds,
  );
  assert.deepEqual(
    calls.map((call) => call.opnum),
    peer.opnums,
  );
}

for (const littleEndian of [true, false])
  test(`a bind and its calls, ${littleEndian ? 'little' : 'big'}-endian`, () => {
    const writer = rpcWriter(littleEndian);
    const stub = [1, 2, 3, 4, 5];
    const spoken = [
      ...bound(writer, MAPPER),
      ask(writer.request({ callId: 0x10203, opnum: 0x0102, stub, minor: 1 })),
      answer(writer.response({ callId: 0x10203, stub: [9, 8], minor: 1 })),
      ask(writer.request({ callId: 0x10204, opnum: 3, object: OBJECT, stub })),
      answer(writer.fault(0x1c010003, { callId: 0x10204 })),
    ];
    const { binds, calls } = hear(spoken);
    assert.deepEqual(binds, [
      {
        side: 'client',
        interface: MAPPER[0],
        version: '3.0',
        contextId: 0,
        result: 'accepted',
        reason: null,
        fault: null,
        alter: false,
        auth: null,
        associationGroup: 0x8421,
        secondaryAddress: '135',
        mark: { time: 0, record: 0 },
        answeredAt: { time: 1000, record: 1 },
      },
    ]);
    const common = {
      side: 'client',
      interface: MAPPER[0],
      version: '3.0',
      contextId: 0,
      auth: null,
      ndr64: false,
      requestBytes: 5,
      request: Uint8Array.from(stub),
      littleEndian,
      responseLittleEndian: littleEndian,
    };
    assert.deepEqual(calls, [
      {
        ...common,
        callId: 0x10203,
        opnum: 0x0102,
        object: null,
        outcome: 'answered',
        fault: null,
        responseBytes: 2,
        response: Uint8Array.of(9, 8),
        mark: { time: 2000, record: 2 },
        answeredAt: { time: 3000, record: 3 },
      },
      {
        ...common,
        callId: 0x10204,
        opnum: 3,
        object: OBJECT,
        outcome: 'fault',
        fault: 0x1c010003,
        responseBytes: 0,
        response: null,
        mark: { time: 4000, record: 4 },
        answeredAt: { time: 5000, record: 5 },
      },
    ]);
    agreesWithTshark(spoken);
  });

test('a server may answer in the other byte order', () => {
  const spoken = [
    ...bound(little, MAPPER),
    ask(little.request({ opnum: 3, stub: [1] })),
    answer(rpcWriter(false).response({ stub: [2] })),
  ];
  const [call] = hear(spoken).calls;
  assert.deepEqual(
    [call!.littleEndian, call!.responseLittleEndian, call!.outcome],
    [true, false, 'answered'],
  );
});

test('transfer syntaxes of one interface are one bind, negotiation of features is none', () => {
  const contexts = [
    { id: 0, interface: MAPPER, transfers: [NDR] },
    { id: 1, interface: MAPPER, transfers: [NDR64] },
    { id: 2, interface: MAPPER, transfers: [FEATURES] },
    { id: 3, interface: SERVICES, transfers: [NDR, NDR64] },
  ];
  const results = [
    [2, 2, NONE],
    [0, 0, NDR64],
    [3, 3, NONE],
    [0, 0, NDR],
  ] as const;
  const spoken = [
    ask(little.bind(contexts)),
    answer(little.bindAck(results, { address: '49664' })),
    ask(little.request({ callId: 2, contextId: 1, opnum: 3 })),
    ask(little.request({ callId: 3, contextId: 3, opnum: 15 })),
  ];
  const { binds, calls } = hear(spoken);
  assert.deepEqual(
    binds.map((bind) => [bind.interface, bind.contextId, bind.result, bind.reason]),
    [
      [MAPPER[0], 1, 'accepted', null],
      [SERVICES[0], 3, 'accepted', null],
    ],
  );
  assert.deepEqual(
    calls.map((call) => [call.interface, call.ndr64]),
    [
      [MAPPER[0], true],
      [SERVICES[0], false],
    ],
  );
  agreesWithTshark(spoken);
});

test('an interface that stands only beside features was not asked for', () => {
  const contexts = [
    { id: 0, interface: MAPPER, transfers: [NDR] },
    { id: 1, interface: SERVICES, transfers: [FEATURES] },
    { id: 2, interface: TASKS, transfers: [NDR] },
  ];
  const results = [
    [0, 0, NDR],
    [3, 3, NONE],
    [2, 1, NONE],
  ] as const;
  const { binds } = hear([ask(little.bind(contexts)), answer(little.bindAck(results))]);
  assert.deepEqual(
    binds.map((bind) => [bind.interface, bind.result, bind.reason]),
    [
      [MAPPER[0], 'accepted', null],
      [TASKS[0], 'refused', 1],
    ],
  );
});

test('what became of binds: refused, denied, faulted, unanswered', () => {
  const one = [{ id: 0, interface: TASKS, transfers: [NDR] }];
  const results = (spoken: readonly Spoken[]) =>
    hear(spoken).binds.map(({ result, reason, fault, alter, auth }) => ({
      result,
      reason,
      fault,
      alter,
      auth,
    }));
  const plain = { reason: null, fault: null, alter: false, auth: null };
  assert.deepEqual(results([ask(little.bind(one)), answer(little.bindAck([[2, 1, NONE]]))]), [
    { ...plain, result: 'refused', reason: 1 },
  ]);
  assert.deepEqual(results([ask(little.bind(one)), answer(little.bindNak(4))]), [
    { ...plain, result: 'refused', reason: 4 },
  ]);
  const alter = little.bind(one, { alter: true, callId: 3, auth: { type: 10, level: 6, pad: 2 } });
  const auth = { type: 10, level: 6 };
  assert.deepEqual(results([ask(alter), answer(little.fault(5, { callId: 3 }))]), [
    { ...plain, result: 'refused', fault: 5, alter: true, auth },
  ]);
  assert.deepEqual(results([ask(alter), answer(little.bindAck([[0, 0, NDR]], { callId: 4 }))]), [
    { ...plain, result: 'unanswered', alter: true, auth },
  ]);
  assert.deepEqual(results([ask(alter), answer(little.bindAck([[0, 0, NDR]], { callId: 3, alter: true }))]), [
    { ...plain, result: 'accepted', alter: true, auth },
  ]);
});

test('an answered call proves its context, where the answer to the bind was lost', () => {
  const [bind, ack] = bound(little, TASKS);
  const spoken = [
    bind!,
    lose('server', (ack!.bytes as Uint8Array).length),
    ask(little.request({ callId: 2, opnum: 1 })),
    answer(little.response({ callId: 2 })),
  ];
  const { binds, order } = hear(spoken);
  assert.equal(binds[0]!.result, 'accepted');
  assert.deepEqual(order, [`${TASKS[0]} 1.0`, '1']);
});

test('calls under way together keep their contexts and leave in their own order', () => {
  const spoken = [
    ...bound(little, MAPPER, SERVICES),
    ask(little.request({ callId: 2, contextId: 0, opnum: 2, stub: [2] })),
    ask(little.request({ callId: 3, contextId: 1, opnum: 15, stub: [3] })),
    ask(little.request({ callId: 4, contextId: 0, opnum: 3, stub: [4] })),
    answer(little.response({ callId: 4, contextId: 0, stub: [14] })),
    answer(little.response({ callId: 2, contextId: 0, stub: [12] })),
    answer(little.response({ callId: 3, contextId: 1, stub: [13] })),
  ];
  const { calls } = hear(spoken);
  assert.deepEqual(
    calls.map(({ interface: iface, opnum, response }) => [iface, opnum, response?.[0]]),
    [
      [MAPPER[0], 2, 12],
      [SERVICES[0], 15, 13],
      [MAPPER[0], 3, 14],
    ],
  );
  agreesWithTshark(spoken);
});

test('a call id that two contexts use at a time is told apart by the context', () => {
  const spoken = [
    ...bound(little, MAPPER, SERVICES),
    ask(little.request({ callId: 2, contextId: 0, opnum: 3 })),
    ask(little.request({ callId: 2, contextId: 1, opnum: 15 })),
    answer(little.response({ callId: 2, contextId: 1, stub: [15] })),
    answer(little.fault(5, { callId: 2, contextId: 0 })),
  ];
  assert.deepEqual(
    hear(spoken).calls.map(({ opnum, outcome }) => [opnum, outcome]),
    [
      [3, 'fault'],
      [15, 'answered'],
    ],
  );
});

test('fragments are put together by call, their trailers taken off', () => {
  const auth = { level: 5, pad: 3 };
  const part = (callId: number, flags: number, stub: number[]) =>
    ask(little.request({ callId, contextId: callId % 2, opnum: callId, flags, stub, auth }));
  const spoken = [
    ...bound(little, MAPPER, SERVICES),
    part(2, FIRST, [1, 2]),
    part(3, FIRST, [21, 22]),
    part(2, 0, [3]),
    part(3, LAST, [23]),
    part(2, LAST, [4, 5]),
    answer(little.response({ callId: 2, flags: FIRST, stub: [6], auth })),
    answer(little.response({ callId: 2, flags: LAST, stub: [7, 8], auth })),
    answer(little.response({ callId: 3, contextId: 1, stub: [9], auth })),
  ];
  const { calls } = hear(spoken);
  assert.deepEqual(
    calls.map(({ opnum, request, response, requestBytes, responseBytes, mark, answeredAt }) => [
      opnum,
      [...request!],
      [...response!],
      [requestBytes, responseBytes, mark.record, answeredAt!.record],
    ]),
    [
      [3, [21, 22, 23], [9], [3, 1, 5, 9]],
      [2, [1, 2, 3, 4, 5], [6, 7, 8], [5, 3, 6, 8]],
    ],
  );
  assert.deepEqual(calls[0]!.auth, { type: 9, level: 5 });
});

test('a sealed stub shows its operation and no more', () => {
  const auth = { type: 16, level: 6, pad: 4 };
  const spoken = [
    ...bound(little, SERVICES),
    ask(little.request({ opnum: 12, object: OBJECT, stub: [1, 2, 3, 4], auth })),
    answer(little.response({ stub: [5, 6, 7, 8], auth })),
  ];
  const [call] = hear(spoken).calls;
  assert.deepEqual([call!.opnum, call!.object, call!.auth], [12, OBJECT, { type: 16, level: 6 }]);
  assert.deepEqual([call!.request, call!.response, call!.requestBytes], [null, null, 4]);
});

test('stubs are gathered where they are wanted', () => {
  const spoken = [
    ...bound(little, SERVICES),
    ask(little.request({ callId: 2, opnum: 12, stub: [1] })),
    answer(little.response({ callId: 2, stub: [2] })),
    ask(little.request({ callId: 3, opnum: 13, stub: [3] })),
    answer(little.response({ callId: 3, stub: [4] })),
  ];
  const asked: string[] = [];
  const { calls } = hear(spoken, new RpcMemory(), (iface, opnum) => {
    asked.push(`${iface} ${opnum}`);
    return opnum === 13;
  });
  assert.deepEqual(asked, [`${SERVICES[0]} 12`, `${SERVICES[0]} 13`]);
  assert.deepEqual(
    calls.map(({ request, response, requestBytes }) => [request, response, requestBytes]),
    [
      [null, null, 1],
      [Uint8Array.of(3), Uint8Array.of(4), 1],
    ],
  );
});

test('a context may be changed, but not by one that is refused', () => {
  const alter = (asked: Syntax, callId: number) =>
    ask(little.bind([{ id: 0, interface: asked, transfers: [NDR] }], { alter: true, callId }));
  const verdict = (result: number, callId: number) =>
    answer(little.bindAck([[result, 0, NDR]], { alter: true, callId }));
  const call = (callId: number) => ask(little.request({ callId, opnum: callId }));
  const spoken = [
    ...bound(little, MAPPER),
    call(2),
    ...[alter(SERVICES, 3), verdict(0, 3), call(4)],
    ...[alter(TASKS, 5), verdict(2, 5), call(6)],
    ...[alter(MAPPER, 7), alter(TASKS, 8), verdict(2, 7), verdict(2, 8), call(9)],
  ];
  const { calls, order } = hear(spoken);
  assert.deepEqual(
    calls.map((told) => told.interface),
    [MAPPER[0], SERVICES[0], SERVICES[0], SERVICES[0]],
  );
  assert.equal(order.length, 9);
});

test('a context that was never accepted names what its calls ask for', () => {
  const [bind] = bound(little, TASKS);
  const spoken = [
    bind!,
    answer(little.bindAck([[2, 1, NONE]])),
    ask(little.request({ callId: 2, opnum: 1 })),
    answer(little.fault(0x1c010003, { callId: 2 })),
  ];
  const [call] = hear(spoken).calls;
  assert.deepEqual([call!.interface, call!.outcome, call!.fault], [TASKS[0], 'fault', 0x1c010003]);
});

test('a connection first seen midway shows its operations', () => {
  const spoken = [
    ask(Uint8Array.of(1, 5, 0, 2, 5, 5, 0)),
    ask(little.request({ callId: 7, contextId: 3, opnum: 12, flags: LAST, stub: [5] })),
    answer(little.response({ callId: 6 })),
    answer(little.response({ callId: 7, contextId: 3, stub: [6] })),
  ];
  const memory = new RpcMemory();
  const [call, ...others] = hear(spoken, memory).calls;
  assert.equal(others.length, 0);
  assert.deepEqual(
    [call!.interface, call!.version, call!.opnum, call!.outcome],
    [null, null, 12, 'answered'],
  );
  assert.deepEqual([call!.request, call!.response], [null, null]);
  assert.deepEqual([memory.strayAnswers, memory.skipped], [1, 0]);
});

test('cancelled, orphaned and maybe calls', () => {
  const requests = [2, 3, 4, 5].map((callId) =>
    ask(little.request({ callId, opnum: callId, flags: callId === 5 ? FIRST | LAST | 0x40 : FIRST | LAST })),
  );
  const spoken = [
    ...bound(little, SERVICES),
    ...requests,
    ask(little.cancel({ callId: 2 })),
    ask(little.cancel({ callId: 3 })),
    ask(little.orphaned({ callId: 4 })),
    answer(little.response({ callId: 3 })),
    answer(little.response({ callId: 4 })),
    answer(little.shutdown()),
  ];
  assert.deepEqual(
    hear(spoken).calls.map(({ opnum, outcome }) => [opnum, outcome]),
    [
      [2, 'cancelled'],
      [3, 'answered'],
      [4, 'cancelled'],
      [5, 'unanswered'],
    ],
  );
});

test('the side that binds is the client of the RPC, whoever opened the connection', () => {
  const spoken = bound(little, MAPPER).map(({ side, bytes }): Spoken => {
    return { side: side === 'client' ? 'server' : 'client', bytes };
  });
  const { binds, calls } = hear([...spoken, answer(little.request({ opnum: 3 })), ask(little.response())]);
  assert.deepEqual([binds[0]!.side, binds[0]!.result], ['server', 'accepted']);
  assert.deepEqual([calls[0]!.side, calls[0]!.outcome], ['server', 'answered']);
});
