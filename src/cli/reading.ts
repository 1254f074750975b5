import { type InputProblem, type ResolvedInput, resolveInputs } from '../host/inputs.ts';
import { countFlag, switchFlag } from './flag-values.ts';
import { EXIT_FAULT, EXIT_OK, Failure, type RawFlags } from './invocation.ts';
import { complain, say } from './messages.ts';
import { type RunFacts, rejectCount, rejectsText, type Tally, tallyText } from './tally.ts';

/**
 * What to read. An argument that names nothing does not stop the others: it is told, and counted.
 * @throws Failure where there is nothing to read at all
 */
export async function inputsOf(args: readonly string[]): Promise<{
  readonly inputs: readonly ResolvedInput[];
  readonly problems: readonly InputProblem[];
}> {
  const resolved = await resolveInputs(args);
  const { inputs, problems } = resolved;
  if (inputs.length === 0) throw new Failure(problems.map(problemText).join('\n'));
  for (const problem of problems) complain(problemText(problem));
  return resolved;
}

function problemText({ name, reason, suggestion }: InputProblem): string {
  return `${name}: ${reason}${suggestion === null ? '' : `; did you mean ${suggestion}?`}`;
}

/** Says what became of everything, as the flags will have it. */
export function tellTally(tally: Tally, run: Pick<RunFacts, 'reports' | 'parts'>, flags: RawFlags): void {
  const quiet = switchFlag(flags, 'quiet');
  const accepted = rejectCount(tally.rejects) <= countFlag(flags, 'max-rejects', 0);
  const rejects = quiet && accepted ? '' : rejectsText(run);
  if (rejects !== '') say(rejects);
  if (switchFlag(flags, 'json')) say(JSON.stringify(tally));
  else if (!quiet) say(tallyText(tally));
}

/** 2 where more was unreadable than the user accepts, or an input was not there. */
export function exitCodeOf(tally: Tally, problems: readonly InputProblem[], maxRejects: number): number {
  return problems.length > 0 || rejectCount(tally.rejects) > maxRejects ? EXIT_FAULT : EXIT_OK;
}
