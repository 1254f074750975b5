import { isWeekend } from '../../baseline/day-number.ts';
import { Random } from '../random.ts';
import type { Conversation } from '../world/conversation.ts';
import type { Enterprise } from '../world/enterprise.ts';
import { Traffic } from '../world/traffic.ts';
import type { Campaign, Hop } from './campaign.ts';
import type { Kind } from './kinds.ts';
import { Stage } from './stage.ts';

/** Minutes between the servers of one hop, in hours, where a kind does not say. */
const BETWEEN_SERVERS = 0.1;
/** And between what is said to one of them. */
const BETWEEN_ROUTINES = 0.002;

export interface PlanOptions {
  readonly kinds: readonly Kind[];
  /** Campaigns of each kind. */
  readonly each: number;
  readonly seed: number;
  readonly firstDay: number;
  /** First day of the hunt, and the day after its last. */
  readonly huntFrom: number;
  readonly huntUntil: number;
}

/** The campaigns of a world: of each kind as many as asked for, spread over the working days of the hunt. */
export function planCampaigns(enterprise: Enterprise, options: PlanOptions): readonly Campaign[] {
  const { kinds, each, seed, firstDay, huntFrom, huntUntil } = options;
  const random = new Random(seed, 6);
  const workDays: number[] = [];
  for (let day = firstDay; day < huntUntil; day++) if (!isWeekend(day)) workDays.push(day);
  const firstOfHunt = workDays.findIndex((day) => day >= huntFrom);
  const used = new Set<number>();
  const campaigns: Campaign[] = [];
  let hopCount = 0;
  for (const kind of kinds)
    for (let n = 0; n < each; n++) {
      const id = campaigns.length;
      const room = workDays.length - firstOfHunt - kind.days;
      if (firstOfHunt < 0 || room < 0 || firstOfHunt < (kind.before ?? 0)) continue;
      const start = firstOfHunt + random.below(room + 1);
      const planned = kind.plan(new Stage(enterprise, random, used));
      const hops = planned.map(
        (one): Hop => ({
          id: hopCount++,
          campaign: id,
          day: workDays[start + one.day]!,
          hour: one.hour,
          client: one.client,
          servers: one.servers,
          every: one.every ?? BETWEEN_SERVERS,
          routines: one.routines,
          starts: one.starts ?? one.routines.map((_, r) => r * BETWEEN_ROUTINES),
          pace: one.pace ?? random.between(2.5, 60),
        }),
      );
      campaigns.push({ id, kind: kind.name, family: kind.family, hops });
    }
  return campaigns;
}

/** What intruders say on a day, over the same wire as everybody. */
export function intrusions(
  enterprise: Enterprise,
  campaigns: readonly Campaign[],
  day: number,
): Conversation[] {
  const clock = new Traffic(day, enterprise.rates);
  return campaigns
    .flatMap(({ hops }) => hops.filter((hop) => hop.day === day))
    .flatMap((hop) =>
      hop.servers.flatMap((server, s) =>
        hop.routines.map((routine, r) => ({
          client: hop.client,
          server,
          start: clock.timeOf(hop.hour + s * hop.every + hop.starts[r]!),
          routine,
          pace: hop.pace,
          asks: true,
          hop: hop.id,
        })),
      ),
    );
}
