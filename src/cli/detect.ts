import { SINKS } from '../sinks/index.ts';
import { choosePrograms } from './analytic-choice.ts';
import { chooseEngine } from './engine-choice.ts';
import { listFlag, switchFlag, textFlag } from './flag-values.ts';
import { EXIT_FOUND, EXIT_OK, type Invocation } from './invocation.ts';
import { say } from './messages.ts';
import { NothingFound } from './nothing-found.ts';
import { openOutput } from './output.ts';
import { outputShapes } from './output-shapes.ts';
import { exitCodeOf, tellTally } from './reading.ts';
import { runPrograms } from './run-programs.ts';
import { pageOf, readSettings } from './settings.ts';
import { tallyOf } from './tally.ts';

const DEFAULT_ANALYTIC = 'CAR-2014-05-001';

/** The rows of analytics. */
export async function detect({ args, flags }: Invocation): Promise<number> {
  const settings = readSettings(flags);
  const named = listFlag(flags, 'analytic');
  const programs = choosePrograms(named.length === 0 ? [DEFAULT_ANALYTIC] : named);
  const engine = await chooseEngine(textFlag(flags, 'engine'), programs, settings);
  const quiet = switchFlag(flags, 'quiet');
  const sink = SINKS.find(({ name }) => name === (textFlag(flags, 'format') ?? 'table'))!;
  const output = openOutput(textFlag(flags, 'out'));
  try {
    const page = pageOf(flags, output.terminal);
    const writer = sink.openMatches(programs.flatMap(outputShapes), page, output.write);
    const nothing = new NothingFound(programs);
    const options = { useWant: !switchFlag(flags, 'no-want'), progress: !quiet };
    const run = await runPrograms(args, programs, engine, settings, options, {
      rows: (store, batch) => writer.write(store, batch),
      stretch: (stretch, counts) => (quiet ? Promise.resolve() : nothing.look(stretch, counts)),
    });
    await writer.end();
    await output.commit();
    const tally = tallyOf(run);
    if (!quiet) for (const line of nothing.explanation(run)) say(line);
    tellTally(tally, run, flags);
    const code = exitCodeOf(tally, run.problems, settings.maxRejects);
    const found = run.rows.some((one) => one.rows > 0);
    return code === EXIT_OK && found && switchFlag(flags, 'fail-on-finding') ? EXIT_FOUND : code;
  } finally {
    output.discard();
  }
}
