import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  CONN_ORDER,
  connHeader,
  connJson,
  connLines,
  manyFlows,
  OTHER_ORDER,
} from '../../testing/flow-logs.ts';
import { sourcePath } from '../../testing/repository.ts';
import { readAllOf } from '../../testing/source-reading.ts';
import { EVERY_EVENT, EVERY_FLOW, isRpcActivity, RPC_ACTIVITY } from '../../testing/zeek-wants.ts';
import { zeek } from './index.ts';

const encoder = new TextEncoder();
const FLOWS = manyFlows(40);

/** The lines of three logs strung together, as bytes with their line ends. */
const LINES = [
  ...linesOf(connHeader(CONN_ORDER) + connLines(FLOWS, CONN_ORDER)),
  ...linesOf(connLines(FLOWS.slice(0, 5), CONN_ORDER, 'udp')),
  ...linesOf(connJson(FLOWS)),
  ...linesOf(connHeader(OTHER_ORDER) + connLines(FLOWS, OTHER_ORDER)),
  ...linesOf(connJson(FLOWS).replaceAll('"id.', '"id_').replaceAll('"tcp"', '"udp"')),
  ...linesOf(readFileSync(sourcePath('src/sources/zeek/cases/dce-rpc.log'), 'utf8')),
  ...linesOf(
    FLOWS.map(
      ({ src_ip, src_port, dest_ip, dest_port }, i) =>
        `{"_path":"dce_rpc","ts":${1_588_316_991 + i}.25,"uid":"C${i}","id.orig_h":"${src_ip}","id.orig_p":${src_port},"id.resp_h":"${dest_ip}","id.resp_p":${dest_port},"rtt":0.5,"named_pipe":"${dest_port}","endpoint":"samr","operation":"SamrConnect5"}\n`,
    ).join(''),
  ),
];

function linesOf(text: string): Uint8Array[] {
  return text.split(/(?<=\n)/).map((line) => encoder.encode(line));
}

function joined(lines: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(lines);
}

/** A line with one byte changed, taken away or put in; never a new line end. */
const damage = fc.record({
  line: fc.nat(LINES.length - 1),
  place: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  byte: fc
    .oneof(fc.constantFrom(...encoder.encode('\t"{},:-.0\\\r #')), fc.nat(255))
    .filter((byte) => byte !== 0x0a),
  how: fc.constantFrom('change', 'take', 'put'),
});

function damaged(
  line: Uint8Array,
  { place, byte, how }: { place: number; byte: number; how: string },
): Uint8Array {
  const at = Math.floor(place * (line.length - 1));
  const put = how === 'take' ? [] : [byte];
  return Uint8Array.from([...line.subarray(0, at), ...put, ...line.subarray(how === 'put' ? at : at + 1)]);
}

test('zeek: damage costs only the damaged lines, however the bytes come and whatever is wanted', async () => {
  const whole = await readAllOf(zeek, joined(LINES), EVERY_EVENT);
  assert.equal(whole.rejects.length, 0);
  assert.equal(whole.events.filter(({ kind }) => kind === 'rpc/call').length, 8 + FLOWS.length);
  let rejects = 0;
  let rows = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(damage, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 400 }),
      fc.nat(3),
      async (damages, chunk, shift) => {
        const lines = [...LINES];
        const touched = new Set<number>();
        for (const one of damages) {
          if (lines[one.line]![0] === 0x23) continue;
          lines[one.line] = damaged(lines[one.line]!, one);
          touched.add(one.line + 1);
        }
        const bytes = joined(lines);
        const all = await readAllOf(zeek, bytes, EVERY_EVENT);
        const untouched = (reading: typeof all) =>
          reading.events.filter(({ record }) => !touched.has(record));
        assert.deepEqual(untouched(all), untouched(whole));
        assert.ok(all.rejects.every(({ record }) => touched.has(record!)));
        assert.equal(all.counts.records, LINES.length);
        const wanted = await readAllOf(zeek, bytes, RPC_ACTIVITY);
        assert.deepEqual(
          wanted.events.map(({ record, time }) => [record, time]),
          all.events.filter(isRpcActivity).map(({ record, time }) => [record, time]),
        );
        assert.deepEqual(await readAllOf(zeek, bytes, RPC_ACTIVITY, { chunk, shift }), wanted);
        assert.deepEqual(await readAllOf(zeek, bytes, EVERY_EVENT, { chunk, shift }), all);
        rejects += all.rejects.length;
        rows += wanted.events.length;
      },
    ),
    { numRuns: 300 },
  );
  assert.ok(rejects > 100 && rows > 1000, `${rejects} rejects, ${rows} rows`);
});

test('zeek: a line of more than 1 MiB is rejected, and the next one read', async () => {
  const [json = ''] = connJson(FLOWS.slice(0, 1)).split('\n');
  const padded = (length: number) => json.replace('"SF"', `"${'x'.repeat(length - json.length + 2)}"`);
  const allowed = 1 << 20;
  for (const want of [EVERY_FLOW, RPC_ACTIVITY])
    for (const chunk of [1 << 14, 1 << 22]) {
      const bytes = encoder.encode(`${padded(allowed)}\n${padded(allowed + 1)}\n${json}\n`);
      const { events, rejects, counts } = await readAllOf(zeek, bytes, want, { chunk });
      const starts = events.filter(({ kind }) => kind === 'flow/start');
      assert.deepEqual(
        rejects.map(({ record, code }) => [record, code]),
        [[2, 'too-long']],
      );
      assert.equal(counts.records, 3);
      assert.equal(starts.length, want === EVERY_FLOW ? 2 : counts.kept);
    }
});

test('zeek: rows beyond one batch', async () => {
  const flows = manyFlows(70_000);
  const log = encoder.encode(connHeader(OTHER_ORDER) + connLines(flows, OTHER_ORDER));
  const { events } = await readAllOf(zeek, log, EVERY_FLOW);
  const starts = events.filter(({ kind }) => kind === 'flow/start');
  assert.deepEqual(
    starts.map(({ time, fields: { src_ip, src_port, dest_ip, dest_port } }) => ({
      micros: time,
      src_ip,
      src_port,
      dest_ip,
      dest_port,
    })),
    flows,
  );
});
