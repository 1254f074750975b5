import type { Judgement } from '../baseline/judgement.ts';
import type { Trial } from './trial.ts';

export const LEVELS = [0.1, 0.01, 0.001] as const;

/** How many benign client-days of one day had a p-value below each of `LEVELS`. */
export interface CalibratedDay {
  readonly day: number;
  readonly clients: number;
  readonly below: readonly number[];
}

/** Clients that an intruder used on that day, or whose address he had, are left out. */
export function calibratedDays(trial: Trial, judgements: readonly Judgement[]): readonly CalibratedDay[] {
  const intruders = new Set(trial.hops.map(({ day, client }) => `${day} ${client}`));
  return judgements.map(({ day, clients, pValues }) => {
    const below = LEVELS.map(() => 0);
    let benign = 0;
    for (const [n, client] of clients.entries()) {
      if (intruders.has(`${day} ${client}`)) continue;
      benign += 1;
      for (const [l, level] of LEVELS.entries()) if (pValues[n]! < level) below[l]! += 1;
    }
    return { day, clients: benign, below };
  });
}
