import type { EventRows } from '../columns/event-rows.ts';
import { EVIDENCE, type Evidence, type Rung, STEPS, type Steps } from '../model/finding.ts';
import type { Flow } from './flow.ts';
import { type Answer, denialOf, type Mappers } from './mappers.ts';
import { DYNAMIC_FROM, SMB_PORTS } from './ports.ts';

/** How far one flow is proven, and by what. */
export interface Climb {
  readonly flow: Flow;
  readonly steps: Steps;
  /** Null where nothing speaks for it. */
  readonly evidence: Evidence | null;
  /** The answer that named its port. */
  readonly answer: Answer | null;
  /** The connection to the mapper that is nearest in time. */
  readonly near: Flow | null;
  /** Rows of answers that named other ports, where they deny this one. */
  readonly others: readonly number[];
}

/** @param maps the rows of rpc/map */
export function climb(flow: Flow, mappers: Mappers, maps: EventRows): Climb {
  const around = SMB_PORTS.has(flow.serverPort) ? [] : mappers.around(flow.start);
  const answer = mappers.lastAnswer(flow.serverPort, flow.start);
  const denial = denialOf(around, maps);
  const hears = flow.views.some((view) => view.some((sighting) => sighting.hears));
  const denied = answer === null && around.length > 0 && denial.readable && denial.others.length > 0;
  const bound = boundOf(flow, hears);
  const silent = hears && bound !== 'unknown';
  const steps: Steps = {
    timed: around.length > 0 ? 'yes' : 'no',
    mapped: answer !== null ? 'yes' : denied ? 'denied' : hears ? 'no' : 'unknown',
    bound,
    called: flow.heard.calls.length > 0 ? 'yes' : silent ? 'no' : 'unknown',
  };
  return {
    flow,
    steps,
    evidence: evidenceOf(steps, flow.serverPort),
    answer,
    near: around[0] ?? null,
    others: denied ? denial.others : [],
  };
}

/**
 * Denied where an input that shows RPC holds the payload of the whole connection, and there is none in it. A
 * log that names DCE/RPC without telling the interface is believed where no payload says otherwise.
 */
function boundOf({ heard, views }: Flow, hears: boolean): Rung {
  if (heard.binds.length > 0) return 'yes';
  const isNamed = views.flat().some(({ named }) => named);
  if (heard.calls.length > 0) return isNamed ? 'yes' : 'unknown';
  const spoke = views.flat().filter((one) => one.hears && one.begun && one.bytes > 0);
  if (spoke.some(({ whole }) => whole)) return 'denied';
  if (isNamed) return 'yes';
  return hears && spoke.length === 0 ? 'no' : 'unknown';
}

function evidenceOf({ timed, mapped, bound, called }: Steps, port: number): Evidence | null {
  if (called === 'yes') return 'called';
  if (bound === 'yes') return 'bound';
  if (mapped === 'yes') return bound === 'denied' ? 'disproved' : 'mapped';
  if (timed !== 'yes' || port < DYNAMIC_FROM) return null;
  return mapped === 'denied' || bound === 'denied' ? 'disproved' : 'timed';
}

const STRONGEST: readonly Rung[] = ['yes', 'denied', 'unknown', 'no'];

/** The ladder of a conversation: of its flows that stand, or of all where none does. */
export function together(climbs: readonly Climb[]): {
  readonly steps: Steps;
  readonly evidence: Evidence | null;
} {
  const standing = climbs.filter(({ evidence }) => evidence !== null && evidence !== 'disproved');
  const counted = standing.length > 0 ? standing : climbs;
  const steps = Object.fromEntries(
    STEPS.map((step) => [step, STRONGEST.find((rung) => counted.some((one) => one.steps[step] === rung))!]),
  ) as unknown as Steps;
  return { steps, evidence: EVIDENCE.find((one) => climbs.some(({ evidence }) => evidence === one)) ?? null };
}
