// Compares what rpctrail reports of the lab's captures with what was really done.
// usage: compare.mjs [--capture-only] FOLDER|CAPTURE.pcap …
//
// Beside every CAPTURE.pcap lies CAPTURE.connections.csv, the connections as the hosts' own kernels
// recorded them. For each capture:
//   1. the SYNs in it (read here, by nothing of rpctrail) are those connections;
//   2. `events --object flow` reports exactly those connections as flow/start;
//   3. `detect` reports exactly the rows of a nested loop over the SYNs: CAR-2014-05-001 as its text says;
//   4. `events --object rpc` reports exactly the calls of CAPTURE.calls.csv, which the clients logged, and
//      `findings` those of them that are not questions to the endpoint mapper;
//   5. `events --object rpc` reports for each connection the operations that tshark sees, in that order, where
//      tshark is installed.
// With --capture-only, 1 alone. Exit code: 0 all equal and above zero; 1 not so; 2 could not run.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { synsOf } from './syns.mjs';
import { callsByTshark } from './tshark-calls.mjs';

const COMMAND = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const WINDOW_MICROS = 2_000_000n;
const EPMAPPER = 'e1af8308-5d1f-11c9-91a4-08002b14a0fa';
/** By the last part of their addresses, of either kind. */
const HOSTS = { 10: 'dc1', 21: 'ws1', 22: 'ws2', 31: 'lx1' };

const fail = (message) => {
  console.error(`lab/compare.mjs: ${message}`);
  process.exit(2);
};

function needed(path) {
  if (!existsSync(path)) fail(`${path}: not there`);
  return path;
}

const fourTuple = (flow) => `${flow.src_ip} ${flow.src_port} > ${flow.dest_ip} ${flow.dest_port}`;

const hostOf = (address) => HOSTS[/\d+$/.exec(address)?.[0]] ?? address;

function tableOf(path) {
  const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  const columns = header.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, i) => [columns[i], value])));
}

/** What rpctrail prints as JSON lines. Its exit code must be 0: the captures are whole. */
function rpctrail(...args) {
  const run = spawnSync(process.execPath, [COMMAND, ...args], { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (run.error) fail(`${args.join(' ')}: ${run.error.message}`);
  if (run.status !== 0) fail(`rpctrail ${args.join(' ')}: exit code ${run.status}\n${run.stderr}`);
  return run.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** Microseconds since 1970 of an RFC 3339 time in UTC with six digits. */
function microsOf(time) {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{6})Z$/.exec(time);
  if (!parts) throw new Error(`${time}: not RFC 3339 in UTC with six digits`);
  return BigInt(Date.parse(`${parts[1]}Z`)) * 1000n + BigInt(parts[2]);
}

/** CAR-2014-05-001 over flow starts, as its pseudocode reads: every mapper with every endpoint. */
function rowsOf(flows) {
  const mappers = flows.filter((flow) => flow.dest_port === 135);
  const endpoints = flows.filter((flow) => flow.dest_port >= 49152 && flow.src_port >= 49152);
  return mappers.flatMap((mapper) =>
    endpoints
      .filter(
        (endpoint) => mapper.micros < endpoint.micros && endpoint.micros < mapper.micros + WINDOW_MICROS,
      )
      .filter((endpoint) => mapper.src_ip === endpoint.src_ip && mapper.dest_ip === endpoint.dest_ip)
      .map((endpoint) => rowText(mapper, endpoint)),
  );
}

const rowText = (mapper, endpoint) =>
  `${mapper.micros} ${fourTuple(mapper)} | ${endpoint.micros} ${fourTuple(endpoint)}`;

function reportedRow(row) {
  const sides = ['rpc_mapper', 'rpc_endpoint'].map((name) => {
    const event = row.events[name];
    return { ...event, micros: microsOf(event.time) };
  });
  return rowText(...sides);
}

/** The calls that the clients logged, each as often as it was made. */
function loggedCalls(path) {
  return tableOf(path).flatMap((row) =>
    Array(Number(row.calls)).fill(`${row.client} > ${row.server} ${row.interface} ${row.opnum}`),
  );
}

const reportedCall = (call) =>
  `${hostOf(call.src_ip)} > ${hostOf(call.dest_ip)} ${call.interface} ${call.opnum}`;

function foundCalls(finding) {
  const ends = `${hostOf(finding.client)} > ${hostOf(finding.server)}`;
  return finding.operations
    .filter((operation) => operation.interface !== EPMAPPER)
    .flatMap(({ interface: uuid, opnum, count }) => Array(count).fill(`${ends} ${uuid} ${opnum}`));
}

/** Of each connection the operations in their order. */
function byConnection(calls) {
  const connections = new Map();
  for (const call of calls)
    connections.set(fourTuple(call), [...(connections.get(fourTuple(call)) ?? []), call.opnum]);
  return [...connections].map(([ends, opnums]) => `${ends}: ${opnums.join(' ')}`);
}

/** Lines that tell how two multisets differ; none when they are equal. */
function differences(expected, found) {
  const count = new Map();
  for (const item of expected) count.set(item, (count.get(item) ?? 0) + 1);
  for (const item of found) count.set(item, (count.get(item) ?? 0) - 1);
  return [...count]
    .filter(([, n]) => n !== 0)
    .map(([item, n]) => `    ${n > 0 ? 'missing' : 'not made'} (${Math.abs(n)}×): ${item}`);
}

const args = process.argv.slice(2);
const captureOnly = args[0] === '--capture-only';
if (captureOnly) args.shift();
if (args.length === 0) fail('usage: compare.mjs [--capture-only] FOLDER|CAPTURE.pcap …');
if (!captureOnly && !existsSync(COMMAND)) fail(`${COMMAND}: not there; npm run build makes it`);

const captures = args.flatMap((path) => {
  if (!existsSync(path)) fail(`${path}: not there`);
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => name.endsWith('.pcap'));
  return names.sort().map((name) => join(path, name));
});

const total = { connections: 0, flows: 0, expectedRows: 0, rows: 0, calls: 0, callsByTshark: 0, faults: 0 };
for (const capture of captures) {
  const table = needed(capture.replace(/\.pcap$/, '.connections.csv'));
  const made = tableOf(table).map(fourTuple);
  const syns = synsOf(readFileSync(capture));
  const faults = [['SYNs in the capture', differences(made, syns.map(fourTuple))]];
  const expectedRows = rowsOf(syns);
  let flows = [];
  let rows = [];
  let calls = [];
  let ofTshark = null;
  if (!captureOnly) {
    const events = rpctrail('events', '--object', 'flow', '--format', 'jsonl', capture);
    flows = events.filter((event) => event.object === 'flow' && event.action === 'start').map(fourTuple);
    rows = rpctrail('detect', '--format', 'jsonl', capture).map(reportedRow);
    faults.push(['flow/start events', differences(made, flows)]);
    faults.push(['rows of CAR-2014-05-001', differences(expectedRows, rows)]);
    const logged = loggedCalls(needed(capture.replace(/\.pcap$/, '.calls.csv')));
    calls = rpctrail('events', '--object', 'rpc', '--format', 'jsonl', capture).filter(
      (event) => event.action === 'call',
    );
    faults.push(['rpc/call events', differences(logged, calls.map(reportedCall))]);
    const found = rpctrail('findings', '--format', 'jsonl', capture).flatMap(foundCalls);
    const beyondMapper = logged.filter((call) => !call.includes(EPMAPPER));
    faults.push(['operations of findings', differences(beyondMapper, found)]);
    ofTshark = callsByTshark(capture);
    if (ofTshark !== null)
      faults.push(['operations beside tshark', differences(byConnection(ofTshark), byConnection(calls))]);
  }
  if (made.length === 0) faults.push(['connections', ['    none was made']]);
  const counts = captureOnly
    ? `${syns.length} SYNs; ${expectedRows.length} rows expected`
    : `${flows.length} reported; ${expectedRows.length} rows expected, ${rows.length} reported; ` +
      `${calls.length} calls reported, ${ofTshark === null ? 'tshark not asked' : `${ofTshark.length} by tshark`}`;
  console.log(`${capture}: ${made.length} connections made, ${counts}`);
  for (const [what, lines] of faults) {
    if (lines.length > 0) console.log(`  DIFFERENT: ${what}\n${lines.join('\n')}`);
  }
  total.connections += made.length;
  total.flows += captureOnly ? syns.length : flows.length;
  total.expectedRows += expectedRows.length;
  total.rows += rows.length;
  total.calls += calls.length;
  total.callsByTshark += ofTshark?.length ?? 0;
  total.faults += faults.filter(([, lines]) => lines.length > 0).length;
}

const reported = captureOnly ? 'SYNs' : 'reported';
console.log(
  `${captures.length} captures: ${total.connections} connections made, ${total.flows} ${reported}; ` +
    `${total.expectedRows} rows expected${captureOnly ? '' : `, ${total.rows} reported`}; ` +
    (captureOnly ? '' : `${total.calls} calls reported, ${total.callsByTshark} compared with tshark; `) +
    `${total.faults === 0 ? 'no difference' : `${total.faults} DIFFERENT`}`,
);
if (total.connections === 0) console.log('DIFFERENT: no connection was made at all');
if (!captureOnly && total.calls === 0) console.log('DIFFERENT: nothing was called at all');
const reached = total.connections > 0 && (captureOnly || total.calls > 0);
process.exit(total.faults === 0 && reached ? 0 : 1);
