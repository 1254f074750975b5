import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { runHere } from '../testing/command.ts';
import {
  type FlowStart,
  pairsOf,
  reportedPairs,
  reportedTotals,
  sameRows,
  totalsOf,
} from '../testing/pairs.ts';
import { sourcePath } from '../testing/repository.ts';

/** The lab's own reader of SYNs, which has nothing of rpctrail in it; times in whole microseconds. */
type SynsOf = (capture: Buffer) => (Omit<FlowStart, 'micros'> & { readonly micros: bigint })[];

const FOLDER = sourcePath('lab/captures');
/** As lab/captures/README.md has them: counted with tshark when the captures were made. */
const ROWS: Readonly<Record<string, number>> = {
  'administration.pcap': 4,
  'any-interface.pcap': 4,
  'domain-day.pcap': 11,
  'failures.pcap': 5,
  'ipv6.pcap': 43,
  'linux-range.pcap': 21,
  'window-edges.pcap': 2,
  'windows-range.pcap': 28,
  'workstation.pcap': 22,
};
const CONNECTIONS = 173;

const { synsOf } = (await import(pathToFileURL(sourcePath('lab/syns.mjs')).href)) as { synsOf: SynsOf };
const captures = readdirSync(FOLDER).filter((name) => name.endsWith('.pcap'));
let connections = 0;

for (const name of captures)
  test(`${name}: the flows are the connections that the hosts made, the rows a nested loop's`, async () => {
    const path = join(FOLDER, name);
    const made = connectionsOf(path.replace(/\.pcap$/, '.connections.csv'));
    const syns = synsOf(readFileSync(path)).map((syn) => ({ ...syn, micros: Number(syn.micros) }));
    const events = await runHere('events', '--object', 'flow', '--format', 'jsonl', '--quiet', path);
    assert.equal(events.code, 0, events.err);
    const lines = events.out.split('\n').slice(0, -1);
    const started = lines.map((line) => JSON.parse(line)).filter(({ action }) => action === 'start');
    sameRows(started.map(ends), made, 'connections');
    connections += made.length;
    const inspected = await runHere('inspect', '--format', 'json', '--quiet', path);
    assert.deepEqual(reportedTotals(inspected.out), totalsOf(syns));
    const pairs = pairsOf(syns);
    assert.equal(pairs.length, ROWS[name]);
    for (const engine of ['stream', 'duckdb']) {
      const run = await runHere('detect', '--format', 'jsonl', '--engine', engine, path);
      assert.equal(run.code, 0, run.err);
      sameRows(reportedPairs(run.out), pairs, engine);
    }
  });

test('all of the lab was compared', () => {
  console.log(`lab: ${connections} connections in ${captures.length} captures`);
  assert.deepEqual(captures.sort(), Object.keys(ROWS));
  assert.equal(connections, CONNECTIONS);
});

function connectionsOf(path: string): string[] {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  const columns = header.split(',');
  return lines.map((line) => {
    const values = line.split(',');
    return ends(Object.fromEntries(columns.map((column, i) => [column, values[i]!])));
  });
}

function ends(flow: Readonly<Record<string, unknown>>): string {
  return `${flow.src_ip} ${flow.src_port} > ${flow.dest_ip} ${flow.dest_port}`;
}
