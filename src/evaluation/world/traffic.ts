import type { Micros } from '../../model/time.ts';
import type { Random } from '../random.ts';
import { BENIGN, type Conversation } from './conversation.ts';
import type { Rates } from './rates.ts';
import type { Routine } from './routine.ts';

const MICROS_PER_DAY = 86_400_000_000;
const MICROS_PER_HOUR = 3_600_000_000;
/** Conversations end before midnight, that a day is a day whoever looks at it. */
const LAST_HOUR = 23.9;

/** Gathers what is said on one day. */
export class Traffic {
  readonly day: number;
  readonly conversations: Conversation[] = [];
  private readonly rates: Rates;

  constructor(day: number, rates: Rates) {
    this.day = day;
    this.rates = rates;
  }

  /** @param hour after midnight; held inside the day */
  add(random: Random, hour: number, client: number, server: number, routine: Routine): void {
    if (client === server) return;
    this.conversations.push({
      client,
      server,
      start: this.timeOf(hour),
      routine,
      pace: random.between(0.5, 3),
      asks: routine.asksAlways || !random.chance(this.rates['cached-mapper']),
      hop: BENIGN,
    });
  }

  timeOf(hour: number): Micros {
    const inside = Math.min(Math.max(hour, 0), LAST_HOUR);
    return this.day * MICROS_PER_DAY + Math.floor(inside * MICROS_PER_HOUR);
  }
}
