import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseNetwork } from '../../columns/networks.ts';
import type { EventKind } from '../../model/event-kind.ts';
import { NO_LIMITS, type Want } from '../../model/want.ts';
import { type ReadRow, readWith, wantOf } from '../../testing/captures.ts';
import {
  eptMapAnswer,
  eptMapRequest,
  NOT_REGISTERED,
  overHttp,
  overPipe,
  overTcp,
  overUdp,
  tower,
} from '../../testing/mapper-stubs.ts';
import { NDR_LE } from '../../testing/ndr-writer.ts';
import { join } from '../../testing/packets.ts';
import { captureOf, type Spoken } from '../../testing/rpc-hearing.ts';
import { MAPPER, NDR, rpcWriter, SERVICES, TASKS } from '../../testing/rpc-pdus.ts';
import { framed, v2 } from '../../testing/smb-messages.ts';
import { pcap } from './index.ts';

const RPC: readonly EventKind[] = ['rpc/map', 'rpc/bind', 'rpc/call'];
const BASE = 1_600_000_000_000_000;
const { bind, bindAck, request, response, fault } = rpcWriter();

function client(bytes: Uint8Array | number): Spoken {
  return { side: 'client', bytes };
}

function server(bytes: Uint8Array | number): Spoken {
  return { side: 'server', bytes };
}

function bound(to = MAPPER): Spoken[] {
  return [
    client(bind([{ id: 0, interface: to, transfers: [NDR] }])),
    server(bindAck([[0, 0, NDR]], { address: '135' })),
  ];
}

const asked = eptMapRequest(NDR_LE, { tower: tower(TASKS, overTcp(135, [0, 0, 0, 0])) });

function mapped(answer: Uint8Array): Spoken[] {
  return [
    ...bound(),
    client(request({ callId: 2, opnum: 3, stub: asked })),
    server(response({ callId: 2, stub: answer })),
  ];
}

async function read(capture: Uint8Array, want: Want = wantOf(...RPC), chunk?: number) {
  const { rows, counts, notes } = await readWith(pcap, capture, want, chunk);
  const of = (kind: EventKind) => rows.get(kind) ?? [];
  return { maps: of('rpc/map'), binds: of('rpc/bind'), calls: of('rpc/call'), rows, counts, notes };
}

function only(row: ReadRow | undefined, ...fields: readonly string[]): Record<string, string | number> {
  return Object.fromEntries(
    fields.flatMap((field) => (row?.[field] === undefined ? [] : [[field, row[field]]])),
  );
}

const ENDS = { src_ip: '10.0.0.1', src_port: 50_000, dest_ip: '10.0.0.2', dest_port: 135 };

test('a mapper is asked: bind, call and map, each with the packet that completes it', async () => {
  const answer = eptMapAnswer(NDR_LE, [tower(TASKS, overTcp(49_671))]);
  const { binds, calls, maps } = await read(captureOf(mapped(answer)));
  assert.equal(binds.length + calls.length + maps.length, 3);
  const { flow_id, ...bindRow } = binds[0]!;
  assert.deepEqual(bindRow, {
    ...ENDS,
    time: BASE + 2000,
    record: 2,
    interface: MAPPER[0],
    interface_name: 'epmapper',
    'proto_info.rpc_interface': 'epmapper',
    version: '3.0',
    status: 'accepted',
  });
  assert.deepEqual(calls[0], {
    ...bindRow,
    flow_id,
    time: BASE + 4000,
    record: 4,
    opnum: 3,
    operation: 'ept_map',
    status: 'answered',
  });
  assert.deepEqual(maps[0], {
    ...ENDS,
    flow_id,
    time: BASE + 5000,
    record: 5,
    interface: TASKS[0],
    interface_name: 'ITaskSchedulerService',
    'proto_info.rpc_interface': 'ITaskSchedulerService',
    version: '1.0',
    opnum: 3,
    operation: 'ept_map',
    mapped_ip: '10.0.0.2',
    mapped_port: 49_671,
    status: 'ok',
  });
});

test('one map a TCP port and interface, with the address where any tower tells one', async () => {
  const towers = [
    tower(TASKS, overPipe('\\PIPE\\atsvc')),
    tower(TASKS, overTcp(49_671, [0, 0, 0, 0])),
    tower(TASKS, overTcp(49_671)),
    tower(TASKS, overTcp(49_671, [10, 0, 0, 9])),
    tower(TASKS, overTcp(49_672)),
    tower(SERVICES, overTcp(49_671)),
    tower(TASKS, overUdp(49_673)),
    tower(TASKS, overHttp(593)),
  ];
  const { maps } = await read(captureOf(mapped(eptMapAnswer(NDR_LE, towers, 0, 8))));
  assert.deepEqual(
    maps.map(({ interface: uuid, mapped_ip, mapped_port }) => [uuid, mapped_ip, mapped_port]),
    [
      [TASKS[0], '10.0.0.2', 49_671],
      [TASKS[0], '10.0.0.2', 49_672],
      [SERVICES[0], '10.0.0.2', 49_671],
    ],
  );
});

test('a refusal keeps its status and names what was asked for', async () => {
  const { maps } = await read(captureOf(mapped(eptMapAnswer(NDR_LE, [], NOT_REGISTERED))));
  assert.deepEqual(
    maps.map((map) => only(map, 'interface', 'mapped_port', 'status')),
    [{ interface: TASKS[0], status: '0x16c9a0d6' }],
  );
});

test('what becomes of a call is its status', async () => {
  const { calls } = await read(
    captureOf([
      ...bound(SERVICES),
      client(request({ callId: 2, opnum: 15 })),
      server(fault(5, { callId: 2 })),
      client(request({ callId: 3, opnum: 12 })),
      server(response({ callId: 3 })),
      client(request({ callId: 4, opnum: 19 })),
    ]),
  );
  assert.deepEqual(
    calls.map((call) => [call.operation, call.status]),
    [
      ['OpenSCManagerW', 'fault 0x00000005'],
      ['CreateServiceW', 'answered'],
      ['StartServiceW', 'unanswered'],
    ],
  );
});

test('seen midway, the client is whoever asks, whichever port is higher', async () => {
  const midway = { from: 1025, to: 49_670, whole: false };
  const { binds, calls } = await read(captureOf(bound(TASKS).concat(client(request())), midway));
  const ends = { src_ip: '10.0.0.1', src_port: 1025, dest_ip: '10.0.0.2', dest_port: 49_670 };
  for (const row of [...binds, ...calls]) assert.deepEqual(only(row, ...Object.keys(ends)), ends);
  assert.deepEqual([binds.length, calls.length], [1, 1]);

  const later = await read(captureOf([client(request({ opnum: 7 })), server(response())], midway));
  assert.deepEqual(
    later.calls.map((call) => only(call, 'src_port', 'interface', 'opnum', 'operation', 'status')),
    [{ src_port: 1025, opnum: 7, status: 'answered' }],
  );
});

test('in a pipe of SMB the port is that of SMB, and the pipe is named', async () => {
  const [asks, accepts] = bound(SERVICES).map(({ bytes }) => bytes as Uint8Array);
  const talk: Spoken[] = [
    client(framed(v2.treeConnect('\\\\S\\IPC$', { id: 0, session: 9, tree: 0 }))),
    server(framed(v2.treeAnswer(2, { id: 0, session: 9 }))),
    client(framed(v2.create('svcctl', { id: 1 }))),
    server(framed(v2.createAnswer(100, { id: 1 }))),
    client(framed(v2.ioctl(100, asks!, { id: 2 }))),
    server(framed(v2.ioctlAnswer(100, accepts!, { id: 2 }))),
    client(framed(v2.ioctl(100, request({ callId: 2, opnum: 12 }), { id: 3 }))),
    server(framed(v2.ioctlAnswer(100, response({ callId: 2 }), { id: 3 }))),
  ];
  for (const port of [445, 4450]) {
    const { binds, calls } = await read(captureOf(talk, { to: port }));
    assert.deepEqual(
      [...binds, ...calls].map((row) => only(row, 'dest_port', 'named_pipe', 'interface_name', 'record')),
      [6, 8].map((record) => ({
        dest_port: port,
        named_pipe: 'svcctl',
        interface_name: 'svcctl',
        record,
      })),
    );
  }
});

test('behind the banner of RPC over HTTP is RPC, and what is neither is let go', async () => {
  const banner = server(new TextEncoder().encode('ncacn_http/1.0'));
  assert.equal((await read(captureOf([banner, ...bound()], { to: 593 }))).binds.length, 1);

  const page = Array.from({ length: 30 }, (_, i) =>
    (i % 2 === 0 ? client : server)(new TextEncoder().encode('GET / HTTP/1.1\r\n\r\n')),
  );
  const { counts, rows } = await read(captureOf([...page, ...bound()], { to: 80 }));
  assert.equal(rows.size, 0);
  assert.ok(counts.kept < 10, `${counts.kept} packets kept`);
});

test('RPC whose first packet is damaged is found by the next', async () => {
  const [asks, ...others] = [...bound(TASKS), client(request({ callId: 2, opnum: 1 }))];
  const spoilt = (asks!.bytes as Uint8Array).slice().fill(0xff, 0, 8);
  const { calls } = await read(captureOf([client(spoilt), ...others], { to: 49_670 }));
  assert.deepEqual(
    calls.map(({ opnum }) => opnum),
    [1],
  );
});

test('bytes that are missing cost the PDUs that they cut, and are counted', async () => {
  const whole = request({ callId: 2, opnum: 1, stub: new Uint8Array(400) });
  const { calls, notes } = await read(
    captureOf([
      ...bound(TASKS),
      client(whole.subarray(0, 100)),
      client(whole.length - 100),
      client(request({ callId: 3, opnum: 12 })),
      server(response({ callId: 3 })),
    ]),
  );
  assert.deepEqual(calls.map(({ opnum, status }) => [opnum, status]).slice(-1), [[12, 'answered']]);
  assert.ok(notes.includes(`bytes of TCP connections missing: ${whole.length - 100}`), notes.join());
});

test('what else is wanted, and the chunks, make no difference', async () => {
  const capture = captureOf(mapped(eptMapAnswer(NDR_LE, [tower(TASKS, overTcp(49_671))])));
  const all = await read(capture);
  const beside = await read(capture, wantOf('flow/start', 'flow/end', 'flow/message', ...RPC), 7);
  for (const kind of RPC) {
    assert.deepEqual(beside.rows.get(kind), all.rows.get(kind));
    const alone = await read(capture, wantOf(kind), 100);
    assert.deepEqual([...alone.rows], [[kind, all.rows.get(kind)]]);
  }
  const flow = beside.rows.get('flow/start')![0]!;
  assert.equal(all.maps[0]!.flow_id, flow.flow_id);
  assert.equal((await read(capture, wantOf('flow/start', 'flow/end'))).rows.has('rpc/bind'), false);
});

test('CAR has them as messages of the flow, with the interface by name', async () => {
  const capture = captureOf([...bound(TASKS), client(request({ callId: 2, opnum: 1 }))], { to: 49_671 });
  const { rows } = await read(capture, wantOf('flow/message'));
  assert.deepEqual(
    rows.get('flow/message')!.map((row) => only(row, 'record', 'dest_port', 'proto_info.rpc_interface')),
    [2, 4].map((record) => ({
      record,
      dest_port: 49_671,
      'proto_info.rpc_interface': 'ITaskSchedulerService',
    })),
  );
});

test('ports that nothing asks for are not looked into, and limits hide rows', async () => {
  const capture = captureOf(bound());
  const onPort = (value: number): Want => ({
    kinds: { 'rpc/bind': { fields: null, terms: [[{ field: 'dest_port', cmp: '==', value }]] } },
    limits: NO_LIMITS,
  });
  assert.equal((await read(capture, onPort(135))).binds.length, 1);
  const other = await read(capture, onPort(136));
  assert.deepEqual([other.binds.length, other.counts.skipped], [0, 4]);
  const limits = { ...NO_LIMITS, exclude: [parseNetwork('10.0.0.2')!] };
  assert.equal((await read(capture, { ...wantOf(...RPC), limits })).binds.length, 0);
});

test('more events than a batch holds all leave, those that wait for the end too', async () => {
  const many = 40_000;
  const calls = Array.from({ length: many / 200 }, (_, i) =>
    join(...Array.from({ length: 200 }, (_, j) => request({ callId: 200 * i + j, opnum: j }))),
  );
  const { calls: found } = await read(captureOf([...bound(TASKS), ...calls.map(client)]));
  assert.equal(found.length, many);
  assert.deepEqual(
    found.map(({ opnum }) => opnum),
    Array.from({ length: many }, (_, i) => i % 200),
  );
});
