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
/** Counted with tshark: requests in their last fragments. */
const CALLS = 441;
const EPMAPPER = 'e1af8308-5d1f-11c9-91a4-08002b14a0fa';
/** By the last part of their addresses, of either kind. */
const HOSTS: Readonly<Record<string, string>> = { 10: 'dc1', 21: 'ws1', 22: 'ws2', 31: 'lx1' };

const { synsOf } = (await import(pathToFileURL(sourcePath('lab/syns.mjs')).href)) as { synsOf: SynsOf };
const captures = readdirSync(FOLDER).filter((name) => name.endsWith('.pcap'));
let connections = 0;
let calls = 0;

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

for (const name of captures)
  test(`${name}: the calls are those that the clients logged`, async () => {
    const path = join(FOLDER, name);
    const logged = callsOf(path.replace(/\.pcap$/, '.calls.csv'));
    const heard = await linesOf('events', '--object', 'rpc', '--format', 'jsonl', '--quiet', path);
    const called = heard.filter(({ action }) => action === 'call');
    const hosts = ({ src_ip, dest_ip }: Line) => `${hostOf(src_ip)} > ${hostOf(dest_ip)}`;
    sameRows(
      called.map((call) => `${hosts(call)} ${call.interface} ${call.opnum}`),
      logged,
      'calls',
    );
    const found = await linesOf('findings', '--format', 'jsonl', '--quiet', path);
    sameRows(
      found.flatMap(({ client, server, operations }) =>
        (operations as Line[])
          .filter((one) => one.interface !== EPMAPPER)
          .flatMap((one) =>
            Array<string>(Number(one.count)).fill(
              `${hostOf(client)} > ${hostOf(server)} ${one.interface} ${one.opnum}`,
            ),
          ),
      ),
      logged.filter((call) => !call.includes(EPMAPPER)),
      'operations of findings',
    );
    calls += called.length;
  });

test('all of the lab was compared', () => {
  console.log(`lab: ${connections} connections and ${calls} calls in ${captures.length} captures`);
  assert.deepEqual(captures.sort(), Object.keys(ROWS));
  assert.equal(connections, CONNECTIONS);
  assert.equal(calls, CALLS);
});

type Line = Readonly<Record<string, unknown>>;

async function linesOf(...args: string[]): Promise<readonly Line[]> {
  const { code, out, err } = await runHere(...args);
  assert.equal(code, 0, err);
  return out
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}

function connectionsOf(path: string): string[] {
  return tableOf(path).map(ends);
}

/** The calls that the clients logged, each as often as it was made. */
function callsOf(path: string): string[] {
  return tableOf(path).flatMap(({ client, server, interface: uuid, opnum, calls: made }) =>
    Array<string>(Number(made)).fill(`${client} > ${server} ${uuid} ${opnum}`),
  );
}

function tableOf(path: string): readonly Readonly<Record<string, string>>[] {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  const columns = header.split(',');
  return lines.map((line) => {
    const values = line.split(',');
    return Object.fromEntries(columns.map((column, i) => [column, values[i]!]));
  });
}

function hostOf(address: unknown): string {
  return HOSTS[/\d+$/.exec(String(address))?.[0] ?? ''] ?? String(address);
}

function ends(flow: Readonly<Record<string, unknown>>): string {
  return `${flow.src_ip} ${flow.src_port} > ${flow.dest_ip} ${flow.dest_port}`;
}
