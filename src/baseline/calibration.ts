import { isWeekend } from './day-number.ts';
import type { Parameters } from './parameters.ts';
import type { ReferenceDay } from './verdicts.ts';

/** Scores in hundredths, which is as finely as they are compared. */
const BINS = 100;
/** Scores above the one of this rank are too few to be counted: an exponential tail is fitted. */
const TAIL_FROM = 10;
const TAIL_LEAST = 20;
const TAIL_SHARE = 0.002;
const LEAST_EXCESS = 0.3;

/** The scores of one group on one day. @param scores in any order */
export function referenceDay(day: number, group: number, scores: readonly number[]): ReferenceDay {
  const sorted = Int32Array.from(scores, binOf).sort();
  const bins: number[] = [];
  const counts: number[] = [];
  for (const bin of sorted)
    if (bins.at(-1) === bin) counts[counts.length - 1]!++;
    else {
      bins.push(bin);
      counts.push(1);
    }
  return { day, group, bins: Int32Array.from(bins), counts: Int32Array.from(counts) };
}

function binOf(score: number): number {
  return Math.round(score * BINS);
}

/** Earlier scores that a score is held against. */
export class ScoreSet {
  readonly size: number;
  private readonly bins: readonly number[];
  /** By bin: scores in it and above. */
  private readonly above: readonly number[];
  private readonly tail: { readonly from: number; readonly share: number; readonly excess: number } | null;

  constructor(days: readonly Pick<ReferenceDay, 'bins' | 'counts'>[]) {
    const byBin = new Map<number, number>();
    for (const { bins, counts } of days)
      for (const [n, bin] of bins.entries()) byBin.set(bin, (byBin.get(bin) ?? 0) + counts[n]!);
    const descending = [...byBin].sort(([a], [b]) => b - a);
    let size = 0;
    const above = descending.map(([, count]) => {
      size += count;
      return size;
    });
    this.size = size;
    this.bins = descending.map(([bin]) => bin);
    this.above = above;
    this.tail = tailOf(descending, size);
  }

  /**
   * The share of scores that are as high or higher. @param u where among its equals the score stands, from 0 (the
   * first) to 1: one half to be shown, drawn evenly where p-values must be even themselves
   */
  pValue(score: number, u = 0.5): number {
    const bin = binOf(score);
    let [low, high] = [0, this.bins.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.bins[middle]! > bin) low = middle + 1;
      else high = middle;
    }
    const greater = low === 0 ? 0 : this.above[low - 1]!;
    if (this.tail !== null && greater < TAIL_FROM && score > this.tail.from)
      return Math.min(1, this.tail.share * Math.exp(-(score - this.tail.from) / this.tail.excess));
    const equal = this.bins[low] === bin ? this.above[low]! - greater : 0;
    return (greater + u * (equal + 1)) / (this.size + 1);
  }
}

/** Of the largest scores: where they begin, what share of all they are, and by how much they exceed that on average. */
function tailOf(descending: readonly (readonly [bin: number, count: number])[], size: number) {
  const wanted = Math.max(TAIL_LEAST, Math.ceil(TAIL_SHARE * size));
  if (size < wanted) return null;
  let [taken, sum] = [0, 0];
  for (const [bin, count] of descending) {
    const more = Math.min(count, wanted - taken);
    taken += more;
    sum += more * bin;
    if (taken === wanted)
      return {
        from: bin / BINS,
        share: wanted / size,
        excess: Math.max(LEAST_EXCESS, (sum / wanted - bin) / BINS),
      };
  }
  return null;
}

/** How likely each group's scores are, by those of earlier days of the same kind: working days, or weekends. */
export class Calibration {
  private readonly byGroup = new Map<number, ScoreSet>();
  private readonly all: ScoreSet;
  private readonly least: number;

  /** @param today the scores of the day itself, which stand in where there are no earlier ones */
  constructor(
    day: number,
    reference: readonly ReferenceDay[],
    today: readonly ReferenceDay[],
    { referenceDays, referenceLeast }: Parameters,
  ) {
    const alike = reference.filter((one) => one.day < day && isWeekend(one.day) === isWeekend(day));
    const days = [...new Set(alike.map((one) => one.day))].sort((a, b) => a - b).slice(-referenceDays);
    const used = alike.filter((one) => days.includes(one.day));
    for (const group of new Set(used.map((one) => one.group)))
      this.byGroup.set(group, new ScoreSet(used.filter((one) => one.group === group)));
    this.all = new ScoreSet(used.length > 0 ? used : today);
    this.least = referenceLeast;
  }

  pValue(group: number, score: number, u = 0.5): number {
    const own = this.byGroup.get(group);
    return (own !== undefined && own.size >= this.least ? own : this.all).pValue(score, u);
  }
}
