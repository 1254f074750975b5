import type { EventStore } from '../model/event-store.ts';
import type { Evidence, Finding } from '../model/finding.ts';
import type { Micros } from '../model/time.ts';
import { type Conversation, conversationsOf } from './conversations.ts';
import { byStart } from './findings.ts';
import type { Climb } from './ladder.ts';
import { strictMiss } from './notes.ts';
import { DYNAMIC_FROM, MAPPER_PORT, SMB_PORTS } from './ports.ts';
import { Scene } from './scene.ts';
import type { InputFacts } from './sightings.ts';
import { toFinding } from './to-finding.ts';

export type ComparedFinding = Pick<
  Finding,
  'id' | 'client' | 'server' | 'port' | 'start' | 'evidence' | 'status'
>;

/** A conversation as strict CAR sees it, beside what is proven of it. */
export interface Comparison {
  readonly finding: ComparedFinding;
  /** Whether CAR-2014-05-001 has a row with it. */
  readonly strict: boolean;
  /** Whether more than time speaks for it. */
  readonly proven: boolean;
  /** Why the two differ, be it in some of its connections, in code words; empty where they do not. */
  readonly reasons: readonly string[];
  /** The same in words. */
  readonly why: string;
}

export interface Compared {
  readonly comparisons: readonly Comparison[];
  readonly score: Score;
}

/** Flows that begin in an input with payload, by what their packets prove. */
export interface Score {
  /** Flows that carry RPC, by themselves and not in a pipe, to other ports than the mapper's. */
  readonly rpc: number;
  /** Flows without any payload to a port that the client had been told. */
  readonly attempts: number;
  readonly ways: readonly WayScore[];
  /** Flows that the input cannot judge, since it holds no payload. */
  readonly unjudged: number;
}

/** What the flows are that one way to find RPC takes for RPC. */
export interface WayScore {
  readonly way: string;
  /** Of those that carry RPC. */
  readonly rpc: number;
  /** Attempts that it takes for RPC. */
  readonly attempts: number;
  /** Flows that are neither. */
  readonly wrong: number;
  /** Attempts that it finds and calls so. */
  readonly named: number;
}

const PROVEN: readonly (Evidence | null)[] = ['mapped', 'bound', 'called'];

/** @param gap a conversation ends after so many idle µs */
export function compare(store: EventStore, options: InputFacts, gap: Micros): Compared {
  const scene = new Scene(store, options);
  const conversations = conversationsOf(scene, gap);
  return {
    comparisons: conversations
      .map((one) => comparisonOf(scene, one))
      .sort((a, b) => byStart(a.finding, b.finding)),
    score: scoreOf(scene, conversations),
  };
}

/** What was compared of parts of a run, as one. */
export function together(parts: readonly Compared[]): Compared {
  const scores = parts.map(({ score }) => score);
  return {
    comparisons: parts
      .flatMap(({ comparisons }) => comparisons)
      .sort((a, b) => byStart(a.finding, b.finding)),
    score: {
      rpc: sum(scores, ({ rpc }) => rpc),
      attempts: sum(scores, ({ attempts }) => attempts),
      unjudged: sum(scores, ({ unjudged }) => unjudged),
      ways: WAYS.map(({ name }, i) => {
        const of = (field: 'rpc' | 'attempts' | 'wrong' | 'named') =>
          sum(scores, ({ ways }) => ways[i]![field]);
        return {
          way: name,
          rpc: of('rpc'),
          attempts: of('attempts'),
          wrong: of('wrong'),
          named: of('named'),
        };
      }),
    },
  };
}

function sum<Of>(list: readonly Of[], value: (one: Of) => number): number {
  return list.reduce((before, one) => before + value(one), 0);
}

function comparisonOf(scene: Scene, conversation: Conversation): Comparison {
  const { notes, ...all } = toFinding(scene, conversation);
  const { id, client, server, port, start, evidence, status } = all;
  const finding = { id, client, server, port, start, evidence, ...(status === undefined ? {} : { status }) };
  const strict = conversation.climbs.some(({ flow }) => scene.strict.finds(flow));
  const proven = PROVEN.includes(finding.evidence);
  if (strict && !proven) {
    const denied = notes.find(({ code }) => code === 'other-port' || code === 'not-rpc');
    return {
      finding,
      strict,
      proven,
      reasons: [denied?.code ?? 'only-timed'],
      why: denied?.text ?? 'only the time speaks for it',
    };
  }
  const miss = strictMiss(scene, conversation);
  return { finding, strict, proven, reasons: miss?.reasons ?? [], why: miss?.text ?? '' };
}

interface Way {
  readonly name: string;
  readonly finds: (scene: Scene, climb: Climb) => boolean;
  readonly names: (climb: Climb) => boolean;
}

const WAYS: readonly Way[] = [
  {
    name: 'strict CAR-2014-05-001',
    finds: (scene, { flow }) => scene.strict.finds(flow),
    names: () => false,
  },
  {
    name: 'extended, by time alone',
    finds: (_, { flow, steps }) => steps.timed === 'yes' && flow.serverPort >= DYNAMIC_FROM,
    names: () => false,
  },
  {
    name: 'extended, with proof',
    finds: (_, { evidence }) => evidence === 'bound' || evidence === 'called',
    names: ({ evidence }) => evidence === 'mapped',
  },
];

function scoreOf(scene: Scene, conversations: readonly Conversation[]): Score {
  const climbs = conversations.flatMap((one) => one.climbs).filter(counts);
  const judged = climbs.filter(({ flow }) => flow.views.some((view) => view.some(({ hears }) => hears)));
  const kinds = judged.map(kindOf);
  const count = (kind: Kind, finds: (climb: Climb) => boolean = () => true) =>
    judged.filter((climb, i) => kinds[i] === kind && finds(climb)).length;
  return {
    rpc: count('rpc'),
    attempts: count('attempt'),
    ways: WAYS.map(({ name, finds, names }) => {
      const found = (climb: Climb) => finds(scene, climb);
      return {
        way: name,
        rpc: count('rpc', found),
        attempts: count('attempt', found),
        wrong: count('neither', found),
        named: count('attempt', names),
      };
    }),
    unjudged: climbs.length - judged.length,
  };
}

function counts({ flow }: Climb): boolean {
  const { serverPort, views } = flow;
  if (serverPort === MAPPER_PORT || SMB_PORTS.has(serverPort)) return false;
  return views.some((view) => view.some(({ begun }) => begun));
}

type Kind = 'rpc' | 'attempt' | 'neither';

function kindOf({ flow, steps }: Climb): Kind {
  if (steps.bound === 'yes' || steps.called === 'yes') return 'rpc';
  return steps.mapped === 'yes' && flow.status !== 'answered' ? 'attempt' : 'neither';
}
