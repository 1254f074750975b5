import { knownCalls } from '../known-calls.ts';
import { Random } from '../random.ts';
import { type DayRanking, ranked } from '../ranking.ts';
import type { Trial } from '../trial.ts';
import { byClient, type DayPair, dayPairs } from './day-pairs.ts';

/** BZAR's threshold of discovery calls within five minutes. */
const DISCOVERIES = 5;
/** Training days whose lists tell who is always on them. */
const TRAINING_DAYS = 14;
const TRAINING_BUDGET = 10;

/** What an analyst sees of a client's day when he goes by a simple rule. */
interface ClientDay {
  readonly trial: Trial;
  readonly client: number;
  readonly pairs: readonly DayPair[];
  /** Servers that it had on the days before, on average over the days it was seen. */
  readonly usualServers: number;
  readonly executions: number;
  readonly discoveries: number;
  readonly isExecution: (call: number) => boolean;
}

interface Rule {
  readonly name: string;
  /** Needs calls. */
  readonly calls: boolean;
  /** 0 where the rule has nothing to say. */
  readonly score: (day: ClientDay) => number;
  /** The pairs that it goes by. */
  readonly pairs: (day: ClientDay) => readonly DayPair[];
}

const newPairs = ({ pairs }: ClientDay) => pairs.filter(({ before }) => before === 0);
const newExecutions = (day: ClientDay) =>
  newPairs(day).filter(({ calls }) => calls.some((call) => day.isExecution(call)));
const peers = ({ pairs, client, trial }: ClientDay) =>
  trial.desks[client] === 1 ? pairs.filter(({ server }) => trial.desks[server] === 1) : [];

const RULES: readonly Rule[] = [
  {
    name: 'workstation to workstation, most first',
    calls: false,
    score: (day) => peers(day).length,
    pairs: peers,
  },
  {
    name: 'first-seen edge, most first',
    calls: false,
    score: (day) => newPairs(day).length,
    pairs: newPairs,
  },
  {
    name: 'first-seen edge with an execution call',
    calls: true,
    score: (day) => newExecutions(day).length,
    pairs: newExecutions,
  },
  {
    name: 'rarest edge',
    calls: false,
    score: ({ pairs }) =>
      Math.max(...pairs.map(({ before, serverClients }) => 1 / ((1 + before) * (1 + serverClients)))),
    pairs: ({ pairs }) => pairs,
  },
  {
    name: 'fan-out over own mean',
    calls: false,
    score: ({ pairs, usualServers }) => Math.max(0, pairs.length - usualServers),
    pairs: ({ pairs }) => pairs,
  },
  {
    name: 'BZAR-like counts',
    calls: true,
    score: ({ executions, discoveries }) => executions + (discoveries >= DISCOVERIES ? discoveries : 0),
    pairs: ({ pairs }) => pairs,
  },
];

/** How a rule learns whom to leave out: those that it named on so many of the training days. */
interface AllowRule {
  readonly text: string;
  /** Only the first ten of a day count as named. */
  readonly firstTen: boolean;
  readonly days: number;
}

const NEVER = Number.POSITIVE_INFINITY;

const ALLOW_RULES: readonly AllowRule[] = [
  { text: 'nobody left out', firstTen: true, days: NEVER },
  { text: 'left out: among the ten of 1 day', firstTen: true, days: 1 },
  { text: 'left out: among the ten of 2 days', firstTen: true, days: 2 },
  { text: 'left out: among the ten of 4 days', firstTen: true, days: 4 },
  { text: 'left out: named on 1 day', firstTen: false, days: 1 },
  { text: 'left out: named on 2 days', firstTen: false, days: 2 },
  { text: 'left out: named on 4 days', firstTen: false, days: 4 },
];

/** One rule over the days of the hunt, with each way of leaving out whom training has shown to be always there. */
export interface Alternative {
  readonly name: string;
  readonly variants: readonly { readonly text: string; readonly days: readonly DayRanking[] }[];
}

/**
 * What users would do otherwise, over the days of the hunt. Each rule has the same training days: whom it named there
 * is left out of it from then on, as an analyst would, who also knows which hosts are workstations.
 */
export function alternatives(trial: Trial, hasCalls: boolean): readonly Alternative[] {
  const rules = RULES.filter(({ calls }) => hasCalls || !calls);
  const days = new ClientDays(trial);
  const training = rules.map(() => ALLOW_RULES.map(() => new Map<number, number>()));
  const rankings = rules.map(() => ALLOW_RULES.map((): DayRanking[] => []));
  for (let day = trial.firstDay; day <= trial.lastDay; day++) {
    const clients = days.of(day);
    if (day < trial.huntFrom - TRAINING_DAYS) continue;
    const tie = tieBreak(trial.seed, day);
    for (const [r, rule] of rules.entries()) {
      const scored = clients
        .map((one) => ({ client: one.client, score: rule.score(one), servers: serversOf(rule, one) }))
        .filter(({ score }) => score > 0);
      const { leads } = ranked(day, scored, tie);
      for (const [v, { firstTen, days: most }] of ALLOW_RULES.entries()) {
        const named = training[r]![v]!;
        if (day < trial.huntFrom) {
          for (const { client, rank } of leads)
            if (!firstTen || rank <= TRAINING_BUDGET) named.set(client, (named.get(client) ?? 0) + 1);
        } else {
          const left = leads.filter(({ client }) => (named.get(client) ?? 0) < most);
          rankings[r]![v]!.push({ day, leads: left.map((lead, n) => ({ ...lead, rank: n + 1 })) });
        }
      }
    }
  }
  return rules.map(({ name }, r) => ({
    name,
    variants: ALLOW_RULES.map(({ text }, v) => ({ text, days: rankings[r]![v]! })),
  }));
}

function serversOf(rule: Rule, day: ClientDay): readonly number[] {
  return rule.pairs(day).map(({ server }) => server);
}

/** Clients of one day after the other, with what is known of each from the days before. */
class ClientDays {
  private readonly trial: Trial;
  private readonly executes: readonly boolean[];
  private readonly means = new RunningMeans();

  constructor(trial: Trial) {
    this.trial = trial;
    const { execution } = knownCalls();
    this.executes = trial.snapshot.calls.map((key) => execution.has(key));
  }

  of(day: number): readonly ClientDay[] {
    const { trial, means } = this;
    const counts = countsOf(trial, day);
    const clients = [...byClient(dayPairs(trial.snapshot, day))].map(
      ([client, pairs]): ClientDay => ({
        trial,
        client,
        pairs,
        usualServers: means.of(client),
        executions: counts.get(client)?.[0] ?? 0,
        discoveries: counts.get(client)?.[1] ?? 0,
        isExecution: (call) => this.executes[call]!,
      }),
    );
    for (const { client, pairs } of clients) means.add(client, pairs.length);
    return clients;
  }
}

function countsOf(trial: Trial, day: number): ReadonlyMap<number, readonly [number, number]> {
  const { client, executions, discoveries } = trial.counts[day - trial.firstDay]!;
  return new Map(Array.from(client, (id, i) => [id, [executions[i]!, discoveries[i]!]]));
}

/** Equals are in an order that says nothing. */
function tieBreak(seed: number, day: number): (client: number) => number {
  return (client) => new Random(seed, 7, day, client).unit();
}

/** Means by client of what was added. */
class RunningMeans {
  private readonly sums = new Map<number, { sum: number; count: number }>();

  add(client: number, value: number): void {
    const known = this.sums.get(client);
    if (known === undefined) this.sums.set(client, { sum: value, count: 1 });
    else {
      known.sum += value;
      known.count += 1;
    }
  }

  of(client: number): number {
    const known = this.sums.get(client);
    return known === undefined ? 0 : known.sum / known.count;
  }
}
