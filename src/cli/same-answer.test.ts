import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileOf, runHere } from '../testing/command.ts';
import {
  CONN_ORDER,
  connHeader,
  connJson,
  connLines,
  connLog,
  manyFlows,
  OTHER_ORDER,
} from '../testing/flow-logs.ts';
import { type FlowStart, pairsOf, reportedPairs, sameRows } from '../testing/pairs.ts';
import { sourcePath } from '../testing/repository.ts';

const DETECT = ['detect', '--format', 'jsonl', '--json'];
const HOUR = 3_600_000_000;

/** Logs of eight hours, in three formats, ten thousand rows of TCP each with others between. */
const hours = Array.from({ length: 8 }, (_, i) => manyFlows(10_000, 1 + i, 1_700_000_000_000_000 + i * HOUR));
const files = hours.map((flows, i) => {
  const path = fileOf(`hour-${i}`);
  const udp = connLines(flows.slice(0, 5000), CONN_ORDER, 'udp');
  const texts = [connLog(flows) + udp, connLog(flows, OTHER_ORDER), connJson(flows)];
  writeFileSync(path, texts[i % 3]!);
  return path;
});
const expected = pairsOf(hours.flat());

test('a pool of many files gives the rows of a nested loop', async () => {
  const { out, code, err } = await runHere(...DETECT, ...files);
  assert.equal(code, 0, err);
  sameRows(reportedPairs(out), expected, 'eight hours');
  assert.ok(expected.length > 5000);
});

test('neither memory, nor threads, nor skipping, nor the engine changes a byte of the answer', async () => {
  const plain = await runHere(...DETECT, '--jobs', '1', ...files);
  assert.equal(tallyIn(plain.err).spilled, false);
  for (const options of [
    ['--jobs', '2'],
    ['--no-want'],
    ['--engine', 'duckdb'],
    ['--memory', '1MB', '--jobs', '1'],
    ['--memory', '1MB', '--jobs', '2', '--no-want'],
    ['--memory', '300kB', '--jobs', '2'],
  ]) {
    const run = await runHere(...DETECT, ...options, ...files);
    assert.equal(run.code, 0, run.err);
    assert.ok(run.out === plain.out, `${options.join(' ')} gives another answer`);
    assert.equal(tallyIn(run.err).spilled, options.includes('--memory'));
    assert.equal(tallyIn(run.err).records, tallyIn(plain.err).records);
  }
});

test('the order of the arguments changes the order of rows at the same time alone', async () => {
  const plain = await runHere(...DETECT, ...files);
  const turned = await runHere(...DETECT, ...files.toReversed());
  assert.notEqual(turned.out, '');
  assert.deepEqual(turned.out.split('\n').sort(), plain.out.split('\n').sort());
});

test('a flow in one file pairs with a flow in another, and none with itself twice', async () => {
  const [mapper, endpoint] = [flow(0, 135), flow(1_000_000, 50_000)];
  const [one, other] = [fileOf('mapper.log'), fileOf('endpoint.json')];
  writeFileSync(one, connLog([mapper]));
  writeFileSync(other, connJson([endpoint]));
  for (const order of [
    [one, other],
    [other, one],
  ]) {
    const { out } = await runHere(...DETECT, ...order);
    sameRows(reportedPairs(out), pairsOf([mapper, endpoint]), 'one in each');
    const origins = Object.values(JSON.parse(out).events).map(
      (event) => (event as { origin: object }).origin,
    );
    assert.deepEqual(origins, [
      { input: one, record: 7 },
      { input: other, record: 1 },
    ]);
  }
  const { out } = await runHere(...DETECT, one, other, other);
  assert.equal(reportedPairs(out).length, 2);
});

test('a capture and the log of other connections are one pool', async () => {
  const folder = sourcePath('lab/captures');
  const captures = readdirSync(folder)
    .filter((name) => name.endsWith('.pcap'))
    .map((name) => join(folder, name));
  const counts: number[] = [];
  for (const path of [...captures, files[0]!])
    counts.push(reportedPairs((await runHere(...DETECT, path)).out).length);
  const pooled = await runHere(...DETECT, ...captures, files[0]!);
  const sum = counts.reduce((total, count) => total + count, 0);
  assert.equal(reportedPairs(pooled.out).length, sum);
});

/** Big enough to be cut into shares for threads; the columns change in the middle of a share. */
test('a large log, whose columns change on the way, is the same on one thread and on two', async () => {
  const path = fileOf('large.log');
  const flows = manyFlows(4000, 99);
  const filler = connLines(manyFlows(20_000, 7), CONN_ORDER, 'udp');
  const turnedFiller = connLines(manyFlows(20_000, 8), OTHER_ORDER, 'udp');
  const parts = [connHeader(CONN_ORDER), connLines(flows.slice(0, 2000), CONN_ORDER)];
  for (let i = 0; i < 20; i++) parts.push(filler);
  parts.push(connHeader(OTHER_ORDER), connLines(flows.slice(2000), OTHER_ORDER));
  for (let i = 0; i < 20; i++) parts.push(turnedFiller);
  parts.push(connLines(flows.slice(0, 500), OTHER_ORDER));
  const text = parts.join('');
  assert.ok(text.length > 48 << 20, `${text.length} bytes are not split`);
  writeFileSync(path, text);
  const alone = await runHere(...DETECT, '--jobs', '1', path);
  const together = await runHere(...DETECT, '--jobs', '2', path);
  sameRows(reportedPairs(alone.out), pairsOf([...flows, ...flows.slice(0, 500)]), 'one thread');
  assert.ok(together.out === alone.out, 'two threads give another answer');
  assert.deepEqual(tallyIn(together.err), tallyIn(alone.err));
  writeFileSync(path, '');
});

function flow(lag: number, dest_port: number): FlowStart {
  const hosts = { src_ip: '10.0.0.1', dest_ip: '2001:db8::1' };
  return { micros: 1_700_000_000_000_000 + lag, src_port: 60_000, dest_port, ...hosts };
}

function tallyIn(err: string) {
  return JSON.parse(err.trimEnd().split('\n').at(-1)!);
}
