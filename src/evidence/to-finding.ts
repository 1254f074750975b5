import { sha256 } from '../bytes/sha256.ts';
import { originOf } from '../columns/event-view.ts';
import {
  type Finding,
  FLOW_STATUS,
  type FoundAnswer,
  type FoundFlow,
  type FoundMapper,
  type SeenFlow,
} from '../model/finding.ts';
import { formatTime } from '../model/time.ts';
import type { Conversation } from './conversations.ts';
import type { Flow } from './flow.ts';
import type { Climb } from './ladder.ts';
import { notesOf } from './notes.ts';
import { authOf, interfacesOf, operationsOf } from './rpc-facts.ts';
import type { Scene } from './scene.ts';
import { techniquesOf } from './techniques.ts';

const ID_DIGITS = 16;
const ZEEK_UID = /^C[0-9A-Za-z]{8,}$/;
const encoder = new TextEncoder();

export function toFinding(scene: Scene, conversation: Conversation): Finding {
  const { pair, port, transport, start, end, climbs, steps, evidence } = conversation;
  const client = scene.hosts.name(pair.client);
  const server = scene.hosts.name(pair.server);
  const flows = climbs.map(({ flow }) => flow);
  const answers = climbs.flatMap((one) => (stands(one) ? (one.answer ?? []) : []));
  const interfaces = interfacesOf(scene, flows, answers);
  const operations = operationsOf(scene, flows);
  const auth = authOf(scene, flows);
  const activation = answers.find(({ row }) => scene.maps.id('class_id', row) !== 0);
  const activated = activation && scene.maps.text('class_id', activation.row);
  const status = FLOW_STATUS.find((one) => flows.some((flow) => flow.status === one));
  const identity = [client, server, port, transport, formatTime(start)].join('\n');
  return {
    id: sha256(encoder.encode(identity)).slice(0, ID_DIGITS),
    client,
    server,
    port,
    start,
    end,
    steps,
    evidence,
    ...(status === undefined ? {} : { status }),
    transport,
    interfaces,
    operations,
    ...(auth === undefined ? {} : { auth }),
    techniques: techniquesOf(operations, transport, activated),
    mappers: mappersOf(scene, climbs),
    flows: climbs.map((one) => foundFlow(scene, one)),
    notes: notesOf(scene, conversation),
  };
}

function stands({ evidence }: Climb): boolean {
  return evidence !== null && evidence !== 'disproved';
}

/** The connections to the mapper that tell of these flows, each with what it told of them. */
function mappersOf(scene: Scene, climbs: readonly Climb[]): readonly FoundMapper[] {
  const rows = new Map<Flow, Set<number>>();
  const add = (flow: Flow, row: number | null) => {
    const known = rows.get(flow) ?? new Set<number>();
    rows.set(flow, known);
    if (row !== null) known.add(row);
  };
  for (const { answer, near, others, evidence } of climbs) {
    if (evidence === null) continue;
    if (answer !== null) add(answer.flow, answer.row);
    else if (near !== null) add(near, null);
    for (const row of others) if (near?.heard.maps.includes(row) === true) add(near, row);
  }
  return [...rows]
    .sort(([a], [b]) => a.start - b.start)
    .map(([flow, told]) => ({
      ...seenFlow(scene, flow),
      answers: [...told].map((row) => foundAnswer(scene, row)).sort((a, b) => a.time - b.time),
    }));
}

function foundAnswer({ maps, store }: Scene, row: number): FoundAnswer {
  const uuid = maps.text('interface', row);
  const name = maps.text('interface_name', row);
  const operation = maps.text('operation', row);
  const clsid = maps.text('class_id', row);
  return {
    time: maps.time(row),
    ...(uuid === undefined ? {} : { interface: uuid }),
    ...(name === undefined ? {} : { interface_name: name }),
    port: maps.port('mapped_port', row),
    ...(operation === undefined ? {} : { operation }),
    ...(clsid === undefined ? {} : { class_id: clsid }),
    origin: originOf(store, maps.kind, row),
  };
}

function foundFlow(scene: Scene, { flow, evidence }: Climb): FoundFlow {
  return {
    ...seenFlow(scene, flow),
    ...(evidence === null ? {} : { evidence }),
    ...(flow.attempts > 1 ? { attempts: flow.attempts } : {}),
  };
}

function seenFlow({ store, hosts }: Scene, flow: Flow): SeenFlow {
  const sightings = flow.views.flat();
  const first = sightings[0]!;
  const uid = sightings.find(({ flowId }) => ZEEK_UID.test(flowId ?? ''))?.flowId;
  const communityId = sightings.find((one) => one.communityId !== undefined)?.communityId;
  return {
    src_ip: hosts.name(flow.client),
    src_port: flow.clientPort,
    dest_ip: hosts.name(flow.server),
    dest_port: flow.serverPort,
    start: flow.start,
    end: flow.end,
    ...(flow.status === undefined ? {} : { status: flow.status }),
    ...(first.flowId === undefined ? {} : { flow_id: first.flowId }),
    ...(uid === undefined ? {} : { uid }),
    ...(communityId === undefined ? {} : { community_id: communityId }),
    origins: sightings.map((one) => originOf(store, one.first.kind, one.first.row)),
  };
}
