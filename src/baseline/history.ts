import type { Judgement } from './judgement.ts';
import type { PastLead, ReferenceDay, StrongEdge, Verdicts } from './verdicts.ts';

/** Verdicts that grow by a day. */
export class History {
  readonly leads: PastLead[];
  readonly strong: StrongEdge[];
  readonly reference: ReferenceDay[];
  readonly hidden: number[];

  /** @param from the day from which on verdicts are left out */
  constructor(verdicts: Verdicts, from: number, allowances: number) {
    this.leads = verdicts.leads.filter(({ day }) => day < from);
    this.strong = verdicts.strong.filter(({ day }) => day < from);
    this.reference = verdicts.reference.filter(({ day }) => day < from);
    this.hidden = Array.from({ length: allowances }, (_, n) => verdicts.hidden[n] ?? 0);
  }

  /** Takes in a day later than all. Scores of a cold start say nothing about later ones. */
  add({ day, cold, leads, strong, hidden }: Judgement, reference: readonly ReferenceDay[]): void {
    for (const { client, score, shown, ongoing, servers } of leads) {
      if (!shown && !ongoing) continue;
      const odd = servers.filter((one) => one.score > 0);
      this.leads.push({
        day,
        client,
        score: hundredths(score),
        ongoing,
        classes: odd.reduce((mask, one) => mask | (1 << one.class), 0),
        servers: odd.map((one) => ({ server: one.server, score: hundredths(one.score) })),
      });
    }
    this.strong.push(...strong);
    if (!cold) this.reference.push(...reference);
    for (const [n, count] of hidden.entries()) this.hidden[n]! += count;
  }

  /** @param pathFrom the first day whose strong edges may still be a path */
  verdicts(pathFrom: number): Verdicts {
    return {
      leads: [...this.leads],
      strong: this.strong.filter(({ day }) => day >= pathFrom),
      reference: [...this.reference],
      hidden: [...this.hidden],
    };
  }
}

/** Scores are kept so that they are the same on every machine. */
export function hundredths(score: number): number {
  return Math.round(score * 100) / 100;
}
