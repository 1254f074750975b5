import type { IntruderCalls } from '../knowledge/intruder-calls.ts';
import { AllowList } from './allow-list.ts';
import { breadth } from './breadth.ts';
import { Calibration, referenceDay } from './calibration.ts';
import { type ClientDays, clientDays } from './client-days.ts';
import { type Frame, frameOf } from './frame.ts';
import { heldPairs } from './guard.ts';
import { History, hundredths } from './history.ts';
import type { JudgedEdge, JudgedLead, Judgement } from './judgement.ts';
import { type LevelScores, scoreLevel } from './level-scores.ts';
import { type JudgeOptions, PARAMETERS, type Parameters, type ScorePart } from './parameters.ts';
import { edgesInto, pathBoost } from './path.ts';
import { CLIENT_GROUPS, noRoles, type Roles, rolesOf } from './roles.ts';
import { pairStates, sightOf } from './sight.ts';
import type { Snapshot } from './snapshot.ts';
import { Snooze } from './snooze.ts';
import { NO_VERDICTS, type ReferenceDay, type StrongEdge, type Verdicts } from './verdicts.ts';

/** Client-days of which a judgement gives the details. */
export const LISTED = 1000;

/** What the last days of a snapshot have shown, each judged by the days before it. Pure. */
export function replay(snapshot: Snapshot, intruder: IntruderCalls, options: JudgeOptions = {}): Verdicts {
  const judge = new Judge(snapshot, NO_VERDICTS, -Infinity, intruder, options);
  const { coldDays, replayDays } = judge.parameters;
  const from = Math.max(judge.frame.first + coldDays, snapshot.last - replayDays + 1);
  for (let day = from; day <= snapshot.last; day++) judge.day(day);
  return judge.verdicts();
}

/**
 * Judges the days from … to, each by the days before it and by what was shown on them. Pure.
 * @param before of the days before; of later ones, nothing is taken. Its ids are those of the snapshot
 */
export function judgeDays(
  snapshot: Snapshot,
  before: Verdicts,
  from: number,
  to: number,
  intruder: IntruderCalls,
  options: JudgeOptions = {},
): readonly Judgement[] {
  const judge = new Judge(snapshot, before, from, intruder, options);
  const judgements: Judgement[] = [];
  for (let day = from; day <= to; day++) judgements.push(judge.day(day));
  return judgements;
}

/** Judges day after day, remembering what it showed. */
class Judge {
  readonly frame: Frame;
  readonly parameters: Parameters;
  private readonly intruder: IntruderCalls;
  private readonly without: ReadonlySet<ScorePart>;
  private readonly history: History;

  constructor(
    snapshot: Snapshot,
    before: Verdicts,
    from: number,
    intruder: IntruderCalls,
    { parameters = {}, without = [] }: JudgeOptions,
  ) {
    this.parameters = { ...PARAMETERS, ...parameters };
    this.frame = frameOf(snapshot, this.parameters.settledAfter);
    this.intruder = intruder;
    this.without = new Set(without);
    this.history = new History(before, from, snapshot.allowed.length);
  }

  verdicts(): Verdicts {
    return this.history.verdicts(this.frame.last - this.parameters.pathDays + 1);
  }

  day(day: number): Judgement {
    const { frame, parameters, history, without } = this;
    const { snapshot } = frame;
    const sight = sightOf(frame, day, parameters);
    const guarded = without.has('guard') ? [] : history.leads;
    const held = heldPairs(frame, day, guarded, parameters);
    const found = rolesOf(frame, sight, !without.has('popularity'));
    const roles = without.has('roles') ? noRoles(found) : found;
    const allowed = new AllowList(snapshot, day);
    const levels = frame.levels.map((level) => {
      const own = pairStates(sight, level, (pair) => held[level.pair[pair]!] === 1);
      return scoreLevel({ frame, level, sight, states: own, roles, without }, this.intruder, allowed);
    });
    const clients = clientDays(frame, levels);
    const strong = strongEdges(day, frame, clients, parameters);
    const into = edgesInto(day, history.strong, strong, parameters);
    const swept = clients.score.map((_, n) =>
      breadth(clients.edgeScore.subarray(clients.start[n]!, clients.start[n + 1]!), parameters),
    );
    const scores = clients.score.map((own, n) => {
      const edge =
        without.has('path') || !goesOn(clients, levels, n) ? undefined : into.get(clients.client[n]!);
      return own + swept[n]! + pathBoost(own, edge, parameters);
    });
    const groups = Uint8Array.from(clients.client, (client) => roles.group[client]!);
    const today = referenceDays(day, scores, groups);
    const calibration = new Calibration(day, history.reference, today, parameters);
    const pValues = scores.map((score, n) => calibration.pValue(groups[n]!, score));
    const order = ranked(scores).slice(0, LISTED);
    const leads = order.map((n): Draft => {
      const lifted = scores[n] !== clients.score[n]! + swept[n]!;
      const path = lifted ? into.get(clients.client[n]!)! : null;
      return {
        client: clients.client[n]!,
        group: groups[n]!,
        score: scores[n]!,
        own: clients.score[n]!,
        breadth: swept[n]!,
        pValue: pValues[n]!,
        touched: clients.touched[n]!,
        servers: edgesOf(frame, roles, clients, levels, n),
        path,
      };
    });
    const snooze = new Snooze(day, without.has('snooze') ? [] : history.leads, parameters);
    const judgement: Judgement = {
      day,
      history: Math.max(0, day - frame.first),
      cold: day - frame.first < parameters.coldDays,
      hosts: sight.hostCount,
      conversations: countByLevel(frame, levels),
      clients: clients.client,
      scores,
      pValues,
      groups,
      leads: cut(leads, snooze, snapshot.budget),
      roles,
      strong,
      hidden: allowed.hidden,
    };
    history.add(judgement, today);
    return judgement;
  }
}

type Draft = Omit<JudgedLead, 'shown' | 'ongoing'>;

/** Says which leads take the budget. Those that go on are told from those that do not down to the last that does. */
function cut(leads: readonly Draft[], snooze: Snooze, budget: number): readonly JudgedLead[] {
  let left = budget;
  return leads.map((lead) => {
    if (left === 0 || lead.score <= 0) return { ...lead, shown: false, ongoing: false };
    const classes = lead.servers.reduce((mask, one) => (one.score > 0 ? mask | (1 << one.class) : mask), 0);
    const ongoing = snooze.isOngoing(lead.client, lead.score, classes);
    if (!ongoing) left--;
    return { ...lead, shown: !ongoing, ongoing };
  });
}

/** Indices by descending score (in millionths, that the last bits of a logarithm decide nothing), then ascending. */
function ranked(scores: Float64Array): number[] {
  const rounded = scores.map((score) => Math.round(score * 1e6));
  return Array.from(scores.keys()).sort((a, b) => rounded[b]! - rounded[a]! || a - b);
}

/** The odd conversations of a day. What a client did to many counts less for each, since any one may have led on. */
function strongEdges(
  day: number,
  { pairs }: Frame,
  clients: ClientDays,
  { strongEdge, pathMost, pathShare }: Parameters,
): StrongEdge[] {
  const strong: StrongEdge[] = [];
  for (let n = 0; n < clients.length; n++) {
    const own: StrongEdge[] = [];
    for (let e = clients.start[n]!; e < clients.start[n + 1]!; e++) {
      const score = clients.edgeScore[e]!;
      if (score <= strongEdge) continue;
      own.push({ day, client: clients.client[n]!, server: pairs.server[clients.pair[e]!]!, score });
    }
    for (const edge of own) {
      const score = hundredths(Math.min(pathMost, edge.score) - Math.log(own.length) / pathShare);
      if (score > strongEdge) strong.push({ ...edge, score });
    }
  }
  return strong;
}

/** Whether the oddest that client n did was with a server that is new to it: only that goes on from elsewhere. */
function goesOn(
  { start, edgeScore, level, at }: ClientDays,
  levels: readonly LevelScores[],
  n: number,
): boolean {
  let best = start[n]!;
  for (let e = best; e < start[n + 1]!; e++) if (edgeScore[e]! > edgeScore[best]!) best = e;
  return levels[level[best]!]!.fresh[at[best]!] === 1;
}

function referenceDays(day: number, scores: Float64Array, groups: Uint8Array): ReferenceDay[] {
  const byGroup: number[][] = CLIENT_GROUPS.map(() => []);
  for (const [n, score] of scores.entries()) byGroup[groups[n]!]!.push(score);
  return byGroup.flatMap((some, group) => (some.length === 0 ? [] : [referenceDay(day, group, some)]));
}

function countByLevel(frame: Frame, levels: readonly LevelScores[]): Judgement['conversations'] {
  const counts = { operation: 0, interface: 0, transport: 0 };
  for (const [n, { name }] of frame.levels.entries()) counts[name] = levels[n]!.length;
  return counts;
}

/** The servers that speak for client n, most odd first; the first one in any case. */
function edgesOf(
  frame: Frame,
  roles: Roles,
  clients: ClientDays,
  levels: readonly LevelScores[],
  n: number,
): JudgedEdge[] {
  const own: number[] = [];
  for (let e = clients.start[n]!; e < clients.start[n + 1]!; e++) own.push(e);
  own.sort((a, b) => clients.edgeScore[b]! - clients.edgeScore[a]! || a - b);
  const kept = own.filter((e, rank) => rank === 0 || clients.edgeScore[e]! > 0);
  return kept.map((e) => {
    const level = levels[clients.level[e]!]!;
    const at = clients.at[e]!;
    const server = frame.pairs.server[clients.pair[e]!]!;
    const calls = [];
    for (let c = level.callStart[at]!; c < level.callStart[at + 1]!; c++)
      calls.push({
        call: level.call[c]!,
        score: level.callScore[c]!,
        intruder: level.intruder[c]!,
        rarity: level.rarity[c]!,
      });
    return {
      server,
      class: roles.class[server]!,
      level: frame.levels[clients.level[e]!]!.name,
      score: level.score[at]!,
      fresh: level.fresh[at] === 1,
      novelty: level.novelty[at]!,
      kind: level.kind[at]!,
      place: level.place[at]!,
      peers: level.peers[at]!,
      calls: calls.sort((a, b) => b.score - a.score || a.call - b.call),
    };
  });
}
