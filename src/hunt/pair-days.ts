import type { Finding } from '../model/finding.ts';
import type { Micros } from '../model/time.ts';

/** When the events of pairs lie, and their findings, by pair and day. */
export class PairDays {
  private readonly spans = new Map<string, { start: Micros; end: Micros }>();
  private readonly found = new Map<string, Finding[]>();
  private readonly dayOf: (micros: Micros) => number;

  constructor(dayOf: (micros: Micros) => number) {
    this.dayOf = dayOf;
  }

  readonly see = (pair: string, micros: Micros): void => {
    const key = `${pair}\n${this.dayOf(micros)}`;
    const span = this.spans.get(key);
    if (span === undefined) this.spans.set(key, { start: micros, end: micros });
    else {
      span.start = Math.min(span.start, micros);
      span.end = Math.max(span.end, micros);
    }
  };

  /** A finding counts for every day that it lasts. */
  add(pair: string, finding: Finding): void {
    for (let day = this.dayOf(finding.start); day <= this.dayOf(finding.end); day++) {
      const key = `${pair}\n${day}`;
      const list = this.found.get(key);
      if (list === undefined) this.found.set(key, [finding]);
      else list.push(finding);
    }
  }

  times(pair: string, day: number): { readonly start: Micros; readonly end: Micros } | undefined {
    return this.spans.get(`${pair}\n${day}`);
  }

  findings(pair: string, day: number): readonly Finding[] {
    return this.found.get(`${pair}\n${day}`) ?? [];
  }
}
