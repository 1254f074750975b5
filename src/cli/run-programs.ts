import { readAll } from '../host/run.ts';
import { spanOf } from '../ir/span.ts';
import { type WantOptions, wantOf } from '../ir/want.ts';
import type { Engine, Program } from '../model/engine.ts';
import type { EventStore } from '../model/event-store.ts';
import type { MatchBatch } from '../model/match.ts';
import type { KindWant, Want } from '../model/want.ts';
import type { Stretch } from '../pipeline/kept-events.ts';
import { matchesOf, mergeByTime } from '../pipeline/matches.ts';
import { progressLine } from './progress.ts';
import { inputsOf } from './reading.ts';
import type { ReadSettings } from './settings.ts';
import type { RowCount, RunFacts } from './tally.ts';

export interface RunListener {
  rows(store: EventStore, batch: MatchBatch): Promise<void>;
  /** After the rows of a stretch. */
  stretch(stretch: Stretch, rows: readonly RowCount[]): Promise<void>;
}

export interface RunOptions extends WantOptions {
  /** Whether sources may skip what no program can use. */
  readonly useWant: boolean;
  readonly progress: boolean;
}

/** Reads the inputs and runs the programs over them; their rows come in one order of time. */
export async function runPrograms(
  args: readonly string[],
  programs: readonly Program[],
  engine: Engine,
  settings: ReadSettings,
  options: RunOptions,
  listener: RunListener,
): Promise<RunFacts> {
  const { inputs, problems } = await inputsOf(args);
  const line = progressLine(options.progress);
  const want = wantOf(programs, settings.limits, options);
  const run = await readAll({
    ...settings,
    inputs,
    want: options.useWant ? want : withoutTerms(want),
    reach: spanOf(programs) ?? Number.POSITIVE_INFINITY,
    onProgress: line.update,
  }).finally(line.end);
  try {
    const pause = pauses();
    const outputs = programs.flatMap(perOutput);
    const rows = outputs.map(({ analytic, ir }) => ({ analytic, output: ir.outputs[0]!.name, rows: 0 }));
    for (const stretch of run.stretches()) {
      for await (const batch of rowsOf(outputs, engine, stretch)) {
        await pause();
        rows.find((one) => one.analytic === batch.analytic && one.output === batch.output)!.rows +=
          batch.count;
        await listener.rows(stretch.store, batch);
      }
      await listener.stretch(stretch, rows);
    }
    const { reports, parts, spilled, beyondMemory } = run;
    return { reports, parts, spilled, beyondMemory, problems, rows };
  } finally {
    run.close();
  }
}

const DEAF_MS = 100;

/** Lets signals be heard now and then: joining and printing are otherwise one long stretch of work. */
function pauses(): () => Promise<void> | undefined {
  let heardUntil = performance.now() + DEAF_MS;
  return () => {
    if (performance.now() < heardUntil) return undefined;
    heardUntil = performance.now() + DEAF_MS;
    return new Promise((resolve) => setImmediate(resolve));
  };
}

/** A program for each output, so that each gives its rows in order of time. */
function perOutput(program: Program): readonly Program[] {
  return program.ir.outputs.map((output) => ({ ...program, ir: { ...program.ir, outputs: [output] } }));
}

function rowsOf(outputs: readonly Program[], engine: Engine, stretch: Stretch): AsyncIterable<MatchBatch> {
  const sources = outputs.map((output) => matchesOf(engine, output, stretch));
  return sources.length === 1 ? sources[0]! : mergeByTime(sources, stretch.store);
}

function withoutTerms(want: Want): Want {
  const kinds = Object.entries(want.kinds).map(([kind, { fields }]): [string, KindWant] => [
    kind,
    { fields, terms: null },
  ]);
  return { ...want, kinds: Object.fromEntries(kinds) };
}
