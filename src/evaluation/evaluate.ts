import type { Judgement } from '../baseline/judgement.ts';
import { SCORE_PARTS, type ScorePart } from '../baseline/parameters.ts';
import { type IntruderCalls, intruderCalls } from '../knowledge/intruder-calls.ts';
import { type CalibratedDay, calibratedDays } from './calibration-check.ts';
import type { Family } from './campaigns/campaign.ts';
import { KINDS, type Kind } from './campaigns/kinds.ts';
import { grouped } from './grouped.ts';
import { type Measures, measure } from './measures.ts';
import { alternatives } from './methods/alternatives.ts';
import { oracle, shuffledHops } from './methods/bounds.ts';
import { judgedRanking, judgeTrial } from './methods/judged.ts';
import { type Difficulty, makeTrial, type SeenHop, type Trial } from './trial.ts';
import { ratesWith } from './world/rates.ts';
import type { Visibility } from './world-learner.ts';

export const OURS = 'rpctrail';
export const ORACLE = 'oracle: the truth first';
export const SHUFFLED = 'shuffled labels';

export interface EvaluationOptions {
  readonly hosts: number;
  readonly days: number;
  readonly learnDays: number;
  readonly seeds: readonly number[];
  readonly visibility: Visibility;
  readonly byName: boolean;
  /** By which rates are multiplied. */
  readonly factors: Readonly<Record<string, number>>;
  /** Which families of campaigns there are; `apart` is always set apart. */
  readonly families: readonly Family[];
  /** Kinds beside the built-in ones. */
  readonly moreKinds: readonly Kind[];
  /** Campaigns of each kind. */
  readonly each: number;
  /** Also without each part of the score. */
  readonly ablation: boolean;
  readonly intruder?: IntruderCalls;
}

export const DEFAULT_OPTIONS: EvaluationOptions = {
  hosts: 1_000,
  days: 44,
  learnDays: 30,
  seeds: [101, 102, 103],
  visibility: 'operation',
  byName: false,
  factors: {},
  families: ['page', 'other', 'apart'],
  moreKinds: [],
  each: 1,
  ablation: false,
};

export interface Measured {
  readonly text: string;
  readonly measures: Measures;
}

/** What came out of one world. */
export interface SeedResult {
  readonly seed: number;
  readonly conversations: number;
  readonly rows: number;
  readonly campaigns: number;
  /** By method; of the hops of all families but `apart`. */
  readonly methods: ReadonlyMap<string, Measures>;
  /** What users would do otherwise: by rule, and within a rule by whom it leaves out. */
  readonly alternatives: ReadonlyMap<string, readonly Measured[]>;
  /** Of `OURS`: by kind of campaign, by family, and by difficulty. */
  readonly kinds: ReadonlyMap<string, Measures>;
  readonly families: ReadonlyMap<Family, Measures>;
  readonly difficulties: ReadonlyMap<Difficulty, Measures>;
  /** Without a part of the score. */
  readonly without: ReadonlyMap<ScorePart, Measures>;
  readonly calibration: readonly CalibratedDay[];
}

/** The kinds of campaigns that such options ask for. */
export function kindsOf({ families, moreKinds }: Pick<EvaluationOptions, 'families' | 'moreKinds'>): Kind[] {
  return [...KINDS.filter(({ family }) => families.includes(family)), ...moreKinds];
}

/** Runs one world and measures every method on it. */
export function evaluateSeed(options: EvaluationOptions, seed: number): SeedResult {
  const trial = makeTrial({ ...options, seed, rates: ratesWith(options.factors), kinds: kindsOf(options) });
  return measureTrial(trial, options);
}

export function measureTrial(trial: Trial, options: EvaluationOptions): SeedResult {
  const intruder = options.intruder ?? intruderCalls();
  const counting = trial.hops.filter(({ family }) => family !== 'apart');
  const judgements = judgeTrial(trial, intruder);
  const days = judgements.map(judgedRanking);
  const of = (hops: readonly SeenHop[]) => measure(days, hops, trial.hops);
  const methods = new Map<string, Measures>([
    [OURS, of(counting)],
    [ORACLE, measure(oracle(trial), counting, trial.hops)],
    [SHUFFLED, measure(days, shuffledHops(trial))],
  ]);
  const split = <K>(keyOf: (hop: SeenHop) => K, hops: readonly SeenHop[]): Map<K, Measures> =>
    new Map([...grouped(hops, keyOf)].map(([key, some]) => [key, of(some)]));
  return {
    seed: trial.seed,
    conversations: trial.conversations,
    rows: trial.snapshot.rows.length,
    campaigns: trial.campaigns.length,
    methods,
    alternatives: new Map(
      alternatives(trial, options.visibility === 'operation').map(({ name, variants }) => [
        name,
        variants.map((one) => ({ text: one.text, measures: measure(one.days, counting, trial.hops) })),
      ]),
    ),
    kinds: split(({ kind }) => kind, trial.hops),
    families: split(({ family }) => family, trial.hops),
    difficulties: split(({ difficulty }) => difficulty, counting),
    without: options.ablation ? ablation(trial, intruder, counting) : new Map(),
    calibration: calibratedDays(trial, judgements),
  };
}

function ablation(
  trial: Trial,
  intruder: IntruderCalls,
  counting: readonly SeenHop[],
): ReadonlyMap<ScorePart, Measures> {
  return new Map(
    SCORE_PARTS.map((part) => {
      const judgements: readonly Judgement[] = judgeTrial(trial, intruder, { without: [part] });
      return [part, measure(judgements.map(judgedRanking), counting, trial.hops)];
    }),
  );
}
