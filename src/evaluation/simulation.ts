import type { Campaign } from './campaigns/campaign.ts';
import type { Kind } from './campaigns/kinds.ts';
import { intrusions, planCampaigns } from './campaigns/plan.ts';
import type { WorldDay } from './world/conversation.ts';
import type { Enterprise } from './world/enterprise.ts';
import type { Rates } from './world/rates.ts';
import { World } from './world/world.ts';

/** Monday, 2024-01-01. */
export const FIRST_DAY = 19_723;

export interface SimulationOptions {
  readonly hosts: number;
  readonly seed: number;
  readonly days: number;
  /** Days before the hunt. */
  readonly learnDays: number;
  readonly rates: Rates;
  readonly kinds: readonly Kind[];
  /** Campaigns of each kind. */
  readonly each: number;
}

/** A world with intruders in it. */
export interface Simulation {
  readonly enterprise: Enterprise;
  readonly campaigns: readonly Campaign[];
  readonly huntFrom: number;
  /** Each day once, in order, with what the intruders say on it. */
  readonly days: Iterable<WorldDay>;
}

export function simulate({
  hosts,
  seed,
  days,
  learnDays,
  rates,
  kinds,
  each,
}: SimulationOptions): Simulation {
  const world = new World({ hosts, seed, rates, firstDay: FIRST_DAY });
  const { enterprise } = world;
  const huntFrom = FIRST_DAY + learnDays;
  const campaigns = planCampaigns(enterprise, {
    kinds,
    each,
    seed,
    firstDay: FIRST_DAY,
    huntFrom,
    huntUntil: FIRST_DAY + days,
  });
  function* inOrder(): Generator<WorldDay> {
    for (let n = 0; n < days; n++) {
      const benign = world.day();
      const intruders = intrusions(enterprise, campaigns, benign.day);
      yield { ...benign, conversations: [...benign.conversations, ...intruders] };
    }
  }
  return { enterprise, campaigns, huntFrom, days: inOrder() };
}
