import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { afterSpace } from '../../bytes/json-scan.ts';
import { wordsOf } from '../../bytes/words.ts';
import { BatchBuilder } from '../../columns/batch-builder.ts';
import type { Batch } from '../../model/batch.ts';
import { EVERY_FLOW, RPC_ACTIVITY } from '../../testing/zeek-wants.ts';
import { ConnFlows } from './conn-flows.ts';
import { JsonMachine } from './json-machine.ts';
import { JsonRows } from './json-rows.ts';
import type { Shape } from './json-shape.ts';
import { skipJsonRows } from './json-skip.ts';
import { LogReader } from './log-reader.ts';

const LONGEST = 600;
const encoder = new TextEncoder();

/** Texts of values, as they stand in a record; the usual ones first. */
const text = (...odd: readonly string[]) =>
  fc.oneof(
    {
      weight: 200,
      arbitrary: fc
        .string({ unit: fc.constantFrom('C', 'x', '7', '.', 'é', ' '), maxLength: 40 })
        .map(quoted),
    },
    {
      weight: 3,
      arbitrary: fc.constantFrom('"-"', '""', '"a\\"b"', '"a\\u0041"', 'null', '12', '"\u007f"', ...odd),
    },
  );
const port = fc.oneof(
  { weight: 200, arbitrary: fc.integer({ min: 0, max: 65_535 }).map(String) },
  { weight: 60, arbitrary: fc.constantFrom('135', '0', '49151', '49152', '65535') },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '65536',
      '123456',
      '-1',
      '135.0',
      '1.35e2',
      '135e2',
      '0135',
      '"135"',
      '"135x"',
      'null',
      '13 5',
    ),
  },
);
const count = fc.oneof(
  { weight: 200, arbitrary: fc.nat(1_000_000).map(String) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '999999999999999',
      '1000000000000000',
      '1e3',
      '5.0',
      '"7"',
      '-3',
      'null',
      'true',
    ),
  },
);
const seconds = fc.oneof(
  {
    weight: 200,
    arbitrary: fc.tuple(fc.nat(2_000_000_000), fc.nat(999_999)).map(([whole, rest]) => `${whole}.${rest}`),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '0',
      '12',
      '1700000000.1234567',
      '9000000000.5',
      '9000000001',
      '12345678901.5',
      '1700000000123.5',
      '1e-6',
      '9.5e-05',
      '-1.5',
      '01.5',
      '1.',
      '"1700000000.25"',
      '"2024-02-03T04:05:06.789Z"',
      'null',
      '"-"',
    ),
  },
);
const address = fc.oneof(
  { weight: 200, arbitrary: fc.tuple(fc.nat(255), fc.nat(255)).map(([c, d]) => `"10.0.${c}.${d}"`) },
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      '"2001:db8::1"',
      '"fe80::1%eth0"',
      '"::ffff:10.0.0.1"',
      '"255.255.255.255"',
      '"0.0.0.0"',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '"10.0.0.256"',
      '"10.0.0"',
      '"10.0.0.01"',
      '"1.2.3.4.5"',
      '"10..0.1"',
      '"-"',
      'null',
      '10.5',
    ),
  },
);
const proto = fc.oneof(
  { weight: 200, arbitrary: fc.constant('"tcp"') },
  { weight: 40, arbitrary: fc.constantFrom('"udp"', '"TCP"', '"icmp"', '"tcpx"') },
  { weight: 1, arbitrary: fc.constantFrom('"-"', '""', 'null', '6', '"t\\u0063p"', '"tc') },
);
const other = fc.oneof(
  { weight: 100, arbitrary: fc.constantFrom('true', 'false', 'null', '[]', '["Cab","Ccd"]', '0', '1.25') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '{"a":1}',
      '[ ]',
      '["a\\"b"]',
      '[1]',
      '["a",]',
      '["a";"b"]',
      '["a"',
      '-1',
      'tru',
      'nullx',
      '1e5',
    ),
  },
);

/** What a record may hold, in the order in which Zeek writes it. */
const VALUES: readonly (readonly [key: string, arbitrary: fc.Arbitrary<string>, missing: number])[] = [
  ['ts', seconds, 0],
  ['uid', text(), 0],
  ['id.orig_h', address, 0],
  ['id.orig_p', port, 0],
  ['id.resp_h', address, 0],
  ['id.resp_p', port, 0],
  ['proto', proto, 0],
  ['service', text(), 3],
  ['duration', seconds, 2],
  ['orig_bytes', count, 2],
  ['resp_bytes', count, 2],
  ['conn_state', text(), 1],
  ['local_orig', other, 1],
  ['a_key_of_more_than_thirty_letters_in_all', other, 1],
  ['orig_pkts', count, 1],
  ['resp_pkts', count, 1],
  ['tunnel_parents', other, 1],
  ['community_id', text(), 4],
];
const KEYS = VALUES.map(([key]) => key);

/** How one writer spells records. */
interface Style {
  readonly order: readonly string[];
  readonly path: 'first' | 'last' | 'none';
  readonly key: (key: string) => string;
  readonly comma: string;
  readonly colon: string;
  readonly lineEnd: string;
  readonly quotesPorts: boolean;
}
const style = fc.record<Style>({
  order: fc.oneof(
    fc.constantFrom(KEYS, [...KEYS].sort()),
    fc.shuffledSubarray(KEYS, { minLength: KEYS.length }),
  ),
  path: fc.constantFrom('first', 'last', 'none', 'none'),
  key: fc.constantFrom(
    (key: string) => key,
    (key: string) => key.replace('.', '_'),
  ),
  comma: fc.constantFrom(',', ',', ', '),
  colon: fc.constantFrom(':', ':', ': '),
  lineEnd: fc.constantFrom('\n', '\n', '\r\n'),
  quotesPorts: fc.constantFrom(false, false, false, true),
});
const nested: Style = {
  order: KEYS,
  path: 'none',
  key: (key) => key,
  comma: ',',
  colon: ':',
  lineEnd: '\n',
  quotesPorts: false,
};

interface Record {
  readonly values: readonly string[];
  readonly lots: readonly number[];
  readonly extra: { readonly place: number; readonly put: string } | null;
  readonly oddity: { readonly place: number; readonly put: string } | null;
}
/** What damage puts somewhere into a record; '' takes a byte away. */
const ODDITIES = ['', '"', '\\', ' ', ',', '}', '{', '0', '\u0001', 'x', 'y'.repeat(LONGEST)];
/** Members that are there twice, or should not be there. */
const EXTRAS = [
  '"proto":"udp"',
  '"proto":"-"',
  '"id.orig_p":1',
  '"ts":5',
  '"_path":"dns"',
  '"query":"x"',
  '"id":{"resp_p":135}',
];
const record = fc.record<Record>({
  values: fc.tuple(...VALUES.map(([, arbitrary]) => arbitrary)),
  lots: fc.array(fc.nat(9), { minLength: VALUES.length, maxLength: VALUES.length }),
  extra: fc.oneof(
    { weight: 20, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.record({ place: fc.nat(20), put: fc.constantFrom(...EXTRAS) }) },
  ),
  oddity: fc.oneof(
    { weight: 14, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.record({ place: fc.nat(LONGEST), put: fc.constantFrom(...ODDITIES) }) },
  ),
});

function quoted(value: string): string {
  return `"${value}"`;
}

function lineOf(record: Record, style: Style): string {
  const members: string[] = style.path === 'first' ? [`"_path"${style.colon}"conn"`] : [];
  for (const key of style.order) {
    const n = KEYS.indexOf(key);
    if (record.lots[n]! < VALUES[n]![2]) continue;
    const value = record.values[n]!;
    const isQuoted = style.quotesPorts && key.endsWith('_p');
    members.push(`"${style.key(key)}"${style.colon}${isQuoted ? quoted(value) : value}`);
  }
  if (style.path === 'last') members.push(`"_path"${style.colon}"conn"`);
  if (record.extra !== null) members.splice(record.extra.place, 0, record.extra.put);
  const line = `{${members.join(style.comma)}}`;
  const spelt =
    style === nested
      ? line.replace(
          /"id\.(orig_h.*)"id\.resp_p":([^,]*)/,
          (_, inner, last) => `"id":{"${inner.replaceAll('"id.', '"')}"resp_p":${last}}`,
        )
      : line;
  if (record.oddity === null) return spelt + style.lineEnd;
  const { place, put } = record.oddity;
  const at = place % spelt.length;
  return spelt.slice(0, at) + put + spelt.slice(put === '' ? at + 1 : at) + style.lineEnd;
}

const logs = fc
  .tuple(
    fc.oneof({ weight: 5, arbitrary: style }, { weight: 1, arbitrary: fc.constant(nested) }),
    fc.array(record, { minLength: 20, maxLength: 60 }),
  )
  .map(([style, records]) => records.map((each) => lineOf(each, style)));

/** The lines somewhere in a buffer that has some bytes behind them. */
function placed(lines: readonly string[], offset: number): { bytes: Uint8Array; to: number } {
  const text = encoder.encode(lines.join(''));
  const bytes = new Uint8Array((offset + text.length + 4096) & ~7);
  bytes.set(text, offset);
  return { bytes, to: offset + text.length };
}

/** Reads every line with care, whatever its shape. */
function readWithCare(lines: readonly string[], builder: BatchBuilder): void {
  const rows = new JsonRows(new ConnFlows(builder), null, false);
  for (const line of lines) {
    const { bytes } = placed([line], 0);
    const at = afterSpace(bytes, 0);
    const fault = bytes[at] === 0x7b ? rows.add(bytes, at, false) : NOT_AN_OBJECT;
    if (fault !== null) builder.reject(fault.code, fault.detail);
  }
}

/** The shape that the lines leave behind. */
function learnt(lines: readonly string[]): Shape | null {
  const { bytes, to } = placed(lines, 0);
  const view = wordsOf(bytes.buffer);
  const rows = new JsonRows(new ConnFlows(new BatchBuilder(0, RPC_ACTIVITY)), null, false);
  rows.load(bytes, 0, to);
  for (let at = rows.skip(view, 0, to, LONGEST); at < to; at = rows.skip(view, at, to, LONGEST)) {
    if (bytes[at] === 0x7b) rows.add(bytes, at, false);
    at = bytes.indexOf(0x0a, at) + 1;
  }
  return rows.spelling;
}
/** The events of a batch by kind, with texts and addresses for their ids. */
function eventsOf({ events }: Batch) {
  return events.map(({ kind, count, time, record, fields, addresses, texts }) => ({
    kind,
    events: Array.from({ length: count }, (_, row) => ({
      time: time[row],
      record: record[row]!,
      fields: Object.entries(fields).map(([field, column]) => {
        const value = column.values[row]!;
        if (column.type === 'ip')
          return [
            field,
            value &&
              `${addresses.bytes.subarray(16 * value, 16 * value + 16)} ${addresses.scopes?.get(value)}`,
          ];
        if (column.type === 'text')
          return [field, value && `${texts.bytes.subarray(texts.ends[value - 1], texts.ends[value])}`];
        return [field, value];
      }),
    })),
  }));
}

const NOT_AN_OBJECT = {
  code: 'damaged-record',
  detail: 'neither JSON nor a row under a #fields line',
} as const;

test('json: the machine passes over the records that the plain loop passes over, and counts them alike', () => {
  let passed = 0;
  let stops = 0;
  let read = 0;
  fc.assert(
    fc.property(logs, fc.nat(20), (lines, offset) => {
      const shape = learnt(lines);
      if (shape === null) return;
      const { bytes, to } = placed(lines, offset);
      const plain = new ConnFlows(new BatchBuilder(0, RPC_ACTIVITY));
      const machine = JsonMachine.make(plain.sieve, []);
      assert.ok(machine !== null, 'there is no WebAssembly with vectors here');
      machine.load(bytes, offset, to);
      assert.ok(machine.learn(shape));
      const view = wordsOf(bytes.buffer);
      for (let at = offset; at < to; ) {
        const expected = skipJsonRows(view, at, to, shape, plain, LONGEST);
        const { skipped, unused } = plain.builder.take().counts;
        assert.equal(machine.scan(at, to, LONGEST, 0), expected);
        assert.deepEqual([machine.skipped, machine.unused], [skipped, unused]);
        passed += skipped + unused;
        stops += 1;
        machine.scan(expected, to, LONGEST, 1);
        read += machine.read;
        at = bytes.indexOf(0x0a, expected) + 1;
        if (at === 0) break;
      }
    }),
    { numRuns: 1500 },
  );
  console.log(
    `# json machine: ${passed} records passed over alike, ${stops} stops alike, ${read} records read`,
  );
  assert.ok(passed > 15_000 && stops > 10_000 && read > 1000, 'too little was reached');
});

for (const [name, want] of Object.entries({ RPC_ACTIVITY, EVERY_FLOW })) {
  test(`json: what the shapes and the machine leave of a log is what care makes of it (${name})`, () => {
    let kept = 0;
    let rejected = 0;
    fc.assert(
      fc.property(logs, fc.nat(20), (lines, offset) => {
        const builder = new BatchBuilder(0, want);
        readWithCare(lines, builder);
        const expected = builder.take();
        // Lines enough for the machine to be used, and for the shapes to be known when they come again.
        const rounds = Math.ceil(9000 / lines.join('').length) + 1;
        const { bytes, to } = placed(Array.from({ length: rounds }, () => lines).flat(), offset);
        const found = new BatchBuilder(0, want);
        const reader = new LogReader(found, '', true);
        const region = { kind: 'lines', bytes, from: offset, to } as const;
        for (let at = offset; at < to; ) {
          at = reader.scan(region, at);
          assert.ok(at === to || found.full);
        }
        const read = reader.take();
        for (const field of ['kept', 'skipped', 'unused', 'rejected'] as const)
          assert.equal(read.counts[field], rounds * expected.counts[field], field);
        const due = eventsOf(expected);
        assert.deepEqual(
          eventsOf(read),
          due.map(({ kind, events }) => {
            const all = Array.from({ length: rounds }, (_, round) =>
              events.map((event) => ({ ...event, record: event.record + round * lines.length })),
            );
            return { kind, events: all.flat() };
          }),
        );
        assert.deepEqual(
          read.rejects.map(({ code, detail }) => [code, detail]),
          Array.from({ length: rounds }, () =>
            expected.rejects.map(({ code, detail }) => [code, detail]),
          ).flat(),
        );
        kept += read.counts.kept;
        rejected += read.counts.rejected;
      }),
      { numRuns: 400 },
    );
    console.log(`# json ${name}: ${kept} records kept alike, ${rejected} rejected alike`);
    assert.ok(kept > 2000 && rejected > 800, 'too little was reached');
  });
}
