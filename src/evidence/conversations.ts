import type { Evidence, Steps, Transport } from '../model/finding.ts';
import type { Micros } from '../model/time.ts';
import type { Flow } from './flow.ts';
import { type Climb, climb, together } from './ladder.ts';
import { MAPPER_PORT, SMB_PORTS } from './ports.ts';
import type { Pair, Scene } from './scene.ts';
import { heardCount } from './sighting.ts';

const EPMAPPER = 'e1af8308-5d1f-11c9-91a4-08002b14a0fa';
const ACTIVATORS: ReadonlySet<string> = new Set([
  '000001a0-0000-0000-c000-000000000046',
  '4d9f4ab8-7d1c-11cf-861e-0020af6e7c57',
]);
/** What port 135 is there for: to lead elsewhere. */
const LEADING: ReadonlySet<string> = new Set([
  EPMAPPER,
  '99fcfec4-5260-101b-bbcb-00aa0021347a',
  ...ACTIVATORS,
]);
const EPT_LOOKUP = 2;
const HTTP_PORT = 593;

/** A client with an endpoint of a server in one stretch of time, and how far it is proven to be RPC. */
export interface Conversation {
  readonly pair: Pair;
  readonly port: number;
  readonly transport: Transport;
  readonly start: Micros;
  readonly end: Micros;
  readonly climbs: readonly Climb[];
  readonly steps: Steps;
  readonly evidence: Evidence;
}

/**
 * Every conversation that something speaks for. Those with an endpoint mapper stand for themselves only where they
 * are more than the way to another one: somebody had all endpoints listed, called something else there, or activated
 * an object and was not seen to go to it.
 * @param gap a conversation ends after so many idle µs
 */
export function conversationsOf(scene: Scene, gap: Micros): readonly Conversation[] {
  const found: Conversation[] = [];
  const withMapper: Conversation[] = [];
  for (const pair of scene.pairs)
    for (const [port, flows] of pair.ports)
      for (const stretch of stretchesOf(flows, gap)) {
        const one = conversationOf(scene, pair, port, stretch);
        if (one !== null) (port === MAPPER_PORT ? withMapper : found).push(one);
      }
  const led = new Set(found.flatMap(({ climbs }) => climbs.flatMap(({ answer }) => answer?.flow ?? [])));
  return [...found, ...withMapper.filter((one) => standsForItself(scene, one, led))].sort(
    (a, b) => a.start - b.start || a.port - b.port,
  );
}

function* stretchesOf(flows: readonly Flow[], gap: Micros): Generator<readonly Flow[]> {
  let stretch: Flow[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const flow of flows) {
    if (stretch.length > 0 && flow.start - end >= gap) {
      yield stretch;
      stretch = [];
    }
    stretch.push(flow);
    end = Math.max(end, flow.end);
  }
  if (stretch.length > 0) yield stretch;
}

function conversationOf(scene: Scene, pair: Pair, port: number, flows: readonly Flow[]): Conversation | null {
  const climbs = flows.map((flow) => climb(flow, pair.mappers, scene.maps));
  const { steps, evidence } = together(climbs);
  if (evidence === null) return null;
  return {
    pair,
    port,
    transport: transportOf(scene, port, flows),
    start: flows[0]!.start,
    end: flows.reduce((latest, flow) => Math.max(latest, flow.end), flows[0]!.end),
    climbs,
    steps,
    evidence,
  };
}

function transportOf({ binds, calls }: Scene, port: number, flows: readonly Flow[]): Transport {
  const inPipe = ({ heard }: Flow) =>
    heard.binds.some((row) => binds.id('named_pipe', row) !== 0) ||
    heard.calls.some((row) => calls.id('named_pipe', row) !== 0);
  if (SMB_PORTS.has(port) || flows.some(inPipe)) return 'ncacn_np';
  return port === HTTP_PORT ? 'ncacn_http' : 'ncacn_ip_tcp';
}

function standsForItself(scene: Scene, { climbs }: Conversation, led: ReadonlySet<Flow>): boolean {
  const { binds, calls } = scene;
  const activated = climbs.some(({ flow: { heard } }) =>
    heard.calls.some((row) => ACTIVATORS.has(calls.text('interface', row) ?? '')),
  );
  if (activated && !climbs.some(({ flow }) => led.has(flow))) return true;
  return climbs.some(
    ({ flow: { heard } }) =>
      heardCount(heard) > 0 &&
      (heard.binds.some((row) => !LEADING.has(binds.text('interface', row) ?? EPMAPPER)) ||
        heard.calls.some((row) => {
          const uuid = calls.text('interface', row) ?? EPMAPPER;
          return !LEADING.has(uuid) || (uuid === EPMAPPER && calls.number('opnum', row) === EPT_LOOKUP);
        })),
  );
}
