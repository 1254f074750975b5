import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ethernet, ipv4, join, pcapFile, udp } from '../../testing/packets.ts';
import { FIRST, LAST, MAPPER, NDR, rpcWriter } from '../../testing/rpc-pdus.ts';
import { temporaryFile } from '../../testing/temporary-file.ts';
import { HAS_TSHARK } from '../../testing/tshark.ts';
import { tshark } from '../../testing/tshark-rpc.ts';
import { looksLikeHttpBanner, looksLikeRpc, looksLikeRpcDatagram } from './recognise.ts';

const PDUS = [true, false].flatMap((littleEndian) => {
  const writer = rpcWriter(littleEndian);
  const contexts = [{ id: 0, interface: MAPPER, transfers: [NDR] }];
  return [
    writer.bind(contexts),
    writer.bind(contexts, { alter: true, minor: 1, auth: { pad: 2 } }),
    writer.bindAck([[0, 0, NDR]], { address: '135' }),
    writer.bindNak(4),
    writer.auth3(),
    writer.request({ opnum: 3, stub: [1] }),
    writer.response({ flags: LAST, auth: { level: 6 } }),
    writer.fault(5, { flags: FIRST | LAST | 0x20 }),
    writer.cancel(),
    writer.orphaned(),
    writer.shutdown(),
  ];
});

test('every PDU is recognised by its header, as soon as that is there', () => {
  for (const pdu of PDUS) {
    const bytes = join([5, 5], pdu, [5]);
    assert.equal(looksLikeRpc(bytes, 2, bytes.length), true);
    assert.equal(looksLikeRpc(bytes, 2, 18), true);
    assert.equal(looksLikeRpc(bytes, 2, 17), null);
    assert.equal(looksLikeRpc(bytes, 1, bytes.length), false);
    assert.equal(looksLikeRpc(bytes, 2, 2), null);
  }
});

test('what is no header of a PDU is not taken for one', () => {
  const damage: Readonly<Record<string, readonly [at: number, byte: number]>> = {
    'another version': [0, 4],
    'another minor version': [1, 2],
    'a type of datagrams': [2, 1],
    'no such type': [2, 21],
    'a fragment from the middle': [3, 0],
    'no such character set': [4, 0x12],
    'no such byte order': [4, 0x20],
    'no such float': [5, 4],
    'a reserved byte': [7, 1],
    'shorter than its type can be': [8, 23],
  };
  for (const [name, [at, byte]] of Object.entries(damage)) {
    const pdu = rpcWriter().request({ stub: [1, 2, 3] });
    pdu[at] = byte;
    assert.equal(looksLikeRpc(pdu, 0, pdu.length), false, name);
  }
  const trailed = rpcWriter().request({ stub: [1, 2, 3] });
  trailed[10] = 200;
  assert.equal(looksLikeRpc(trailed, 0, trailed.length), true, 'a trailer that does not fit is merely odd');
  for (const text of ['GET / HTTP/1.1\r\nHost: a\r\n\r\n', '\x05\x01\x00', 'SSH-2.0-OpenSSH_9.2p1\r\n'])
    assert.equal(looksLikeRpc(Buffer.from(text.padEnd(40)), 0, 40), false, text);
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 16, maxLength: 40 }),
      (bytes) => !looksLikeRpc(bytes, 0, bytes.length),
    ),
    { numRuns: 2000 },
  );
});

test('the banner of RPC over HTTP', () => {
  const banner = Buffer.from('xncacn_http/1.0');
  assert.equal(looksLikeHttpBanner(banner, 1, 15), true);
  assert.equal(looksLikeHttpBanner(banner, 1, 14), null);
  assert.equal(looksLikeHttpBanner(banner, 0, 15), false);
});

/** A request of connectionless RPC, [C706] 12.5.2.1. */
function datagram(littleEndian: boolean, body: number): Uint8Array {
  const { u16, u32, uuid } = rpcWriter(littleEndian);
  const ids = [...uuid('00000000-0000-0000-0000-000000000000'), ...uuid(MAPPER[0]), ...uuid(NDR[0])];
  const numbers = [
    ...u32(0),
    ...u32(3),
    ...u32(0),
    ...u16(3),
    0xff,
    0xff,
    0xff,
    0xff,
    ...u16(body),
    ...u16(0),
  ];
  return join([4, 0, 0x20, 0, littleEndian ? 0x10 : 0, 0, 0, 0], ids, numbers, [0, 0], new Uint8Array(body));
}

test('datagrams of connectionless RPC', () => {
  for (const littleEndian of [true, false]) {
    const bytes = datagram(littleEndian, 258);
    assert.equal(bytes.length, 80 + 258);
    assert.equal(looksLikeRpcDatagram(bytes, 0, bytes.length), true);
    assert.equal(looksLikeRpcDatagram(bytes, 0, bytes.length - 1), false);
    for (const [at, byte] of [
      [0, 5],
      [1, 11],
      [4, 0x22],
      [5, 4],
      [6, 1],
    ] as const)
      assert.equal(looksLikeRpcDatagram(bytes.with(at, byte), 0, bytes.length), false, `byte ${at}`);
    if (!HAS_TSHARK) continue;
    const packet = ethernet(ipv4(udp(50_000, 135, bytes), { protocol: 17 }));
    const fields = ['-T', 'fields', '-e', 'dcerpc.ver', '-e', 'dcerpc.opnum', '-e', 'dcerpc.dg_if_id'];
    assert.deepEqual(
      temporaryFile(pcapFile([{ bytes: packet, time: 0 }]), (file) => tshark(['-r', file, ...fields])),
      [`4\t3\t${MAPPER[0]}`],
    );
  }
});
