import type { Parameters } from './parameters.ts';
import type { PastLead } from './verdicts.ts';

/** Which clients were shown in the last days, and what would make them new. */
export class Snooze {
  private readonly earlier = new Map<number, { score: number; classes: number }>();
  private readonly rise: number;

  constructor(day: number, leads: readonly PastLead[], { snoozeDays, snoozeRise }: Parameters) {
    this.rise = snoozeRise;
    for (const lead of leads) {
      if (lead.ongoing || lead.day >= day || lead.day < day - snoozeDays) continue;
      const known = this.earlier.get(lead.client);
      this.earlier.set(lead.client, {
        score: Math.max(lead.score, known?.score ?? -Infinity),
        classes: lead.classes | (known?.classes ?? 0),
      });
    }
  }

  /**
   * Whether a client-day goes on from an earlier one: it was shown, its score has not risen by much, and it has not
   * reached a class of servers that it had not, with more than half the score. @param classes as of `PastLead`
   */
  isOngoing(client: number, score: number, classes: number): boolean {
    const known = this.earlier.get(client);
    if (known === undefined || score >= known.score + this.rise) return false;
    return (classes & ~known.classes) === 0 || score <= known.score / 2;
  }
}
