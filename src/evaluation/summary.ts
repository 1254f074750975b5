import { LEVELS } from './calibration-check.ts';
import type { EvaluationOptions, SeedResult } from './evaluate.ts';
import { type Interval, intervalOf } from './interval.ts';
import { BUDGETS, type Measures, type Share, sumOf } from './measures.ts';

/** A share over all worlds, and its mean and interval over the worlds one by one. */
export interface SummedShare extends Share {
  /** `null` where nothing could have come out. */
  readonly share: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface SummedMeasures {
  readonly name: string;
  /** Of an alternative: whom it leaves out, where it does best. */
  readonly variant?: string;
  /** Hops found, by leads a day. */
  readonly hops: Readonly<Record<string, SummedShare>>;
  readonly firstDay: SummedShare;
  readonly precision: SummedShare;
}

export interface CalibrationLevel {
  readonly level: number;
  /** Share of benign client-days with a p-value below it: mean over days, and its interval over days. */
  readonly share: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** What came out of all worlds together. */
export interface Summary {
  readonly hosts: number;
  readonly days: number;
  readonly learnDays: number;
  readonly seeds: readonly number[];
  readonly visibility: EvaluationOptions['visibility'];
  readonly factors: Readonly<Record<string, number>>;
  readonly conversations: number;
  readonly rows: number;
  readonly campaigns: number;
  readonly methods: readonly SummedMeasures[];
  readonly kinds: readonly SummedMeasures[];
  readonly families: readonly SummedMeasures[];
  readonly difficulties: readonly SummedMeasures[];
  readonly without: readonly SummedMeasures[];
  readonly calibration: readonly CalibrationLevel[];
  readonly clientDays: number;
}

export function summarise(options: EvaluationOptions, results: readonly SeedResult[]): Summary {
  const total = (of: (one: SeedResult) => number) => results.reduce((sum, one) => sum + of(one), 0);
  const [own, ...bounds] = split(results.map(({ methods }) => methods));
  const days = results.flatMap(({ calibration }) => calibration).filter(({ clients }) => clients > 0);
  return {
    hosts: options.hosts,
    days: options.days,
    learnDays: options.learnDays,
    seeds: results.map(({ seed }) => seed),
    visibility: options.visibility,
    factors: options.factors,
    conversations: total((one) => one.conversations),
    rows: total((one) => one.rows),
    campaigns: total((one) => one.campaigns),
    methods: [own!, ...bestAlternatives(results), ...bounds],
    kinds: split(results.map(({ kinds }) => kinds)),
    families: split(results.map(({ families }) => families)),
    difficulties: split(results.map(({ difficulties }) => difficulties)),
    without: split(results.map(({ without }) => without)),
    calibration: LEVELS.map((level, l) => {
      const { mean, ...bounds } = intervalOf(days.map(({ below, clients }) => below[l]! / clients));
      return { level, share: mean, low: known(bounds.low), high: known(bounds.high) };
    }),
    clientDays: days.reduce((sum, { clients }) => sum + clients, 0),
  };
}

/** By name, in the order of their coming; a world that lacks one counts nothing of it. */
function split(worlds: readonly ReadonlyMap<string, Measures>[]): SummedMeasures[] {
  const names = new Set(worlds.flatMap((world) => [...world.keys()]));
  return [...names].map((name) =>
    summed(
      name,
      worlds.flatMap((world) => world.get(name) ?? []),
    ),
  );
}

/** Of each rule the way of leaving hosts out that finds the most hops at ten a day: no user could choose better. */
function bestAlternatives(results: readonly SeedResult[]): SummedMeasures[] {
  const names = [...(results[0]?.alternatives.keys() ?? [])];
  return names.map((name) => {
    const worlds = results.map(({ alternatives }) => alternatives.get(name)!);
    const variants = worlds[0]!.map(({ text }, v) =>
      summed(
        name,
        worlds.map((world) => world[v]!.measures),
        text,
      ),
    );
    const found = ({ hops }: SummedMeasures) => hops[10]!.hits + hops[20]!.hits / 1000;
    return variants.reduce((best, one) => (found(one) > found(best) ? one : best));
  });
}

function summed(name: string, worlds: readonly Measures[], variant?: string): SummedMeasures {
  const { hops, firstDay, precision } = sumOf(worlds);
  return {
    name,
    ...(variant === undefined ? {} : { variant }),
    hops: Object.fromEntries(
      BUDGETS.map((budget, k) => [
        budget,
        shareOf(
          hops[k]!,
          worlds.map((one) => one.hops[k]!),
        ),
      ]),
    ),
    firstDay: shareOf(
      firstDay,
      worlds.map((one) => one.firstDay),
    ),
    precision: shareOf(
      precision,
      worlds.map((one) => one.precision),
    ),
  };
}

function shareOf(all: Share, worlds: readonly Share[]): SummedShare {
  const shares = worlds.filter(({ of }) => of > 0).map(({ hits, of }) => hits / of);
  const { low, high }: Interval = intervalOf(shares);
  const clamped = (value: number) => known(Math.min(1, Math.max(0, value)));
  return { ...all, share: all.of === 0 ? null : all.hits / all.of, low: clamped(low), high: clamped(high) };
}

/** null for NaN: JSON has none. */
function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
