import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatAddress } from '../model/address.ts';
import {
  activationAnswer,
  activationRequest,
  type Bound,
  PIPE,
  remoteActivationAnswer,
  remoteActivationRequest,
  resolveAnswer,
  serverAliveAnswer,
  TCP,
} from '../testing/dcom-stubs.ts';
import {
  eptLookupAnswer,
  eptLookupRequest,
  eptMapAnswer,
  eptMapAuthRequest,
  eptMapRequest,
  NOT_REGISTERED,
  overHttp,
  overPipe,
  overTcp,
  overUdp,
  tower,
} from '../testing/mapper-stubs.ts';
import { FORMS } from '../testing/ndr-writer.ts';
import { captureOf, hear, type Spoken } from '../testing/rpc-hearing.ts';
import { NDR, NDR64, rpcWriter, SERVICES, type Syntax, TASKS } from '../testing/rpc-pdus.ts';
import { HAS_TSHARK } from '../testing/tshark.ts';
import { tshark } from '../testing/tshark-rpc.ts';
import { ACTIVATION, SCM_ACTIVATOR } from './dcom/activation-calls.ts';
import { OXID_RESOLVER } from './dcom/resolver-calls.ts';
import { MAPPER } from './epm/mapper-calls.ts';
import { type MappingCall, mappingsOf, wantsMappingStub } from './mapping-calls.ts';
import type { NdrForm } from './ndr/ndr-reader.ts';

const BINDINGS: readonly Bound[] = [
  [TCP, 'SERVER[49913]'],
  [TCP, '172.18.39.6[49913]'],
  [PIPE, '\\\\SERVER[\\PIPE\\atsvc]'],
];
const TOWERS = [
  tower(SERVICES, overTcp(49_671)),
  tower(SERVICES, overTcp(49_680, [192, 168, 5, 9])),
  tower(TASKS, overUdp(1025)),
  tower(TASKS, overHttp(593)),
  tower(SERVICES, overPipe('\\PIPE\\ntsvcs')),
];
const NO_BYTES = new Uint8Array(0);

/** One call of each kind that tells something. */
function calls(form: NdrForm): MappingCall[] {
  const entries = TOWERS.map((told, i) => ({ annotation: 'a'.repeat(i), tower: told }));
  const stubs: readonly [iface: string, opnum: number, request: Uint8Array, response: Uint8Array][] = [
    [MAPPER, 2, eptLookupRequest(form, 1, SERVICES), eptLookupAnswer(form, entries)],
    [MAPPER, 3, eptMapRequest(form, { tower: TOWERS[0]! }), eptMapAnswer(form, TOWERS, 0, 5)],
    [MAPPER, 7, eptMapAuthRequest(form, TOWERS[0]!, new Uint8Array(8)), eptMapAnswer(form, TOWERS, 0, 5)],
    [SCM_ACTIVATOR, 3, activationRequest(form, { extents: [8, null] }), activationAnswer(form, BINDINGS)],
    [SCM_ACTIVATOR, 4, activationRequest(form, { outer: null }), activationAnswer(form, BINDINGS)],
    [ACTIVATION, 0, remoteActivationRequest(form), remoteActivationAnswer(form, BINDINGS)],
    [OXID_RESOLVER, 0, NO_BYTES, resolveAnswer(form, BINDINGS)],
    [OXID_RESOLVER, 4, NO_BYTES, resolveAnswer(form, BINDINGS, { version: true })],
    [OXID_RESOLVER, 5, NO_BYTES, serverAliveAnswer(form, BINDINGS)],
  ];
  const { littleEndian, ndr64 } = form;
  const order = { littleEndian, responseLittleEndian: littleEndian, ndr64 };
  return stubs.map(([iface, opnum, request, response]) => ({
    ...order,
    interface: iface,
    opnum,
    request,
    response,
  }));
}

const CALLS = FORMS.flatMap(calls);

test('the stubs that are wanted are those that are read', () => {
  for (const call of CALLS) {
    assert.equal(wantsMappingStub(call.interface!, call.opnum), true);
    assert.ok(mappingsOf(call).length >= BINDINGS.length);
    assert.deepEqual(mappingsOf({ ...call, response: null }), []);
    assert.deepEqual(mappingsOf({ ...call, interface: null }), []);
    assert.deepEqual(mappingsOf({ ...call, interface: SERVICES[0] }), []);
    assert.deepEqual(mappingsOf({ ...call, opnum: 1 }), []);
  }
  for (const opnum of [0, 1, 4, 5, 6, 9]) assert.equal(wantsMappingStub(MAPPER, opnum), false);
  assert.equal(wantsMappingStub(SERVICES[0], 3), false);
});

/** What is done to a stub: bytes set, and cut to so many thousandths of its length. */
const DAMAGE = fc.record({
  sets: fc.array(
    fc.tuple(fc.nat(999), fc.oneof(fc.constantFrom(0, 1, 2, 4, 8, 0x7f, 0x80, 0xff), fc.nat(255))),
    { maxLength: 6 },
  ),
  cut: fc.oneof({ weight: 3, arbitrary: fc.constant(1000) }, fc.nat(1000)),
});

function damaged(stub: Uint8Array, { sets, cut }: typeof DAMAGE extends fc.Arbitrary<infer T> ? T : never) {
  const copy = stub.slice(0, Math.ceil((stub.length * cut) / 1000));
  for (const [at, byte] of sets) if (copy.length > 0) copy[Math.floor((at * copy.length) / 1000)] = byte;
  return copy;
}

test('damaged stubs tell what can be, or nothing', () => {
  const reached = { none: 0, refused: 0, told: 0 };
  fc.assert(
    fc.property(fc.constantFrom(...CALLS), DAMAGE, DAMAGE, (call, first, second) => {
      const request = damaged(call.request!, first);
      const response = damaged(call.response!, second);
      const mappings = mappingsOf({ ...call, request, response });
      assert.deepEqual(
        mappings,
        mappingsOf({ ...call, request: request.slice(), response: response.slice() }),
      );
      for (const { port, interface: uuid, version, address, protocol } of mappings) {
        assert.ok(port === null || (port > 0 && port <= 0xffff && protocol !== null));
        assert.ok(uuid === null ? version === null : /^[0-9a-f-]{36}$/.test(uuid) && version !== null);
        assert.ok(address === null || address.length === 16);
      }
      reached[mappings.length === 0 ? 'none' : mappings.length === 1 ? 'refused' : 'told'] += 1;
    }),
    { numRuns: 6000 },
  );
  assert.ok(
    reached.none > 500 && reached.refused > 50 && reached.told > 1000,
    `reached too little: ${JSON.stringify(reached)}`,
  );
});

test('any bytes', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...CALLS),
      fc.uint8Array({ maxLength: 512 }),
      fc.uint8Array({ maxLength: 512 }),
      (call, request, response) => {
        assert.ok(mappingsOf({ ...call, request, response }).length <= response.length);
      },
    ),
    { numRuns: 4000 },
  );
});

test('hostile stubs of the greatest length cost no more than their length', () => {
  const length = 1 << 20;
  for (const call of CALLS)
    for (const fill of [0, 1, 2, 7, 0x5c, 0xff]) {
      const response = new Uint8Array(length).fill(fill);
      assert.ok(mappingsOf({ ...call, request: response, response }).length <= length);
    }
  const backslashes: readonly Bound[] = [[TCP, `${'\\'.repeat(60_000)}[`]];
  const { littleEndian, ndr64 } = FORMS[0]!;
  const order = { littleEndian, responseLittleEndian: littleEndian, ndr64 };
  const response = resolveAnswer(FORMS[0]!, backslashes);
  assert.deepEqual(mappingsOf({ ...order, interface: OXID_RESOLVER, opnum: 0, request: null, response }), []);
});

/** A connection on which one call is made. */
function spoken({ interface: uuid, opnum, request, response, ndr64, littleEndian }: MappingCall): Spoken[] {
  const pdus = rpcWriter(littleEndian);
  const iface: Syntax = [uuid!, uuid === MAPPER ? 3 : 0, 0];
  const transfer = ndr64 ? NDR64 : NDR;
  return [
    { side: 'client', bytes: pdus.bind([{ id: 0, interface: iface, transfers: [transfer] }]) },
    { side: 'server', bytes: pdus.bindAck([[0, 0, transfer]], { address: '135' }) },
    { side: 'client', bytes: pdus.request({ opnum, stub: request!, callId: 2 }) },
    { side: 'server', bytes: pdus.response({ stub: response!, callId: 2 }) },
  ];
}

const FIELDS = [
  'epm.uuid',
  'epm.proto.tcp_port',
  'epm.proto.udp_port',
  'epm.proto.http_port',
  'epm.proto.named_pipe',
  'epm.rc',
  'dcom.dualstringarray.network_addr',
];

/** What tshark reads in the answer: interfaces that are not transfer syntaxes, ports, pipes, statuses, bindings. */
function peer(capture: Uint8Array): string[][] {
  const folder = mkdtempSync(joinPath(tmpdir(), 'rpctrail-'));
  try {
    const file = joinPath(folder, 'capture');
    writeFileSync(file, capture);
    const fields = FIELDS.flatMap((field) => ['-e', field]);
    const filter = ['-Y', 'dcerpc.pkt_type==2', '-T', 'fields', '-E', 'separator=|'];
    const lines = tshark(['-r', file, ...filter, ...fields]);
    assert.equal(lines.length, 1);
    const [uuids = [], ...rest] = lines[0]!.split('|').map((list) => list.split(',').filter(Boolean));
    return [uuids.filter((uuid) => uuid !== NDR[0]), ...rest];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('tshark reads the same stubs alike', { skip: !HAS_TSHARK && 'needs tshark' }, () => {
  const reached = { mapper: 0, dcom: 0, bindings: 0 };
  const refused = FORMS.map((form) => {
    const call = calls(form)[1]!;
    return { ...call, response: eptMapAnswer(form, [], NOT_REGISTERED) };
  });
  // tshark 4.0 reads the annotations of ept_lookup and all of DCOM as NDR, properties as little-endian, and
  // neither ept_map_auth nor the answer of ResolveOxid.
  const answers = [...CALLS, ...refused].filter(({ interface: uuid, opnum, ndr64, littleEndian }) => {
    if (uuid === MAPPER) return opnum === 3 || (opnum === 2 && !ndr64);
    return !ndr64 && littleEndian && (uuid !== OXID_RESOLVER || opnum !== 0);
  });
  for (const call of answers) {
    const said = spoken(call);
    const [uuids, tcp, udp, http, pipes, codes, addresses] = peer(captureOf(said));
    const heard = hear(said).calls;
    assert.equal(heard.length, 1);
    const mappings = mappingsOf(heard[0]!);
    const named = mappings.map((mapping) => mapping.interface!);
    const portsOf = (asked: string) =>
      mappings
        .filter(({ protocol, port }) => protocol === asked && port !== null)
        .map(({ port }) => `${port}`);
    const what = `${call.interface} ${call.opnum} ${call.ndr64} ${call.littleEndian}`;
    if (call.interface === MAPPER) {
      const told = mappings.some(({ port }) => port !== null);
      assert.deepEqual(uuids, told ? named : [], what);
      assert.deepEqual([tcp, udp, http], [portsOf('tcp'), portsOf('udp'), portsOf('http')], what);
      assert.deepEqual(
        pipes,
        mappings.flatMap(({ pipe }) => pipe ?? []),
        what,
      );
      assert.deepEqual(codes!.map(Number), [mappings[0]!.status], what);
      reached.mapper += 1;
    } else {
      const bound = mappings.map(({ address, host, port, pipe }) => {
        const where = address === null ? host : formatAddress(address);
        return pipe === null ? `${where}[${port}]` : `\\\\${where}[${pipe}]`;
      });
      assert.deepEqual(addresses, bound, what);
      reached.bindings += bound.length;
      reached.dcom += 1;
    }
  }
  console.log(`against tshark: ${JSON.stringify(reached)}`);
  assert.ok(reached.mapper === 10 && reached.dcom === 5 && reached.bindings === 15, JSON.stringify(reached));
});
