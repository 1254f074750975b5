import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { type ReadRow, readWith, wantOf } from '../../testing/captures.ts';
import { CORPUS, type CorpusCapture, readManifest } from '../../testing/corpus.ts';
import { HAS_TSHARK } from '../../testing/tshark.ts';
import { tshark } from '../../testing/tshark-rpc.ts';
import { pcap } from './index.ts';

interface ExpectedFlow {
  readonly src: string;
  readonly sport: number;
  readonly dst: string;
  readonly dport: number;
  readonly uuids: readonly string[];
}

interface ExpectedAnswer {
  readonly time_ns: string;
  readonly client: string;
  readonly server: string;
  readonly port: number;
}

interface Expected {
  readonly endpoint_flows: readonly ExpectedFlow[];
  readonly mapper_flows: readonly ExpectedFlow[];
  readonly over_smb: readonly { readonly uuids: readonly string[] }[];
  readonly ept_map_answers: readonly ExpectedAnswer[];
  readonly dcom_oxid_bindings: readonly ExpectedAnswer[];
}

/** RPC that tshark hands to another decoder because of a port: docs/decisions/rpc-beside-tshark.md. */
const TSHARK_MISSES = /^192\.168\.0\.183:1153 192\.168\.0\.2:1032$|^10\.0\.(\d+)\.100:\d+ 10\.0\.\1\.1:445$/;
const MAPPER = 'e1af8308-5d1f-11c9-91a4-08002b14a0fa';
const captures = readManifest()?.captures ?? [];
if (captures.length === 0) console.log('pcap: the corpus is not there, its RPC is skipped');
if (!HAS_TSHARK) console.log('pcap: tshark is not installed, calls are not compared');

const reached = { binds: 0, answers: 0, calls: 0, streams: 0 };

for (const capture of captures)
  test(`${capture.id}: RPC as tshark has it`, async () => {
    const path = join(CORPUS!, capture.extracted ?? capture.file);
    const { rows } = await readWith(pcap, bytesOf(path), wantOf('rpc/map', 'rpc/bind', 'rpc/call'));
    const binds = rows.get('rpc/bind') ?? [];
    const maps = rows.get('rpc/map') ?? [];
    const expected = expectedOf(capture);

    const flows = [...expected.mapper_flows, ...expected.endpoint_flows];
    for (const { src, sport, dst, dport, uuids } of flows) {
      const ours = binds.filter((bind) => endsOf(bind) === `${src}:${sport} ${dst}:${dport}`);
      assert.deepEqual(interfacesOf(ours), [...new Set(uuids)].sort(), `${src}:${sport} ${dst}:${dport}`);
      reached.binds += uuids.length;
    }
    const overSmb = byFlow(binds.filter((bind) => bind.named_pipe !== undefined));
    assert.deepEqual(
      [...overSmb.values()].map((of) => interfacesOf(of).join()).sort(),
      expected.over_smb.map(({ uuids }) => [...new Set(uuids)].sort().join()).sort(),
    );

    const told = (byMapper: boolean) =>
      maps.filter((map) => map.mapped_port !== undefined && (map.operation === 'ept_map') === byMapper);
    assert.deepEqual(answersOf(told(true)), expectedAnswers(expected.ept_map_answers));
    assert.deepEqual(answersOf(told(false)), expectedAnswers(expected.dcom_oxid_bindings));
    reached.answers += expected.ept_map_answers.length + expected.dcom_oxid_bindings.length;
    assert.deepEqual(
      maps.filter((map) => map.dest_port === 135 && map.interface === MAPPER),
      [],
    );

    if (HAS_TSHARK) compareCalls(path, rows.get('rpc/call') ?? []);
  });

test('enough of the corpus was compared', { skip: captures.length === 0 }, () => {
  console.log(
    `RPC of the corpus: ${reached.binds} interfaces bound, ${reached.answers} answers, ` +
      `${reached.calls} calls in ${reached.streams} streams as tshark has them`,
  );
  assert.ok(reached.binds > 250 && reached.answers > 90);
  assert.ok(!HAS_TSHARK || (reached.calls > 2500 && reached.streams > 230));
});

/** The requests of each connection, with the frames that completed them, straight over TCP and in pipes. */
function compareCalls(path: string, calls: readonly ReadRow[]): void {
  const theirs = tsharkCalls(path);
  const ours = [...byFlow(calls).values()]
    .filter((of) => !TSHARK_MISSES.test(endsOf(of[0]!)))
    .map((of) => [...of].sort((a, b) => Number(a.record) - Number(b.record)));
  const named = (lists: readonly (readonly [string, readonly string[]])[]) =>
    lists.map(([ends, list]) => `${ends} ${list.join(' ')}`).sort();
  assert.deepEqual(
    named(
      ours.map((of) => [endsOf(of[0]!), of.map(({ record, opnum }) => `${Number(record) + 1}:${opnum}`)]),
    ),
    named([...theirs.values()].map(({ ends, calls }) => [ends, calls])),
  );
  reached.calls += calls.length;
  reached.streams += theirs.size;
}

function tsharkCalls(path: string) {
  const fields = ['tcp.stream', 'frame.number', 'ip.src', 'ipv6.src', 'tcp.srcport', 'ip.dst', 'ipv6.dst']
    .concat('tcp.dstport', 'dcerpc.pkt_type', 'dcerpc.cn_flags.last_frag', 'dcerpc.opnum')
    .flatMap((field) => ['-e', field]);
  const filter = 'tcp && dcerpc.pkt_type==0';
  const lines = tshark(['-r', path, '-Y', filter, '-T', 'fields', '-E', 'separator=|', ...fields]);
  const streams = new Map<string, { ends: string; calls: string[] }>();
  for (const line of lines) {
    const [stream = '', frame, src4, src6, from, dst4, dst6, to, types = '', lasts = '', opnums = ''] =
      line.split('|');
    const ends = `${src4 || src6}:${from} ${dst4 || dst6}:${to}`;
    const known = streams.get(stream) ?? { ends, calls: [] };
    streams.set(stream, known);
    const [last, opnum] = [lasts.split(','), opnums.split(',')];
    let request = 0;
    for (const [i, type] of types.split(',').entries()) {
      if (type !== '0') continue;
      if (last[i] === '1') known.calls.push(`${frame}:${opnum[request]}`);
      request += 1;
    }
  }
  return streams;
}

function byFlow(rows: readonly ReadRow[]): ReadonlyMap<string, ReadRow[]> {
  const flows = new Map<string, ReadRow[]>();
  for (const row of rows) {
    const id = String(row.flow_id);
    flows.set(id, [...(flows.get(id) ?? []), row]);
  }
  return flows;
}

function endsOf(row: ReadRow): string {
  return `${row.src_ip}:${row.src_port} ${row.dest_ip}:${row.dest_port}`;
}

function interfacesOf(binds: readonly ReadRow[]): readonly string[] {
  return [...new Set(binds.map((bind) => String(bind.interface)))].sort();
}

function answersOf(maps: readonly ReadRow[]): readonly string[] {
  return [
    ...new Set(maps.map((map) => `${map.time} ${map.src_ip} ${map.dest_ip} ${map.mapped_port}`)),
  ].sort();
}

function expectedAnswers(answers: readonly ExpectedAnswer[]): readonly string[] {
  const lines = answers.map(
    ({ time_ns, client, server, port }) => `${time_ns.slice(0, -3)} ${client} ${server} ${port}`,
  );
  return [...new Set(lines)].sort();
}

function expectedOf(capture: CorpusCapture): Expected {
  const text = readFileSync(join(CORPUS!, 'expected', `${capture.id}.rpc.json`), 'utf8');
  // Nanoseconds are more than a number holds.
  return JSON.parse(text.replace(/("time_ns": )(\d+)/g, '$1"$2"'));
}

function bytesOf(path: string): Uint8Array {
  const bytes = readFileSync(path);
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}
