import { grouped } from '../grouped.ts';
import { Random } from '../random.ts';
import type { DayRanking } from '../ranking.ts';
import type { SeenHop, Trial } from '../trial.ts';

/** Whoever knows the truth: every client-day of an intruder first. */
export function oracle(trial: Trial): readonly DayRanking[] {
  return huntDays(trial).map((day) => {
    const clients = grouped(
      trial.hops.filter((hop) => hop.day === day && hop.family !== 'apart'),
      ({ client }) => client,
    );
    const leads = [...clients].map(([client, hops], index) => ({
      client,
      servers: hops.flatMap(({ servers }) => servers),
      rank: index + 1,
      ongoing: false,
    }));
    return { day, leads };
  });
}

/** The same hops laid upon conversations that have nothing to do with them: what is found of these is chance. */
export function shuffledHops(trial: Trial): readonly SeenHop[] {
  const random = new Random(trial.seed, 8);
  const { rows } = trial.snapshot;
  return trial.hops.map((hop) => {
    const row = random.below(rows.length);
    return { ...hop, client: rows.client[row]!, servers: [rows.server[row]!] };
  });
}

export function huntDays({ huntFrom, lastDay }: Trial): readonly number[] {
  return Array.from({ length: lastDay - huntFrom + 1 }, (_, n) => huntFrom + n);
}
