import { judgeDays } from '../../baseline/judge.ts';
import type { Judgement } from '../../baseline/judgement.ts';
import { type JudgeOptions, PARAMETERS } from '../../baseline/parameters.ts';
import { NO_VERDICTS } from '../../baseline/verdicts.ts';
import type { IntruderCalls } from '../../knowledge/intruder-calls.ts';
import type { DayRanking, RankedLead } from '../ranking.ts';
import type { Trial } from '../trial.ts';

/**
 * Judges the days of a trial as `learn` and then `hunt` day by day would: the guard and the reference of p-values come
 * of the judgements of the days before.
 * @returns one a day of the hunt
 */
export function judgeTrial(
  trial: Trial,
  intruder: IntruderCalls,
  options: JudgeOptions = {},
): readonly Judgement[] {
  const { snapshot, firstDay, lastDay, huntFrom } = trial;
  const from = Math.min(huntFrom, firstDay + (options.parameters?.coldDays ?? PARAMETERS.coldDays));
  const all = judgeDays(snapshot, NO_VERDICTS, from, lastDay, intruder, options);
  return all.filter(({ day }) => day >= huntFrom);
}

/** The leads of a judgement with their ranks: those that go on take no place. */
export function judgedRanking({ day, leads }: Judgement): DayRanking {
  let taken = 0;
  const ranks: RankedLead[] = [];
  for (const { client, servers, ongoing, score } of leads) {
    if (score <= 0) break;
    ranks.push({
      client,
      servers: servers.filter((one) => one.score > 0).map(({ server }) => server),
      rank: taken + 1,
      ongoing,
    });
    if (!ongoing) taken += 1;
  }
  return { day, leads: ranks };
}
