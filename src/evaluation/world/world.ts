import { isWeekend } from '../../baseline/day-number.ts';
import { Random } from '../random.ts';
import { changeOvernight } from './changes.ts';
import type { WorldDay } from './conversation.ts';
import { deskDay, isOn } from './desk.ts';
import { Enterprise, type EnterpriseOptions } from './enterprise.ts';
import { isDesk } from './host.ts';
import { serverDay } from './machinery.ts';
import { workDay } from './people.ts';
import { Traffic } from './traffic.ts';

/**
 * A simulated enterprise, whose RPC is made a day at a time. What a host does on a day is drawn from a stream of its
 * own (seed, day, host): whoever is added or left out changes nothing for the others.
 */
export class World {
  readonly enterprise: Enterprise;
  /** The day that comes next. */
  next: number;
  private readonly first: number;

  constructor(options: EnterpriseOptions) {
    this.enterprise = new Enterprise(options);
    this.first = options.firstDay;
    this.next = options.firstDay;
  }

  /** The benign traffic of the next day, midnight to midnight. */
  day(): WorldDay {
    const { enterprise } = this;
    const day = this.next++;
    if (day > this.first) changeOvernight(enterprise, day);
    const weekend = isWeekend(day);
    const patchDay = isPatchDay(day);
    const traffic = new Traffic(day, enterprise.rates);
    for (const host of enterprise.hosts) {
      const random = new Random(enterprise.seed, 5, day, host.id);
      if (!isDesk(host)) serverDay(enterprise, host, random, traffic, { weekend, patchDay });
      else if (isOn(enterprise, host, day, weekend)) {
        deskDay(enterprise, host, random, traffic);
        workDay(enterprise, host, random, traffic, weekend);
      }
    }
    const slots = Int32Array.from(enterprise.hosts, ({ slot }) => slot);
    return { day, weekend, patchDay, conversations: traffic.conversations, slots };
  }
}

/** The second Tuesday of a month. */
function isPatchDay(day: number): boolean {
  const date = new Date(day * 86_400_000);
  return date.getUTCDay() === 2 && date.getUTCDate() > 7 && date.getUTCDate() <= 14;
}
