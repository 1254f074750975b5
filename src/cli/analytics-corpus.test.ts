import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ANALYTICS } from '../knowledge/analytics.ts';
import { CALLS } from '../testing/analytic-calls.ts';
import { runHere } from '../testing/command.ts';
import { CORPUS, type CorpusCapture, readManifest, SHARED } from '../testing/corpus.ts';
import { HAS_TSHARK } from '../testing/tshark.ts';
import { tshark } from '../testing/tshark-rpc.ts';

/**
 * Calls of a synthetic capture that tshark gives to no dissector: of another version of the interface, of the second
 * UUID of the encrypting file system, and on port 445 without SMB (docs/decisions/rpc-beside-tshark.md).
 */
const TSHARK_MISSES: Readonly<Record<string, readonly number[]>> = {
  'arkime__arkime__tests_pcap_dcerpc_synthetic.pcap': [6, 33, 54, 61, 96],
};
const PROTOCOLS = [...new Set(CALLS.map(([, protocol]) => protocol))].filter((name) => !name.includes('-'));
const HOUR = 3_600_000_000;
const DETECT = ['detect', '--format', 'jsonl', ...ANALYTICS.flatMap(({ id }) => ['--analytic', id])];

const captures = readManifest()?.captures ?? [];
if (captures.length === 0) console.log('analytics: the corpus is not there, its captures are skipped');
if (!HAS_TSHARK) console.log('analytics: tshark is not installed, calls are not compared');
const reached = { calls: 0, outputs: new Set<string>(), followed: 0, remembered: 0, flows: 0, bound: 0 };

for (const capture of captures)
  test(`${capture.id}: the analytics' rows as tshark and plain loops have them`, async () => {
    const path = pathOf(capture);
    const { out } = await runHere(...DETECT, path);
    const rows = out
      .split('\n')
      .slice(0, -1)
      .map((line): Row => JSON.parse(line));
    comparesFlows(capture, rows);
    if (HAS_TSHARK) comparesCalls(path, capture.id, rows);
  });

test('the engines give the same rows of all captures at once', { skip: captures.length === 0 }, async () => {
  const paths = captures.map(pathOf);
  const { out } = await runHere(...DETECT, ...paths);
  assert.ok(out.split('\n').length > 12_000);
  const { out: duckdb } = await runHere(...DETECT, '--engine', 'duckdb', ...paths);
  assert.ok(duckdb === out, 'stream and duckdb differ');
});

test('the published texts run as they are, beside ours', {
  skip: captures.length === 0 || SHARED === null,
}, async () => {
  const rows = async (id: string) => {
    const text = join(SHARED!, 'car/analytics', `${id}.yaml`);
    const run = await runHere('detect', '--analytic', text, '--format', 'jsonl', ...captures.map(pathOf));
    return run.out.split('\n').slice(0, -1);
  };
  // Two binds and three calls of one session, by tshark; two of the calls are questions.
  assert.equal((await rows('CAR-2015-04-002')).length, 5);
  assert.deepEqual(await rows('CAR-2014-11-007'), []);
});

test('enough of the corpus was compared', { skip: captures.length === 0 }, () => {
  const { calls, outputs, ...pairs } = reached;
  console.log(`analytics: ${calls} calls of ${outputs.size} outputs, ${JSON.stringify(pairs)}`);
  assert.ok(pairs.followed > 500 && pairs.remembered > 1500 && pairs.flows > 450 && pairs.bound > 90);
  assert.ok(!HAS_TSHARK || (calls > 900 && outputs.size >= 18));
});

interface Row {
  readonly analytic: string;
  readonly output: string;
  readonly events: Readonly<Record<string, RowEvent>>;
}

interface RowEvent {
  readonly time: string;
  readonly src_ip: string;
  readonly src_port: number;
  readonly dest_ip: string;
  readonly dest_port: number;
  readonly mapped_port?: number;
  readonly start_time?: string;
  readonly origin: { readonly record: number };
}

/** The frames of each output's calls. */
function comparesCalls(path: string, id: string, rows: readonly Row[]): void {
  const calls = tsharkCalls(path);
  const missed = TSHARK_MISSES[id] ?? [];
  for (const output of new Set(CALLS.map(([name]) => name))) {
    const ours = rows
      .filter((row) => `${row.analytic} ${row.output}` === output)
      .map(({ events }) => Object.values(events)[0]!.origin.record)
      .filter((frame) => !missed.includes(frame));
    const theirs = CALLS.filter(([name]) => name === output).flatMap(([, protocol, opnums]) =>
      opnums.flatMap((opnum) => calls.get(`${protocol} ${opnum}`) ?? []),
    );
    assert.deepEqual(ours, theirs.sort(ascending), output);
    reached.calls += theirs.length;
    if (theirs.length > 0) reached.outputs.add(output);
  }
}

/** Frames by protocol (its UUID where tshark does not dissect it) and operation number. */
function tsharkCalls(path: string): ReadonlyMap<string, readonly number[]> {
  const calls = new Map<string, number[]>();
  const put = (key: string, frame: number) => calls.set(key, [...(calls.get(key) ?? []), frame]);
  const dissected = ['frame.number', ...PROTOCOLS.map((name) => `${name}.opnum`)];
  for (const [frame, ...opnums] of fieldsOf(path, 'tcp && dcerpc.pkt_type==0', dissected))
    for (const [i, list] of opnums.entries())
      for (const opnum of list.split(',').filter((text) => text !== ''))
        put(`${PROTOCOLS[i]} ${Number(opnum)}`, Number(frame));
  const contexts = new Map<string, string>();
  const fields = ['pkt_type', 'cn_ctx_id', 'cn_bind_to_uuid', 'opnum'].map((name) => `dcerpc.${name}`);
  const asked = 'tcp && !smb && !smb2 && (dcerpc.pkt_type==0 || dcerpc.pkt_type==11 || dcerpc.pkt_type==14)';
  for (const line of fieldsOf(path, asked, ['frame.number', 'tcp.stream', ...fields])) {
    const [frame, stream, type, ids, uuids = '', opnum] = line;
    if (type === '0') put(`${contexts.get(`${stream} ${ids}`)} ${opnum}`, Number(frame));
    else
      for (const [i, one] of ids!.split(',').entries())
        contexts.set(`${stream} ${one}`, uuids.split(',')[i]!);
  }
  return calls;
}

function fieldsOf(path: string, filter: string, fields: readonly string[]): readonly (readonly string[])[] {
  const asked = fields.flatMap((field) => ['-e', field]);
  const form = ['-T', 'fields', '-E', 'separator=|', '-E', 'occurrence=a'];
  return tshark(['-r', path, '-Y', filter, ...form, ...asked]).map((line) => line.split('|'));
}

interface Answer {
  readonly time_ns: string;
  readonly client: string;
  readonly server: string;
  readonly port: number;
}

/** The pairs of answers and flows, and the connections on which something was bound. */
function comparesFlows({ id }: CorpusCapture, rows: readonly Row[]): void {
  const starts = readFileSync(join(CORPUS!, 'expected', `${id}.flows.csv`), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .map(([time, src, sport, dst, dport]) => ({
      time: micros(time!),
      src,
      sport,
      dst,
      dport: Number(dport),
    }));
  const text = readFileSync(join(CORPUS!, 'expected', `${id}.rpc.json`), 'utf8');
  // Nanoseconds are more than a number holds.
  const expected = JSON.parse(text.replace(/("time_ns": )(\d+)/g, '$1"$2"'));
  const answers: readonly Answer[] = [...expected.ept_map_answers, ...expected.dcom_oxid_bindings];
  const within = (low: number, high: number) =>
    answers.flatMap(({ time_ns, client, server, port }) =>
      starts
        .filter(({ src, dst, dport }) => src === client && dst === server && dport === port)
        .filter(({ time }) => time - micros(time_ns) >= low && time - micros(time_ns) < high)
        .map(({ time, sport }) => `${micros(time_ns)} ${client} ${server} ${port}, ${time} ${sport}`),
    );
  const pairs = (output: string) =>
    rowsOf(rows, 'rpc-activity', output).map(([answer, flow]) => {
      const { src_ip, dest_ip, mapped_port } = answer!;
      return `${microsOf(answer!.time)} ${src_ip} ${dest_ip} ${mapped_port}, ${microsOf(flow!.time)} ${flow!.src_port}`;
    });
  assert.deepEqual(distinct(pairs('followed')), distinct(within(-49_999, 2_000_000)));
  assert.deepEqual(distinct(pairs('remembered')), distinct(within(2_000_000, HOUR)));
  assert.deepEqual(pairs('elsewhere'), []);
  reached.followed += pairs('followed').length;
  reached.remembered += pairs('remembered').length;

  for (const [mapper, endpoint] of rowsOf(rows, 'rpc-activity-flows', 'rpc')) {
    assert.equal(mapper!.dest_port, 135);
    assert.ok(endpoint!.dest_port >= 49152 && microsOf(endpoint!.time) > microsOf(mapper!.start_time!));
    reached.flows += 1;
  }
  const strict = rowsOf(rows, 'CAR-2014-05-001', 'rpc').map(([, endpoint]) => endsOf(endpoint!));
  const timed = new Set(rowsOf(rows, 'rpc-activity-flows', 'rpc').map(([, endpoint]) => endsOf(endpoint!)));
  assert.deepEqual(
    strict.filter((ends) => !timed.has(ends)),
    [],
    'strict CAR finds what the longer window does not',
  );

  const bound = rowsOf(rows, 'rpc-endpoints', 'bound').map(([flow]) => flow!);
  assert.deepEqual(
    distinct(bound.filter(({ dest_port }) => dest_port !== 445 && dest_port !== 139).map(endsOf)),
    distinct(
      expected.endpoint_flows.map(
        (flow: { src: string; sport: number; dst: string; dport: number }) =>
          `${flow.src}:${flow.sport} ${flow.dst}:${flow.dport}`,
      ),
    ),
  );
  reached.bound += expected.endpoint_flows.length;
}

function pathOf(capture: CorpusCapture): string {
  return join(CORPUS!, capture.extracted ?? capture.file);
}

function rowsOf(rows: readonly Row[], analytic: string, output: string): readonly (readonly RowEvent[])[] {
  return rows
    .filter((row) => row.analytic === analytic && row.output === output)
    .map(({ events }) => Object.values(events));
}

function endsOf({ src_ip, src_port, dest_ip, dest_port }: RowEvent): string {
  return `${src_ip}:${src_port} ${dest_ip}:${dest_port}`;
}

function distinct(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)].sort();
}

function ascending(a: number, b: number): number {
  return a - b;
}

function micros(nanoseconds: string): number {
  return Number(nanoseconds.slice(0, -3));
}

/** Of a time as the contract prints it. */
function microsOf(text: string): number {
  return Date.parse(text.slice(0, 19).concat('Z')) * 1000 + Number(text.slice(20, 26));
}
