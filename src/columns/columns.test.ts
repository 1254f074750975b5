import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatAddress, isV4, parseAddress } from '../model/address.ts';
import { NO_LIMITS, type Want } from '../model/want.ts';
import { AddressDictionary } from './address-dictionary.ts';
import { BatchBuilder } from './batch-builder.ts';
import { EventPool } from './event-pool.ts';
import { viewEvent } from './event-view.ts';
import { contains, parseNetwork } from './networks.ts';
import { splitByTime } from './select.ts';
import { TextDictionary } from './text-dictionary.ts';

const everything: Want = { kinds: { 'flow/start': { fields: null, terms: null } }, limits: NO_LIMITS };

interface Row {
  readonly time: number;
  readonly src: string | null;
  readonly port: number | null;
  readonly id: string | null;
  readonly bytes: number | null;
}

const row = fc.record<Row>({
  time: fc.integer({ min: 0, max: 10_000_000 }),
  src: fc.option(
    fc.oneof(fc.ipV4(), fc.constantFrom('fe80::1', 'fe80::1%eth0', '::ffff:10.0.0.1', '2001:db8::')),
  ),
  port: fc.option(fc.integer({ min: 0, max: 65535 })),
  id: fc.option(fc.string({ unit: 'grapheme', maxLength: 6 })),
  bytes: fc.option(fc.nat()),
});

function build(builder: BatchBuilder, rows: readonly Row[]): void {
  for (const { time, src, port, id, bytes } of rows) {
    const starts = builder.kind('flow/start')!;
    if (src !== null) {
      const text = new TextEncoder().encode(src);
      starts.ip('src_ip')!.values[starts.row] = starts.addresses.internText(text, 0, text.length);
    }
    if (port !== null) starts.port('dest_port')!.set(starts.row, port);
    if (id !== null) starts.text('flow_id')!.values[starts.row] = starts.texts.internString(id);
    if (bytes !== null) starts.number('in_bytes')!.values[starts.row] = bytes;
    starts.commit(time, builder.record);
    builder.kept();
  }
}

function expected({ time, src, port, id, bytes }: Row) {
  const fields: Record<string, string | number> = {};
  if (src !== null) fields.src_ip = src;
  if (port !== null) fields.dest_port = port;
  if (id !== null) fields.flow_id = id;
  if (bytes !== null) fields.in_bytes = bytes;
  return { time, fields };
}

test('what is built, split by time, pooled and sealed comes out as it went in', () => {
  let rows = 0;
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 5, maxLength: 60 }),
      fc.integer({ min: 1, max: 7 }),
      (given, width) => {
        const builder = new BatchBuilder(0, everything);
        const pool = new EventPool();
        for (let at = 0; at < given.length; at += 13) {
          build(builder, given.slice(at, at + 13));
          for (const columns of builder.take().events)
            for (const inside of splitByTime(columns, width * 1_000_000).values())
              pool.addChunk({ part: 0, columns: inside });
        }
        const store = pool.seal([{ input: 'x', firstRecord: 1 }]);
        const table = store.tables.get('flow/start');
        assert.equal(table?.count ?? 0, given.length);
        for (let i = 0; i < (table?.count ?? 0); i++) {
          const { time, fields, origin } = viewEvent(store, 'flow/start', i);
          assert.deepEqual({ time, fields }, expected(given[origin.record - 1]!));
          rows += 1;
        }
      },
    ),
  );
  assert.ok(rows > 500, `only ${rows} rows were reached`);
});

test('limits hide rows and count each', () => {
  const limits = {
    since: 100,
    until: 200,
    hosts: [parseNetwork('10.0.0.0/8')!],
    exclude: [parseNetwork('10.9.0.0/16')!],
  };
  const builder = new BatchBuilder(0, { kinds: { 'flow/start': { fields: [], terms: null } }, limits });
  const at = (time: number, src: string): Row => ({ time, src, port: null, id: null, bytes: null });
  build(builder, [at(99, '10.0.0.1'), at(100, '10.0.0.1'), at(200, '10.0.0.1')]);
  build(builder, [at(150, '11.0.0.1'), at(150, '10.9.0.1'), at(199, '10.8.0.1')]);
  const batch = builder.take();
  assert.deepEqual(batch.counts.hidden, { since: 1, until: 1, hosts: 1, exclude: 1 });
  assert.deepEqual([...batch.events[0]!.time], [100, 199]);
});

test('dictionaries give equal ids to equal entries alone', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 5 })), (texts) => {
      const dictionary = new TextDictionary();
      const ids = texts.map((text) => dictionary.internString(text));
      const known = texts.map((text) => Buffer.from(text).toString('hex'));
      for (let i = 0; i < texts.length; i++)
        for (let j = 0; j < i; j++) assert.equal(ids[i] === ids[j], known[i] === known[j]);
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 16, maxLength: 16, max: 2 })), (addresses) => {
      const dictionary = new AddressDictionary();
      const ids = addresses.map((address) => dictionary.intern(address, 0));
      for (let i = 0; i < ids.length; i++)
        for (let j = 0; j < i; j++)
          assert.equal(ids[i] === ids[j], addresses[i]!.join() === addresses[j]!.join());
    }),
  );
  const many = Array.from({ length: 40_000 }, (_, i) => (i * 0x9e3779b1) >>> 0);
  const dictionary = new AddressDictionary();
  const ids = [...many, ...many].map((address) => dictionary.internV4(address));
  assert.deepEqual(
    ids,
    [...many, ...many].map((address) => {
      const dotted = [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255].join('.');
      return dictionary.intern(parseAddress(dotted)!.bytes, 0);
    }),
  );
  assert.equal(dictionary.count, many.length);
});

test('addresses are printed as RFC 5952 has them and read back', () => {
  const cases: [string, string][] = [
    ['10.0.0.1', '10.0.0.1'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['::', '::'],
    ['::1', '::1'],
    ['::ffff:10.0.0.1', '::ffff:10.0.0.1'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
    ['1::', '1::'],
  ];
  for (const [text, printed] of cases) {
    const { bytes, scope } = parseAddress(text)!;
    assert.equal(formatAddress(bytes, 0, scope), printed);
  }
  for (const wrong of [
    '',
    '1.2.3',
    '01.2.3.4',
    '256.1.1.1',
    '1.2.3.4%x',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7:8:9',
    'g::',
    '1:2:3:4:5:6:7',
    '::1%',
    '12345::',
  ])
    assert.equal(parseAddress(wrong), null, wrong);
  assert.notDeepEqual(parseAddress('::ffff:1.2.3.4')!.bytes, parseAddress('1.2.3.4')!.bytes);
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      assert.deepEqual(parseAddress(formatAddress(bytes))!.bytes, bytes);
    }),
  );
  assert.ok(isV4(parseAddress('255.255.255.255')!.bytes));
});

test('networks contain what their prefix says', () => {
  const inside = (network: string, address: string) =>
    contains(parseNetwork(network)!, parseAddress(address)!.bytes, 0);
  assert.ok(inside('10.0.0.0/8', '10.255.0.1'));
  assert.ok(!inside('10.0.0.0/8', '11.0.0.0'));
  assert.ok(inside('10.0.0.0/9', '10.127.255.255'));
  assert.ok(!inside('10.0.0.0/9', '10.128.0.0'));
  assert.ok(inside('192.168.1.1', '192.168.1.1'));
  assert.ok(inside('0.0.0.0/0', '1.2.3.4') && !inside('0.0.0.0/0', '::1'));
  assert.ok(inside('2001:db8::/33', '2001:db8:7fff::') && !inside('2001:db8::/33', '2001:db8:8000::'));
  assert.equal(parseNetwork('10.0.0.0/33'), null);
  assert.equal(parseNetwork('10.0.0/8'), null);
});
