import { Ledger } from '../baseline/ledger.ts';
import { countDays, maskOfDays, WINDOW_DAYS } from '../baseline/ring.ts';
import type { Snapshot } from '../baseline/snapshot.ts';
import { callCounts } from './call-counts.ts';
import type { Campaign, Family, Hop } from './campaigns/campaign.ts';
import { knownCalls } from './known-calls.ts';
import { pairRows } from './pair-rows.ts';
import { FIRST_DAY, type SimulationOptions, simulate } from './simulation.ts';
import { isDesk } from './world/host.ts';
import { type Visibility, WorldLearner } from './world-learner.ts';

/** Days of a pair's history from which on it is common. */
const COMMON_DAYS = 3;

export interface TrialOptions extends SimulationOptions {
  readonly visibility: Visibility;
  /** A sensor that knows hosts by name, not by the address of the day. */
  readonly byName: boolean;
}

/** How well a pair was known before an intruder used it: never seen, on one or two days, on more. */
export type Difficulty = 'new edge' | 'rare edge' | 'common edge';

/** A hop as the sensor saw it: hosts are ids of the snapshot. */
export interface SeenHop {
  readonly campaign: number;
  readonly kind: string;
  readonly family: Family;
  readonly day: number;
  readonly client: number;
  readonly servers: readonly number[];
  readonly difficulty: Difficulty;
}

/** Of one day: calls counted by client, an id of the snapshot. */
export interface DayCounts {
  readonly client: Int32Array;
  readonly executions: Int32Array;
  readonly discoveries: Int32Array;
}

/** One world, seen whole, with the truth about it. */
export interface Trial {
  readonly seed: number;
  readonly firstDay: number;
  readonly huntFrom: number;
  readonly lastDay: number;
  readonly snapshot: Snapshot;
  readonly campaigns: readonly Campaign[];
  /** Of the days of the hunt that the sensor saw anything of. */
  readonly hops: readonly SeenHop[];
  /** By day from the first. */
  readonly counts: readonly DayCounts[];
  /** 1 where a host of the snapshot was ever somebody's desk. */
  readonly desks: Uint8Array;
  /** Conversations seen in all. */
  readonly conversations: number;
}

interface NamedHop {
  readonly hop: Hop;
  readonly client: string;
  readonly servers: readonly string[];
}

/** Makes a world, day by day, and what a sensor sees of it. */
export function makeTrial(options: TrialOptions): Trial {
  const { seed, days, visibility, byName } = options;
  const { enterprise, campaigns, huntFrom, days: inOrder } = simulate(options);
  const ledger = new Ledger();
  const learner = new WorldLearner(ledger, enterprise.hosts, { visibility, byName });
  const known = knownCalls();
  const named: NamedHop[] = [];
  const counted: { readonly name: string; readonly executions: number; readonly discoveries: number }[][] =
    [];
  const desks = new Set<string>();
  let conversations = 0;
  for (const world of inOrder) {
    const { day, slots, conversations: all } = world;
    learner.learn(world);
    conversations += all.length;
    const nameOf = (id: number) => learner.nameOf(id, slots);
    counted.push(
      visibility === 'operation'
        ? callCounts(all, known).map(({ client, ...counts }) => ({ name: nameOf(client), ...counts }))
        : [],
    );
    for (const host of enterprise.hosts) if (isDesk(host)) desks.add(nameOf(host.id));
    for (const { hops } of campaigns)
      for (const hop of hops)
        if (hop.day === day && day >= huntFrom)
          named.push({ hop, client: nameOf(hop.client), servers: hop.servers.map(nameOf) });
  }
  const snapshot = ledger.snapshot();
  const idOf = new Map(snapshot.hosts.map((name, id) => [name, id]));
  return {
    seed,
    firstDay: FIRST_DAY,
    huntFrom,
    lastDay: FIRST_DAY + days - 1,
    snapshot,
    campaigns,
    hops: named.flatMap((one) => seenHop(one, campaigns, snapshot, idOf)),
    counts: counted.map((ofDay) => ({
      client: Int32Array.from(ofDay, ({ name }) => idOf.get(name) ?? -1),
      executions: Int32Array.from(ofDay, ({ executions }) => executions),
      discoveries: Int32Array.from(ofDay, ({ discoveries }) => discoveries),
    })),
    desks: Uint8Array.from(snapshot.hosts, (name) => (desks.has(name) ? 1 : 0)),
    conversations,
  };
}

/** None where the sensor saw nothing of it. */
function seenHop(
  { hop, client, servers }: NamedHop,
  campaigns: readonly Campaign[],
  snapshot: Snapshot,
  idOf: ReadonlyMap<string, number>,
): SeenHop[] {
  const from = idOf.get(client);
  const to = servers.map((name) => idOf.get(name)).filter((id) => id !== undefined);
  if (from === undefined || to.length === 0) return [];
  const { kind, family } = campaigns[hop.campaign]!;
  const [low, high] = maskOfDays(hop.day - WINDOW_DAYS + 1, hop.day - 1);
  const known = Math.max(
    ...to.map((server) => {
      const days = pairDays(snapshot, from, server);
      return countDays(days[0] & low, days[1] & high);
    }),
  );
  const difficulty = known === 0 ? 'new edge' : known < COMMON_DAYS ? 'rare edge' : 'common edge';
  return [{ campaign: hop.campaign, kind, family, day: hop.day, client: from, servers: to, difficulty }];
}

/** The days of a pair, over all its calls. */
function pairDays({ rows }: Snapshot, client: number, server: number): readonly [low: number, high: number] {
  let [low, high] = [0, 0];
  for (const row of pairRows(rows, client, server)) {
    low |= rows.daysLow[row]!;
    high |= rows.daysHigh[row]!;
  }
  return [low, high];
}
