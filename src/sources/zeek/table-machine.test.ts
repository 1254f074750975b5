import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { NO_LIMITS, type Want } from '../../model/want.ts';
import { readAllOf } from '../../testing/source-reading.ts';
import { EVERY_FLOW, RPC_ACTIVITY } from '../../testing/zeek-wants.ts';
import { zeek, zeekSource } from './index.ts';

const LONG_ENOUGH = 8192;

const WANTS: readonly Want[] = [
  RPC_ACTIVITY,
  EVERY_FLOW,
  { kinds: { 'flow/end': { fields: ['end_time', 'flow_id', 'in_bytes'], terms: null } }, limits: NO_LIMITS },
  {
    kinds: RPC_ACTIVITY.kinds,
    limits: { ...NO_LIMITS, since: 1_600_000_000_000_000, until: 1_700_000_000_000_000 },
  },
];

/** Orders of the columns: those that decide may stand anywhere, also first and last. */
const ORDERS = [
  'ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state local_orig orig_pkts resp_pkts',
  'proto id.orig_p id.resp_p ts id.orig_h id.resp_h duration community_id',
  'id.resp_p ts id.orig_h x y z id.resp_h proto q id.orig_p',
  'resp_bytes ts id.orig_h id.resp_h ts id.orig_p uid id.resp_p orig_pkts orig_bytes resp_pkts proto',
].map((names) => names.split(' '));

/** Mostly what Zeek writes, now and then what only a careful reader can tell. */
function mostly<T>(usual: fc.Arbitrary<T>, ...odd: T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 40, arbitrary: usual }, { weight: 1, arbitrary: fc.constantFrom(...odd) });
}

const byte = fc.integer({ min: 0, max: 255 });
const time = mostly(
  fc
    .tuple(fc.integer({ min: 1_500_000_000, max: 1_800_000_000 }), fc.integer({ min: 0, max: 999_999 }))
    .map(([seconds, micros]) => `${seconds}.${String(micros).padStart(6, '0')}`),
  ...['-', '', '0', '7.', '.5', '1e9', '9000000000', '9000000001.5', '12345678901.5', '1600000000.1234567'],
  ...[
    '1600000000.12345x',
    '16000000x0.123456',
    '1600000000.1234.6',
    '9000000000.999999',
    '9000000001.000000',
  ],
  ...[
    '1234567890.12345',
    '123456789.123456',
    '12345678.12345678',
    '123456789.1234567',
    '25.',
    '1600000000:123456',
  ],
  ...['1600000000.12', '1600000000.x', '1600000000.1.2', '2020-08-05T02:10:02.4Z', '-1.5', '1600000000123.4'],
);
const address = mostly(
  fc.tuple(byte, byte, byte, byte).map((parts) => parts.join('.')),
  ...[
    '1.2.3.256',
    '10.20.30.400',
    '100.200.250.255',
    '1.2.3.0',
    '1.2.3.00',
    '1.2.3x4',
    '1.2.3:4',
    '123.123.123.1234',
  ],
  ...['-', '', '1.2.3', '1.2.3.4.5', '256.1.1.1', '01.2.3.4', '1.2.3.04', '1..3.4', '1.2.3.4 ', '1.2.3.1000'],
  ...[
    'fe80::1',
    'fe80::1%eth0',
    '::ffff:1.2.3.4',
    'host',
    '0.0.0.0',
    '255.255.255.255',
    '.1.2.3.4',
    '1.2.3.4.',
  ],
);
const port = mostly(
  fc.oneof(
    fc.constantFrom('135', '0', '49151', '49152', '65535'),
    fc.integer({ min: 0, max: 65_535 }).map(String),
  ),
  ...['65536', '99999', '123456', '-', '', '7 ', '00135', '1.5'],
);
const proto = mostly(
  fc.constantFrom('tcp', 'tcp', 'tcp', 'udp'),
  'TCP',
  'tCp',
  'icmp',
  'tcpx',
  'tc',
  '-',
  '',
);
const count = mostly(
  fc.oneof(fc.constant('-'), fc.nat(1e9).map(String)),
  ...['', '1.5', '12.0', '1e3', 'x', '-5', '999999999999999', '1234567890123456', '(empty)'],
);
const text = mostly(
  fc.oneof(fc.constant('-'), fc.string({ unit: fc.constantFrom('a', 'B', '1', ':', '='), maxLength: 40 })),
  ...['', 'é', 'a\\x09b', '(empty)', '(emp', '--', 'NA', `${'x'.repeat(31)}\\`, `${'x'.repeat(16)}é`, 'a\rb'],
);
const CELLS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  ts: time,
  duration: mostly(fc.oneof(fc.constant('-'), time), '-'),
  'id.orig_h': address,
  'id.resp_h': address,
  'id.orig_p': port,
  'id.resp_p': port,
  proto,
  orig_bytes: count,
  resp_bytes: count,
  orig_pkts: count,
  resp_pkts: count,
};
const end = mostly(fc.constant('\n'), '\r\n');
const odd = fc.constantFrom('', '\r', '#close', '{"a":1}', '\u0001x', 'x', 'a\tb', 'y'.repeat(700));

function rowOf(order: readonly string[]): fc.Arbitrary<string> {
  const whole = fc
    .tuple(...order.map((name) => CELLS[name] ?? text))
    .chain((cells) => mostly(fc.constant(cells), cells.slice(1), [...cells, '-'], cells.slice(0, 3)))
    .map((cells) => cells.join('\t'));
  return fc
    .tuple(fc.oneof({ weight: 60, arbitrary: whole }, { weight: 1, arbitrary: odd }), end)
    .map((parts) => parts.join(''));
}

const log = fc
  .tuple(fc.constantFrom(...ORDERS), fc.constantFrom('-', '-', '-', 'NA', '(', ''))
  .chain(([order, unset]) =>
    fc
      .array(rowOf(order), { minLength: 20, maxLength: 60 })
      .map((rows) => ({ head: `#unset_field\t${unset}\n#path\tconn\n#fields\t${order.join('\t')}\n`, rows })),
  );

const chunks = fc.constantFrom(70, 1000, 1 << 20);

test('what the machine reads is what is read without it', async () => {
  let kept = 0;
  let rejected = 0;
  await fc.assert(
    fc.asyncProperty(log, fc.constantFrom(...WANTS), chunks, async ({ head, rows }, want, chunk) => {
      const once = rows.join('');
      const bytes = new TextEncoder().encode(head + once.repeat(Math.ceil(LONG_ENOUGH / once.length)));
      const plain = await readAllOf(zeekSource(false), bytes, want);
      const read = await readAllOf(zeek, bytes, want, { chunk });
      assert.deepEqual(read, plain);
      kept += read.counts.kept;
      rejected += read.counts.rejected;
    }),
    { numRuns: 1000 },
  );
  console.log(`# table machine: ${kept} rows kept alike, ${rejected} rejected alike`);
  assert.ok(kept > 10_000 && rejected > 8000, 'too little was reached');
});
