import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAddress } from '../../model/address.ts';
import {
  eptLookupAnswer,
  eptLookupRequest,
  eptMapAnswer,
  eptMapAuthRequest,
  eptMapRequest,
  locally,
  NOT_REGISTERED,
  overHttp,
  overPipe,
  overTcp,
  overUdp,
  tower,
} from '../../testing/mapper-stubs.ts';
import { FORMS } from '../../testing/ndr-writer.ts';
import { join, V6_SERVER } from '../../testing/packets.ts';
import { MAPPER, NDR64, SERVICES, TASKS } from '../../testing/rpc-pdus.ts';
import type { Mapping } from '../mapping.ts';
import { mappingsOf } from '../mapping-calls.ts';
import type { NdrForm } from '../ndr/ndr-reader.ts';

const ASKED = tower(SERVICES, overTcp(135, [0, 0, 0, 0]));
const [UUID, VERSION] = [SERVICES[0], '2.0'];

function answered(form: NdrForm, opnum: number, request: Uint8Array | null, response: Uint8Array | null) {
  const order = { littleEndian: form.littleEndian, responseLittleEndian: form.littleEndian };
  return mappingsOf({ interface: MAPPER[0], opnum, request, response, ndr64: form.ndr64, ...order });
}

/** A mapping as `interface version protocol endpoint where status`. */
function line({ interface: uuid, version, protocol, port, pipe, address, host, status }: Mapping): string {
  const where = address === null ? host : formatAddress(address);
  return [uuid, version, protocol, port ?? pipe, where, status].join(' ');
}

for (const form of FORMS) {
  const name = `NDR${form.ndr64 ? '64' : ''}, ${form.littleEndian ? 'little' : 'big'}-endian`;
  const request = eptMapRequest(form, { tower: ASKED });

  test(`${name}: ept_map answers with every transport`, () => {
    const towers = [
      tower(SERVICES, overTcp(49_671)),
      tower(SERVICES, overTcp(258, V6_SERVER), NDR64),
      tower(SERVICES, overTcp(49_672, [0, 0, 0, 0])),
      null,
      tower(SERVICES, overUdp(1025)),
      tower(SERVICES, overHttp(593)),
      tower(SERVICES, overPipe('\\PIPE\\ntsvcs')),
      tower(TASKS, locally('LRPC-1')),
      tower(['0b0a6584-9e0f-11cf-a3cf-00805f68cb1b', 1, 258], overTcp(0)),
    ];
    assert.deepEqual(answered(form, 3, request, eptMapAnswer(form, towers, 0, 9)).map(line), [
      `${UUID} ${VERSION} tcp 49671 10.0.0.2 0`,
      `${UUID} ${VERSION} tcp 258 2001:db8::2 0`,
      `${UUID} ${VERSION} tcp 49672  0`,
      `${UUID} ${VERSION} udp 1025 10.0.0.2 0`,
      `${UUID} ${VERSION} http 593 10.0.0.2 0`,
      `${UUID} ${VERSION} pipe \\PIPE\\ntsvcs SERVER 0`,
      `${TASKS[0]} 1.0 local LRPC-1  0`,
      '0b0a6584-9e0f-11cf-a3cf-00805f68cb1b 1.258 tcp  10.0.0.2 0',
    ]);
  });

  test(`${name}: what ept_map was asked for stands on its refusal, and nothing else of the request`, () => {
    const refused = eptMapAnswer(form, [], NOT_REGISTERED);
    const expected = [`${UUID} ${VERSION} tcp   ${NOT_REGISTERED}`];
    assert.deepEqual(answered(form, 3, request, refused).map(line), expected);
    const bare = eptMapRequest(form, { tower: ASKED, object: null });
    assert.deepEqual(answered(form, 3, bare, refused).map(line), expected);
    const trailed = join(request, [0x8a, 0xe3, 0x13, 0x71, 0x02, 0xf4, 0x36, 0x71, 1, 0, 4, 0, 1, 0, 0, 0]);
    assert.deepEqual(answered(form, 3, trailed, refused).map(line), expected);
    for (const unread of [null, request.subarray(0, 60), eptMapRequest(form)])
      assert.deepEqual(answered(form, 3, unread, refused).map(line), [`     ${NOT_REGISTERED}`]);
    assert.deepEqual(answered(form, 3, request, null), []);
  });

  test(`${name}: ept_map_auth, whose towers are references`, () => {
    const told = eptMapAnswer(form, [tower(SERVICES, overTcp(49_671))]);
    const refused = eptMapAnswer(form, [], NOT_REGISTERED);
    for (const opnum of [7, 8])
      for (const sid of [null, new Uint8Array(8)]) {
        const asked = eptMapAuthRequest(form, ASKED, sid);
        assert.deepEqual(answered(form, opnum, asked, told).map(line), [
          `${UUID} ${VERSION} tcp 49671 10.0.0.2 0`,
        ]);
        const expected = [`${UUID} ${VERSION} tcp   ${NOT_REGISTERED}`];
        assert.deepEqual(answered(form, opnum, asked, refused).map(line), expected);
      }
  });

  test(`${name}: ept_lookup, whose annotations are of every length`, () => {
    const entries = ['', 'a', 'ab', 'abc', 'abcd', 'x'.repeat(63)].map((annotation, i) => ({
      annotation,
      tower: tower(i % 2 === 0 ? SERVICES : TASKS, overTcp(50_000 + i)),
    }));
    const all = eptLookupRequest(form, 0, null);
    assert.deepEqual(
      answered(form, 2, all, eptLookupAnswer(form, entries)).map(line),
      entries.map((_, i) =>
        i % 2 === 0
          ? `${UUID} ${VERSION} tcp ${50_000 + i} 10.0.0.2 0`
          : `${TASKS[0]} 1.0 tcp ${50_000 + i} 10.0.0.2 0`,
      ),
    );
    const none = eptLookupAnswer(form, [], NOT_REGISTERED);
    assert.deepEqual(answered(form, 2, all, none).map(line), [`     ${NOT_REGISTERED}`]);
    for (const [inquiry, asked] of [
      [1, `${UUID} ${VERSION}`],
      [2, ' '],
      [3, `${UUID} ${VERSION}`],
    ] as const) {
      const by = eptLookupRequest(form, inquiry, SERVICES);
      assert.deepEqual(answered(form, 2, by, none).map(line), [`${asked}    ${NOT_REGISTERED}`]);
    }
  });

  test(`${name}: an answer that is not there to its end tells nothing`, () => {
    const answers: readonly [opnum: number, answer: Uint8Array][] = [
      [3, eptMapAnswer(form, [tower(SERVICES, overTcp(1)), tower(SERVICES, overPipe('\\PIPE\\x'))])],
      [7, eptMapAnswer(form, [], NOT_REGISTERED)],
      [2, eptLookupAnswer(form, [{ annotation: 'a', tower: tower(SERVICES, overTcp(1)) }])],
    ];
    for (const [opnum, answer] of answers)
      for (let length = 0; length < answer.length; length++)
        assert.deepEqual(answered(form, opnum, null, answer.subarray(0, length)), [], `${length} bytes`);
  });
}

test('request and answer each in its own byte order', () => {
  const [little, big] = [FORMS[0]!, FORMS[1]!];
  const request = eptMapRequest(little, { tower: ASKED });
  const response = eptMapAnswer(big, [], NOT_REGISTERED);
  const order = { littleEndian: true, responseLittleEndian: false };
  const mappings = mappingsOf({ interface: MAPPER[0], opnum: 3, request, response, ndr64: false, ...order });
  assert.deepEqual(mappings.map(line), [`${UUID} ${VERSION} tcp   ${NOT_REGISTERED}`]);
});
