import { compareTexts } from '../baseline/text-order.ts';
import type { EventStore } from '../model/event-store.ts';
import type { Finding } from '../model/finding.ts';
import { MICROS_PER_SECOND, type Micros } from '../model/time.ts';
import type { KindWant, Limits, Want } from '../model/want.ts';
import { conversationsOf } from './conversations.ts';
import { Scene } from './scene.ts';
import type { InputFacts } from './sightings.ts';
import { toFinding } from './to-finding.ts';

export const DEFAULT_GAP: Micros = 900 * MICROS_PER_SECOND;

const ENDS = ['src_ip', 'src_port', 'dest_ip', 'dest_port', 'flow_id'];
const FLOW: KindWant = {
  fields: [
    ...ENDS,
    'start_time',
    'end_time',
    'in_bytes',
    'out_bytes',
    'packet_count',
    'conn_state',
    'community_id',
    'application_protocol',
  ],
  terms: null,
};
const RPC: KindWant = {
  fields: [
    ...ENDS,
    'interface',
    'interface_name',
    'version',
    'opnum',
    'operation',
    'mapped_ip',
    'mapped_port',
    'class_id',
    'named_pipe',
    'auth_type',
    'auth_level',
    'status',
  ],
  terms: null,
};

/** What sources must give for findings. */
export function findingsWant(limits: Limits): Want {
  const kinds = { 'flow/start': FLOW, 'flow/end': FLOW, 'rpc/map': RPC, 'rpc/bind': RPC, 'rpc/call': RPC };
  return { kinds, limits };
}

/**
 * The RPC conversations in events, by their start. All that `HostGroups` puts together must be in the store, or nothing
 * of it: how far apart in time the events of one lie is not bounded.
 * @param gap a conversation ends after so many idle µs
 */
export function findingsOf(
  store: EventStore,
  options: InputFacts,
  gap: Micros = DEFAULT_GAP,
): readonly Finding[] {
  const scene = new Scene(store, options);
  return conversationsOf(scene, gap)
    .map((conversation) => toFinding(scene, conversation))
    .sort(byStart);
}

/** An order of all findings of a run. */
export function byStart(a: Pick<Finding, 'id' | 'start'>, b: Pick<Finding, 'id' | 'start'>): number {
  return a.start - b.start || compareTexts(a.id, b.id);
}
