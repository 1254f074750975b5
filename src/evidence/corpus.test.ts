import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Finding, FlowStatus } from '../model/finding.ts';
import { runHere } from '../testing/command.ts';
import { CORPUS, readManifest } from '../testing/corpus.ts';

/** What tshark and an independent script make of a capture's payload. */
interface Truth {
  readonly endpoint_flows: readonly {
    readonly src: string;
    readonly dst: string;
    readonly dport: number;
    readonly uuids: readonly string[];
    readonly types: Readonly<Record<string, number>>;
    readonly car: boolean;
  }[];
  /** `10.0.0.1:50000>10.0.0.2:49671` */
  readonly mapped_but_no_payload: readonly {
    readonly flow: string;
    readonly car: boolean;
    readonly synack: boolean;
  }[];
  readonly misses: readonly { readonly flow: string; readonly reasons: readonly string[] }[];
  readonly over_smb: readonly { readonly port: number; readonly types: Readonly<Record<string, number>> }[];
  readonly mapper_flows: readonly { readonly src: string; readonly dst: string; readonly dport: number }[];
  readonly midstream: readonly object[];
}

interface Way {
  readonly way: string;
  readonly finds: number;
  readonly rpc: number;
  readonly attempts: number;
  readonly neither: number;
  readonly attempts_named: number;
  readonly rpc_flows: number;
  readonly attempt_flows: number;
}

/** The script's words for our reasons. */
const REASONS: Readonly<Record<string, readonly string[]>> = {
  'src_port<49152': ['source-port'],
  'endpoint_port<49152': ['low-port'],
  no_prior_135_in_capture: ['no-mapper'],
  'prior_135_>=2s': ['mapper-age', 'cached'],
};
const PROVEN = ['mapped', 'bound', 'called'];

const captures = readManifest()?.captures ?? [];
const reached = { captures: 0, endpoints: 0, attempts: 0, misses: 0, pipes: 0, findings: 0, calls: 0 };
const totals = new Map<string, { finds: number; rpc: number; named: number }>();
let [rpcFlows, attemptFlows] = [0, 0];

for (const capture of captures)
  test(capture.id, async () => {
    const path = join(CORPUS!, capture.extracted ?? capture.file);
    const truth = JSON.parse(
      readFileSync(join(CORPUS!, 'expected', `${capture.id}.rpc.json`), 'utf8'),
    ) as Truth;
    const { code, out, err } = await runHere('findings', '--format', 'jsonl', '--quiet', path);
    assert.equal(code, capture.cut_short ? 2 : 0, err);
    const found = out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Finding);
    findsAll(found, truth);
    findsNoMore(found, truth);
    namesReasons(found, truth);
    reached.captures += 1;
    reached.findings += found.length;
    await scores(path, truth);
  });

function keyOf(client: string, server: string, port: number): string {
  return `${client} > ${server}:${port}`;
}

function wantedOf({ endpoint_flows, mapped_but_no_payload }: Truth): ReadonlyMap<string, FlowStatus> {
  const wanted = new Map<string, FlowStatus>();
  for (const { flow, synack } of mapped_but_no_payload) {
    const key = keyOfFlow(flow);
    if (wanted.get(key) !== 'empty') wanted.set(key, synack ? 'empty' : 'unanswered');
  }
  for (const { src, dst, dport } of endpoint_flows) wanted.set(keyOf(src, dst, dport), 'answered');
  return wanted;
}

function keyOfFlow(flow: string): string {
  const [from, to] = flow.split('>') as [string, string];
  return `${from.slice(0, from.lastIndexOf(':'))} > ${to}`;
}

/** Every true conversation, with what became of it, and with the interfaces and calls that tshark counts. */
function findsAll(found: readonly Finding[], truth: Truth): void {
  for (const [key, status] of wantedOf(truth)) {
    const those = found.filter(({ client, server, port }) => keyOf(client, server, port) === key);
    const proven = those.filter(({ evidence }) => PROVEN.includes(evidence));
    assert.ok(proven.length > 0, `${key} is not found`);
    assert.ok(
      proven.some((one) => one.status === status),
      `${key} is ${proven.map((one) => one.status)}, not ${status}`,
    );
    const flows = truth.endpoint_flows.filter(({ src, dst, dport }) => keyOf(src, dst, dport) === key);
    const uuids = new Set(proven.flatMap(({ interfaces }) => interfaces.map(({ uuid }) => uuid)));
    for (const uuid of flows.flatMap((flow) => flow.uuids)) assert.ok(uuids.has(uuid), `${key}: ${uuid}`);
    const calls = proven.flatMap(({ operations }) => operations).reduce((sum, { count }) => sum + count, 0);
    const requests = flows.reduce((sum, { types }) => sum + (types.request ?? 0), 0);
    assert.ok(calls <= requests || flows.length === 0, `${key}: ${calls} calls of ${requests} requests`);
    assert.equal(calls > 0, requests > 0, `${key}: calls`);
    reached.endpoints += flows.length;
    reached.calls += calls;
  }
  reached.attempts += truth.mapped_but_no_payload.length;
}

/** Nothing proven that the packets deny; the script does not judge what was seen midway, or goes to 135, 139 or 445. */
function findsNoMore(found: readonly Finding[], truth: Truth): void {
  const wanted = wantedOf(truth);
  const mappers = new Set(truth.mapper_flows.map(({ src, dst, dport }) => keyOf(src, dst, dport)));
  for (const { client, server, port, evidence, flows, notes } of found) {
    if (!PROVEN.includes(evidence) || wanted.has(keyOf(client, server, port))) continue;
    const midway = notes.some(({ reasons }) => reasons?.includes('no-start') === true);
    const known =
      (midway && truth.midstream.length > 0) ||
      (port === 135 && mappers.has(keyOf(client, server, port))) ||
      port === 445 ||
      port === 139;
    assert.ok(known, `${client} > ${server}:${port} is ${evidence}: ${JSON.stringify(flows[0])}`);
  }
  for (const { port } of truth.over_smb)
    assert.ok(
      found.some((one) => one.port === port && one.transport === 'ncacn_np'),
      `RPC over SMB at port ${port} is not found`,
    );
  reached.pipes += truth.over_smb.length;
}

function namesReasons(found: readonly Finding[], { misses }: Truth): void {
  for (const { flow, reasons } of misses) {
    const those = found.filter(({ client, server, port }) => keyOf(client, server, port) === keyOfFlow(flow));
    const named = those.flatMap(({ notes }) => notes.flatMap((note) => note.reasons ?? []));
    for (const reason of reasons)
      assert.ok(
        named.some((one) => REASONS[reason]!.includes(one)),
        `${flow}: ${reason}, not ${named}`,
      );
    reached.misses += 1;
  }
}

/** The score that `compare` gives agrees with the script's own judgement of every flow. */
async function scores(path: string, { endpoint_flows, mapped_but_no_payload }: Truth): Promise<void> {
  const { out } = await runHere('compare', '--summary', '--format', 'json', '--quiet', path);
  const ways = JSON.parse(out) as readonly Way[];
  const car = (flows: readonly { readonly car: boolean }[]) => flows.filter((flow) => flow.car).length;
  const [strict, timed, proven] = ways as [Way, Way, Way];
  assert.equal(strict.rpc_flows, endpoint_flows.length);
  assert.equal(strict.attempt_flows, mapped_but_no_payload.length);
  assert.equal(strict.rpc, car(endpoint_flows));
  assert.equal(strict.attempts, car(mapped_but_no_payload));
  assert.deepEqual(
    [proven.rpc, proven.attempts, proven.neither, proven.attempts_named],
    [endpoint_flows.length, 0, 0, mapped_but_no_payload.length],
  );
  assert.ok(timed.rpc >= strict.rpc && timed.attempts >= strict.attempts);
  for (const { way, finds, rpc, attempts_named } of ways) {
    const sum = totals.get(way) ?? { finds: 0, rpc: 0, named: 0 };
    totals.set(way, { finds: sum.finds + finds, rpc: sum.rpc + rpc, named: sum.named + attempts_named });
  }
  rpcFlows += endpoint_flows.length;
  attemptFlows += mapped_but_no_payload.length;
}

after(() => {
  if (captures.length === 0) {
    console.log('evidence: no corpus here, payload truth skipped');
    return;
  }
  console.log(`evidence, reached: ${JSON.stringify(reached)}`);
  for (const [way, { finds, rpc, named }] of totals) {
    const [precision, recall] = [rpc / finds, rpc / rpcFlows];
    console.log(
      `${way}: takes ${finds} flows for RPC, ${rpc} of ${rpcFlows} are: precision ${precision.toFixed(3)}, ` +
        `recall ${recall.toFixed(3)}; tells ${named} of ${attemptFlows} attempts apart`,
    );
  }
  assert.ok(reached.endpoints >= 100 && reached.attempts >= 13 && reached.misses >= 13);
});
