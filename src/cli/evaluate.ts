import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Kind } from '../evaluation/campaigns/kinds.ts';
import { recordedKind } from '../evaluation/campaigns/recorded.ts';
import { DEFAULT_OPTIONS, type EvaluationOptions, evaluateSeed } from '../evaluation/evaluate.ts';
import { reportTable } from '../evaluation/report-table.ts';
import { summarise } from '../evaluation/summary.ts';
import { RATES } from '../evaluation/world/rates.ts';
import { nearest } from '../language/index.ts';
import { writeWorld } from './evaluate-write.ts';
import { countFlag, listFlag, switchFlag, textFlag } from './flag-values.ts';
import { EXIT_OK, Failure, type Invocation, type RawFlags } from './invocation.ts';
import { say } from './messages.ts';
import { putText } from './output.ts';

const LEAST_HOSTS = 100;
const MOST_SEEDS = 1000;

/** Says how good the ranking is: on simulated enterprises with intruders in them, beside what users would do otherwise. */
export async function evaluate({ flags }: Invocation): Promise<number> {
  const options = optionsOf(flags);
  const folder = textFlag(flags, 'write');
  const quiet = switchFlag(flags, 'quiet');
  if (folder !== null) {
    for (const name of ['format', 'out'] as const)
      if (textFlag(flags, name) !== null)
        throw new Failure(`--write gives logs and no figures: --${name} has no meaning with it`);
    const seed = options.seeds[0]!;
    if (options.seeds.length > 1 && textFlag(flags, 'seeds') !== null)
      throw new Failure('--write makes one world: give one seed');
    const { days, hops } = writeWorld(folder, options, seed);
    if (!quiet) say(`${folder}: ${days} days of the world of seed ${seed}, with ${hops} hops of intruders`);
    return EXIT_OK;
  }
  const results = [];
  for (const seed of options.seeds) {
    const start = performance.now();
    const result = evaluateSeed(options, seed);
    results.push(result);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const own = result.methods.values().next().value!.hops[2]!;
    if (!quiet) say(`seed ${seed}: ${own.hits} of ${own.of} hops at ten leads a day (${seconds} s)`);
  }
  const summary = summarise(options, results);
  const isTable = (textFlag(flags, 'format') ?? 'table') === 'table';
  await putText(
    textFlag(flags, 'out'),
    isTable ? reportTable(summary) : `${JSON.stringify(summary, null, 2)}\n`,
  );
  return EXIT_OK;
}

function optionsOf(flags: RawFlags): EvaluationOptions {
  const days = countFlag(flags, 'days', DEFAULT_OPTIONS.days, 2);
  const learnDays = countFlag(flags, 'learn-days', Math.min(DEFAULT_OPTIONS.learnDays, days - 1), 1);
  if (learnDays >= days) throw new Failure(`--learn-days ${learnDays} leave none of --days ${days} to hunt`);
  return {
    ...DEFAULT_OPTIONS,
    hosts: countFlag(flags, 'hosts', DEFAULT_OPTIONS.hosts, LEAST_HOSTS),
    days,
    learnDays,
    seeds: seedsOf(textFlag(flags, 'seeds')) ?? DEFAULT_OPTIONS.seeds,
    visibility: switchFlag(flags, 'flows-only') ? 'flows' : 'operation',
    factors: Object.fromEntries(listFlag(flags, 'rate').map(factorOf)),
    moreKinds: listFlag(flags, 'attack').map(attackOf),
    ablation: switchFlag(flags, 'ablation'),
  };
}

/** `101-105`, `7,9`, `1-3,8`; null where none are given. */
function seedsOf(text: string | null): readonly number[] | null {
  if (text === null) return null;
  const seeds = text.split(',').flatMap((part) => {
    const range = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part.trim());
    const from = Number(range?.[1]);
    const to = Number(range?.[2] ?? range?.[1]);
    if (range === null || to < from || to - from >= MOST_SEEDS)
      throw new Failure(`--seeds takes numbers and ranges as 101-105 or 7,9, not \`${text}\``);
    return Array.from({ length: to - from + 1 }, (_, n) => from + n);
  });
  return seeds;
}

function attackOf(path: string): Kind {
  let kind: Kind | null;
  try {
    kind = recordedKind(basename(path).replace(/\.[a-z]+$/, ''), readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Failure(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (kind === null)
    throw new Failure(`${path}: none of its calls is one of intruders (\`rpctrail interfaces\`)`);
  return kind;
}

/** `NAME=x2`, `NAME=0.5`: a rate and by what it is multiplied. */
function factorOf(text: string): readonly [name: string, factor: number] {
  const [, name = '', number = ''] = /^([^=]*)=x?(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (number === '') throw new Failure(`--rate takes NAME=FACTOR, as developer-runs=x5, not \`${text}\``);
  const names = RATES.map((rate) => rate.name);
  if (!names.includes(name)) {
    const near = nearest(name, names);
    throw new Failure(
      `there is no rate ${name}${near === null ? `: ${names.join(', ')}` : `; did you mean ${near}?`}`,
    );
  }
  return [name, Number(number)];
}
