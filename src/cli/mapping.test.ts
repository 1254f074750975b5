import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { test } from 'node:test';
import { fileOf, runHere } from '../testing/command.ts';
import { run } from '../testing/packing.ts';
import { synCapture } from '../testing/syn-capture.ts';

const T = 1_596_593_402_479_858;
const MAPPING = `format: csv
events:
  - object: flow
    action: start
    where: { proto: tcp }
    time: { field: ts, format: epoch-micros }
    fields: { src_ip: src, src_port: sport, dest_ip: dst, dest_port: dport }
`;

/** A file in a folder of its own with the test's files. */
function put(name: string, content: string | Uint8Array): string {
  const path = fileOf(`mapping-test/${name}`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

const mapping = put('flows.yaml', MAPPING);
const table = put(
  'flows.csv',
  `ts,src,sport,dst,dport,proto\n${T + 1000},172.18.39.5,50013,172.18.38.5,49676,tcp\n${T + 2000},172.18.39.5,1,172.18.38.5,2,udp\n`,
);
const capture = put(
  'rpc.pcap',
  synCapture([{ time: T, src: '172.18.39.5', srcPort: 50012, dest: '172.18.38.5', destPort: 135 }]),
);

test('a capture and a table in one archive are one pool of events', async () => {
  const folder = dirname(table);
  const archive = fileOf('mapping-test/both.zip');
  rmSync(archive, { force: true });
  run('zip', ['-q', archive, basename(table), basename(capture)], folder);
  for (const inputs of [[archive], [table, capture]]) {
    const { code, out } = await runHere('detect', ...inputs, '--mapping', mapping, '--format', 'jsonl');
    assert.equal(code, 0);
    const rows = out.trimEnd().split('\n');
    assert.equal(rows.length, 1);
    const { rpc_mapper, rpc_endpoint } = JSON.parse(rows[0]!).events;
    assert.deepEqual([rpc_mapper.src_port, rpc_mapper.dest_port], [50012, 135]);
    assert.deepEqual([rpc_endpoint.src_port, rpc_endpoint.dest_port], [50013, 49676]);
    assert.equal(rpc_endpoint.origin.record, 2);
  }
});

test('a table without a mapping is told, with one that may fit; its text is a mapping', async () => {
  const inspected = await runHere('inspect', table, '--format', 'json');
  assert.equal(inspected.code, 0);
  const [input] = JSON.parse(inspected.out).inputs;
  assert.deepEqual([input.source, input.used, input.what], ['csv', false, 'CSV without a mapping']);
  const proposed = put('proposed.yaml', input.proposed_mapping);
  const { out } = await runHere('events', table, '--mapping', proposed, '--format', 'jsonl');
  assert.equal(out.trimEnd().split('\n').length, 1);
  assert.equal(JSON.parse(out).dest_port, 49676);
  const forPeople = await runHere('inspect', table);
  for (const line of input.proposed_mapping.trimEnd().split('\n'))
    assert.ok(forPeople.out.includes(`    ${line}\n`), line);
  const detected = await runHere('detect', table);
  assert.match(detected.err, /flows\.csv: CSV without a mapping is not read: .*--mapping FILE/);
});

test('a mapping that cannot be used ends the run, with its place and the nearest spelling', async () => {
  const wrong = put('wrong.yaml', MAPPING.replace('dest_port:', 'dest_prot:').replace('micros', 'micro'));
  const { code, out, err } = await runHere('detect', table, '--mapping', wrong);
  assert.deepEqual([code, out], [2, '']);
  assert.match(err, /wrong\.yaml:6:32: unknown-format: .*\n.*\n.*\^+ epoch-micros/);
  assert.match(err, /wrong\.yaml:7:59: unknown-field: CAR's flow has no field `dest_prot`; dest_port\?/);
});

test('a table that lacks a column of the mapping is rejected by name', async () => {
  const other = put('other.yaml', MAPPING.replace('dport }', 'dest }'));
  const { code, err } = await runHere('detect', table, '--mapping', other);
  assert.equal(code, 2);
  assert.match(
    err,
    /flows\.csv: mapping: the table has no column `dest`.*its columns are ts, src, sport, dst/,
  );
});
