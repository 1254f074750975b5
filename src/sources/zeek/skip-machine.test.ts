import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { wordsOf } from '../../bytes/words.ts';
import { BatchBuilder } from '../../columns/batch-builder.ts';
import { NO_LIMITS, type Want } from '../../model/want.ts';
import { ConnFlows } from './conn-flows.ts';
import { afterDirective, NO_HEADER } from './header.ts';
import { SkipMachine } from './skip-machine.ts';
import { tableLayout } from './table-layout.ts';
import { skipTableRows } from './table-skip.ts';

const LONGEST = 200;
const WANT: Want = {
  kinds: {
    'flow/start': {
      fields: ['src_ip'],
      terms: [
        [{ field: 'dest_port', cmp: '==', value: 135 }],
        [
          { field: 'dest_port', cmp: '>=', value: 49_152 },
          { field: 'src_port', cmp: '>=', value: 49_152 },
        ],
      ],
    },
  },
  limits: NO_LIMITS,
};

/** Orders of the columns: the three that decide may stand anywhere, also first and last. */
const ORDERS = [
  ['ts', 'uid', 'id.orig_h', 'id.orig_p', 'id.resp_h', 'id.resp_p', 'proto', 'service'],
  ['proto', 'id.orig_p', 'id.resp_p', 'ts', 'id.orig_h', 'id.resp_h'],
  ['id.resp_p', 'ts', 'id.orig_h', 'x', 'y', 'z', 'id.resp_h', 'proto', 'q', 'id.orig_p'],
  ['ts', 'id.orig_h', 'id.resp_h', 'id.orig_p', 'id.resp_p', 'proto'],
];

const port = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom('65536', '99999', '123456', '-', '', '7 ', '00135', '1.5') },
  { weight: 8, arbitrary: fc.constantFrom('135', '0', '49151', '49152', '65535') },
  { weight: 24, arbitrary: fc.integer({ min: 0, max: 65_535 }).map(String) },
);
const proto = fc.oneof(
  { weight: 8, arbitrary: fc.constant('tcp') },
  { weight: 2, arbitrary: fc.constantFrom('TCP', 'tCp', 'udp', 'icmp', 'tcpx', 'tc', '-', '') },
);
const filler = fc.oneof(
  fc.constantFrom('', '-', 'x'),
  fc.string({ unit: fc.constantFrom('a', '1', '.', 'é', '\r'), maxLength: 40 }),
);
const odd = fc.constantFrom(
  '',
  '\r',
  '#close',
  '{"a":1}',
  '\u0001x',
  'x',
  'a\tb',
  `${'y'.repeat(LONGEST + 9)}`,
);

interface Row {
  readonly srcPort: string;
  readonly destPort: string;
  readonly proto: string;
  readonly filler: readonly string[];
  readonly cut: number | null;
  readonly end: string;
  readonly odd: string | null;
}

const row = fc.record<Row>({
  srcPort: port,
  destPort: port,
  proto,
  filler: fc.array(filler, { minLength: 10, maxLength: 10 }),
  cut: fc.oneof({ weight: 30, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat(9) }),
  end: fc.constantFrom('\n', '\n', '\n', '\r\n'),
  odd: fc.oneof({ weight: 30, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: odd }),
});

function lineOf(order: readonly string[], { srcPort, destPort, proto, filler, cut, end, odd }: Row): string {
  if (odd !== null) return odd + end;
  const known: Readonly<Record<string, string>> = { 'id.orig_p': srcPort, 'id.resp_p': destPort, proto };
  const cells = order.map((name, i) => known[name] ?? filler[i]!);
  return (cut === null ? cells : cells.slice(0, cut)).join('\t') + end;
}

test('the machine passes over the rows that the plain loop passes over, and counts them alike', () => {
  let passed = 0;
  let stops = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...ORDERS),
      fc.array(row, { minLength: 1, maxLength: 80 }),
      fc.nat(20),
      (order, rows, offset) => {
        const text = rows.map((each) => lineOf(order, each)).join('');
        const lines = new TextEncoder().encode(text);
        const bytes = new Uint8Array(offset + lines.length + 8);
        bytes.set(lines, offset);
        const to = offset + lines.length;
        const header = afterDirective(NO_HEADER, `#fields\t${order.join('\t')}`);
        const layout = tableLayout({ ...header, fields: order });
        const plain = new ConnFlows(new BatchBuilder(0, WANT));
        const machine = SkipMachine.make(plain.sieve);
        assert.ok(machine !== null, 'there is no WebAssembly with vectors here');
        machine.load(bytes, offset, to);
        const view = wordsOf(bytes.buffer);
        for (let at = offset; at < to; ) {
          const expected = skipTableRows(view, at, to, layout, plain, LONGEST);
          const { skipped, unused } = plain.builder.take().counts;
          assert.equal(machine.skip(at, to, layout, LONGEST), expected);
          assert.deepEqual([machine.skipped, machine.unused], [skipped, unused]);
          passed += skipped + unused;
          stops += 1;
          at = bytes.indexOf(0x0a, expected) + 1;
          if (at === 0) break;
        }
      },
    ),
    { numRuns: 1500 },
  );
  console.log(`# skip machine: ${passed} rows passed over alike, ${stops} stops alike`);
  assert.ok(passed > 4000 && stops > 2000, 'too little was reached');
});
