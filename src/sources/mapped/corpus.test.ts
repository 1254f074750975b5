import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileInput } from '../../host/file-input.ts';
import { NO_LIMITS, type Want } from '../../model/want.ts';
import { CORPUS } from '../../testing/corpus.ts';
import { unpackAll } from '../../testing/packing.ts';
import { type FlowStart, pairsOf, totalsOf } from '../../testing/pairs.ts';
import { type ReadEvent, readAllOf } from '../../testing/source-reading.ts';
import { jsonl } from './index.ts';

/** What an independent script counted in a host's log. */
interface HostLog {
  readonly file: string;
  readonly member: string;
  readonly json_lines: number;
  readonly ev5156_time_field: string;
  readonly events: Readonly<Record<string, number | undefined>>;
  readonly car_2014_05_001_from_host_flows: Readonly<
    Record<string, { mapper_flows: number; endpoint_candidates: number; rpc_pairs: number } | undefined>
  >;
}

const WANT: Want = {
  kinds: {
    'flow/start': { fields: null, terms: null },
    'process/create': { fields: null, terms: null },
  },
  limits: NO_LIMITS,
};

/** How a kind of agent spells what the mappings name. */
interface Spelling {
  readonly id: string;
  readonly channel: string;
  /** Where the event's own data stand. */
  readonly at: string;
}

const NXLOG: Spelling = { id: 'EventID', channel: 'Channel', at: '' };
const WINLOGBEAT: Spelling = { id: 'event_id', channel: 'log_name', at: 'event_data.' };

function sysmonMapping({ id, channel, at }: Spelling): string {
  return `format: jsonl
events:
  - object: flow
    action: start
    where: { ${id}: 3, ${channel}: Microsoft-Windows-Sysmon/Operational }
    time: &utc { field: ${at}UtcTime, format: iso, zone: UTC }
    fields:
      src_ip: ${at}SourceIp
      src_port: ${at}SourcePort
      dest_ip: ${at}DestinationIp
      dest_port: ${at}DestinationPort
      transport_protocol: ${at}Protocol
  - object: process
    action: create
    where: { ${id}: 1, ${channel}: Microsoft-Windows-Sysmon/Operational }
    time: *utc
    fields: { exe: ${at}Image, pid: ${at}ProcessId }
`;
}

function securityMapping({ id, channel, at }: Spelling, time: string): string {
  return `format: jsonl
events:
  - object: flow
    action: start
    where: { ${id}: 5156, ${channel}: Security }
    time: &logged { field: "${time}", format: iso, zone: UTC }
    fields:
      src_ip: ${at}SourceAddress
      src_port: ${at}SourcePort
      dest_ip: ${at}DestAddress
      dest_port: ${at}DestPort
      transport_protocol: ${at}Protocol
  - object: process
    action: create
    where: { ${id}: 4688, ${channel}: Security }
    time: *logged
    fields: { exe: ${at}NewProcessName, pid: ${at}NewProcessId, ppid: ${at}ProcessId }
`;
}

const logs: readonly HostLog[] =
  CORPUS === null ? [] : JSON.parse(readFileSync(join(CORPUS, 'manifest.json'), 'utf8')).host;
if (logs.length === 0) console.log("jsonl: the corpus is not there, its hosts' logs are skipped");

for (const log of logs)
  test(`${log.member}: events as an independent script counted them`, async (t) => {
    const leaves = await unpackAll(fileInput(join(CORPUS!, log.file)));
    const bytes = leaves.find(({ member }) => member === log.member)!.bytes;
    const spelling = bytes.includes('"event_data"') ? WINLOGBEAT : NXLOG;
    const own = log.car_2014_05_001_from_host_flows;
    const readings = [
      { mapping: sysmonMapping(spelling), flows: 'sysmon_3', processes: 'sysmon_1', joined: own.sysmon3_utc },
      {
        mapping: securityMapping(spelling, log.ev5156_time_field.replace('(1s)', '')),
        flows: 'security_5156',
        processes: 'security_4688',
        joined: own.ev5156_strict,
      },
    ];
    for (const { mapping, flows, processes, joined } of readings) {
      const { events, rejects, counts } = await readAllOf(jsonl, bytes, WANT, { mapping });
      assert.deepEqual(rejects, []);
      const starts = events.filter(({ kind }) => kind === 'flow/start');
      assert.equal(starts.length, log.events[flows] ?? 0, flows);
      assert.equal(events.length - starts.length, log.events[processes] ?? 0, processes);
      assert.equal(counts.records, bytes.toString().trimEnd().split('\n').length);
      const tcp = once(starts.map(flowOf).filter((flow) => flow !== null));
      const { mapper_flows, endpoint_candidates } = totalsOf(tcp);
      const { rpc_pairs } = { rpc_pairs: pairsOf(tcp).length };
      const expected = joined!;
      assert.deepEqual(
        { mapper_flows, endpoint_candidates, rpc_pairs },
        {
          mapper_flows: expected.mapper_flows,
          endpoint_candidates: expected.endpoint_candidates,
          rpc_pairs: expected.rpc_pairs,
        },
      );
      t.diagnostic(`${starts.length} flows, ${events.length - starts.length} processes, ${rpc_pairs} rows`);
    }
  });

/** Both hosts log a flow; the script counted each 4-tuple once, at its earliest time. */
function once(flows: readonly FlowStart[]): readonly FlowStart[] {
  const tuple = (flow: FlowStart) => [flow.src_ip, flow.src_port, flow.dest_ip, flow.dest_port].join(' ');
  return [
    ...new Map(flows.toSorted((a, b) => b.micros - a.micros).map((flow) => [tuple(flow), flow])).values(),
  ];
}

/** A TCP flow; null for what is none. */
function flowOf({ time, fields }: ReadEvent): FlowStart | null {
  const { src_ip, src_port, dest_ip, dest_port, transport_protocol } = fields;
  if (transport_protocol !== 'tcp' && transport_protocol !== '6') return null;
  return {
    micros: time,
    src_ip: String(src_ip),
    src_port: Number(src_port),
    dest_ip: String(dest_ip),
    dest_port: Number(dest_port),
  };
}
