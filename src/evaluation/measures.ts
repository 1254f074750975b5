import type { DayRanking } from './ranking.ts';
import type { SeenHop } from './trial.ts';

/** Leads a day for which hops are counted. */
export const BUDGETS = [1, 5, 10, 20] as const;
const FIRST_DAY_BUDGET = 10;
const PRECISION_BUDGET = 5;

/** How often something came out, of how often it could have. */
export interface Share {
  readonly hits: number;
  readonly of: number;
}

export interface Measures {
  /** Hops found, by `BUDGETS`. */
  readonly hops: readonly Share[];
  /** Campaigns found on their first day of the hunt, at ten leads a day. */
  readonly firstDay: Share;
  /** Leads among the first five of a day that are an intruder's. */
  readonly precision: Share;
}

/**
 * A hop is found at k leads a day where one of the first k of its day is of its client and names one of its servers.
 * @param hops those that count; all others of the truth are neither found nor false
 */
export function measure(rankings: readonly DayRanking[], hops: readonly SeenHop[], truth = hops): Measures {
  const byDay = new Map(rankings.map((one) => [one.day, one]));
  const ranks = hops.map((hop) => rankOf(hop, byDay.get(hop.day)));
  return {
    hops: BUDGETS.map((budget) => ({ hits: ranks.filter((rank) => rank <= budget).length, of: hops.length })),
    firstDay: firstDay(hops, ranks),
    precision: precision(rankings, truth),
  };
}

/** The rank at which a hop is found; Infinity where it is not. */
export function rankOf({ client, servers }: SeenHop, ranking: DayRanking | undefined): number {
  const lead = ranking?.leads.find((one) => one.client === client);
  return lead?.servers.some((server) => servers.includes(server)) ? lead.rank : Number.POSITIVE_INFINITY;
}

function firstDay(hops: readonly SeenHop[], ranks: readonly number[]): Share {
  const first = new Map<number, number>();
  for (const { campaign, day } of hops) first.set(campaign, Math.min(day, first.get(campaign) ?? day));
  const found = new Set<number>();
  for (const [i, { campaign, day }] of hops.entries())
    if (day === first.get(campaign) && ranks[i]! <= FIRST_DAY_BUDGET) found.add(campaign);
  return { hits: found.size, of: first.size };
}

function precision(rankings: readonly DayRanking[], truth: readonly SeenHop[]): Share {
  const intruders = new Set(truth.map(({ day, client }) => `${day} ${client}`));
  let hits = 0;
  let of = 0;
  for (const { day, leads } of rankings)
    for (const { client, rank, ongoing } of leads)
      if (rank <= PRECISION_BUDGET && !ongoing) {
        of += 1;
        if (intruders.has(`${day} ${client}`)) hits += 1;
      }
  return { hits, of };
}

/** Added up over worlds. */
export function sumOf(all: readonly Measures[]): Measures {
  const add = (shares: readonly Share[]): Share => ({
    hits: shares.reduce((sum, { hits }) => sum + hits, 0),
    of: shares.reduce((sum, one) => sum + one.of, 0),
  });
  return {
    hops: BUDGETS.map((_, k) => add(all.map(({ hops }) => hops[k]!))),
    firstDay: add(all.map((one) => one.firstDay)),
    precision: add(all.map((one) => one.precision)),
  };
}
