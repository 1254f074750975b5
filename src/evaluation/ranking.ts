/** What one way of ranking shows of one day, the first first. */
export interface DayRanking {
  readonly day: number;
  readonly leads: readonly RankedLead[];
}

export interface RankedLead {
  /** Ids of the snapshot's hosts. */
  readonly client: number;
  readonly servers: readonly number[];
  /** From 1: one more than there are leads above that take a place of the budget. */
  readonly rank: number;
  /** Shown before, and goes on: takes no place. */
  readonly ongoing: boolean;
}

/** A client-day as a method scores it. */
export interface ScoredClient {
  readonly client: number;
  readonly score: number;
  readonly servers: readonly number[];
}

/** Ranks the client-days of one day by score; equals in the order of `tie`. */
export function ranked(
  day: number,
  scored: readonly ScoredClient[],
  tie: (client: number) => number,
): DayRanking {
  const order = scored
    .map((one) => ({ ...one, tie: tie(one.client) }))
    .sort((a, b) => b.score - a.score || a.tie - b.tie);
  return {
    day,
    leads: order.map(({ client, servers }, index) => ({ client, servers, rank: index + 1, ongoing: false })),
  };
}
