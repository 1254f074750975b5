const MICROS_PER_DAY = 86_400_000_000;
const MICROS_PER_HOUR = 3_600_000_000;
/** The longest stretch in which neither the day, the hour nor a zone's offset changes: zones turn at quarters. */
const QUARTER = MICROS_PER_HOUR / 4;
const MILLIS_PER_DAY = 86_400_000;
const NIGHT_ENDS = 6;
const NIGHT_BEGINS = 20;

/** `YYYY-MM-DD` of a day number: whole days since 1970-01-01. */
export function formatDay(day: number): string {
  return new Date(day * MILLIS_PER_DAY).toISOString().slice(0, -14);
}

/** The day number of `YYYY-MM-DD`; null where the text is no such date. */
export function parseDay(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  const millis = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(millis) || formatDay(millis / MILLIS_PER_DAY) !== text ? null : millis / MILLIS_PER_DAY;
}

/** Saturday or Sunday. 1970-01-01 was a Thursday. */
export function isWeekend(day: number): boolean {
  const sinceMonday = (((day + 3) % 7) + 7) % 7;
  return sinceMonday >= 5;
}

/** Whether there is such a time zone: `UTC`, `Europe/Berlin`. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** A time zone as it is spelled everywhere. @param zone one that there is (`isZone`) */
export function zoneName(zone: string): string {
  return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
}

/** Tells the day, and whether it was night, in a time zone. Fast for times that lie near each other. */
export class DayClock {
  private readonly offsetAt: (micros: number) => number;
  private readonly known = new Map<number, number>();
  private from = 1;
  private to = 0;
  private moment = 0;

  /** @param zone an IANA name, which must be one (`isZone`) */
  constructor(zone: string) {
    this.offsetAt = zone === 'UTC' ? () => 0 : offsets(zone);
  }

  /** Twice the day number, and 1 more between 20:00 and 06:00. */
  at(micros: number): number {
    if (micros < this.from || micros >= this.to) this.enter(Math.floor(micros / QUARTER));
    return this.moment;
  }

  private enter(quarter: number): void {
    this.from = quarter * QUARTER;
    this.to = this.from + QUARTER;
    let moment = this.known.get(quarter);
    if (moment === undefined) {
      const local = this.from + this.offsetAt(this.from);
      const day = Math.floor(local / MICROS_PER_DAY);
      const hour = Math.floor((local - day * MICROS_PER_DAY) / MICROS_PER_HOUR);
      moment = 2 * day + (hour < NIGHT_ENDS || hour >= NIGHT_BEGINS ? 1 : 0);
      this.known.set(quarter, moment);
    }
    this.moment = moment;
  }
}

/** Microseconds east of UTC at a time. */
function offsets(zone: string): (micros: number) => number {
  const format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone: zone,
    era: 'narrow',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  });
  return (micros) => {
    const millis = Math.floor(micros / 1000);
    const parts: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(millis)) parts[type] = Number(value);
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts;
    const local =
      new Date(0).setUTCFullYear(year, month - 1, day) + ((hour * 60 + minute) * 60 + second) * 1000;
    return (local - Math.floor(millis / 1000) * 1000) * 1000;
  };
}
