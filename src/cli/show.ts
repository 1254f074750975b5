import { DEFAULT_GAP, findingsOf, findingsWant } from '../evidence/index.ts';
import { storyOf } from '../evidence/story.ts';
import { type Finding, findingFromJson, findingToJson } from '../model/finding.ts';
import { durationFlag, switchFlag, textFlag } from './flag-values.ts';
import { EXIT_OK, Failure, type Invocation, type RawFlags } from './invocation.ts';
import { openOutput } from './output.ts';
import { exitCodeOf, tellTally } from './reading.ts';
import { readEvidence } from './run-evidence.ts';
import { pageOf, readSettings, readText } from './settings.ts';
import { tallyOf } from './tally.ts';

interface Known {
  /** Those that the id may mean. */
  readonly findings: readonly Finding[];
  /** How many there are in all. */
  readonly count: number;
  readonly code: number;
}

/** The story of one finding, from a file of findings or from the inputs themselves. */
export async function show({ args, flags }: Invocation): Promise<number> {
  const [id, ...inputs] = args;
  const from = textFlag(flags, 'from');
  if (from === null && inputs.length === 0)
    throw new Failure('where is the finding? Give --from FINDINGS.jsonl, or the inputs that it came from');
  if (from !== null && inputs.length > 0)
    throw new Failure('--from is instead of inputs: the file tells the whole story');
  const known = from === null ? await foundIn(id!, inputs, flags) : storedIn(id!, from);
  const finding = chosen(known, id!);
  const output = openOutput(textFlag(flags, 'out'));
  try {
    const format = textFlag(flags, 'format') ?? 'table';
    const text =
      format === 'table' ? storyOf(finding, pageOf(flags, output.terminal)) : `${findingToJson(finding)}\n`;
    await output.write(new TextEncoder().encode(text));
    await output.commit();
    return known.code;
  } finally {
    output.discard();
  }
}

async function foundIn(id: string, inputs: readonly string[], flags: RawFlags): Promise<Known> {
  const settings = readSettings(flags);
  const gap = durationFlag(flags, 'gap', DEFAULT_GAP);
  const run = await readEvidence(
    inputs,
    settings,
    findingsWant(settings.limits),
    !switchFlag(flags, 'quiet'),
  );
  try {
    const findings: Finding[] = [];
    let count = 0;
    for await (const store of run.stores())
      for (const finding of findingsOf(store, run.scene, gap)) {
        count += 1;
        if (fits(finding, id)) findings.push(finding);
      }
    const facts = run.facts();
    const tally = tallyOf({ ...facts, rows: [] });
    tellTally(tally, facts, flags);
    return { findings, count, code: exitCodeOf(tally, facts.problems, settings.maxRejects) };
  } finally {
    run.close();
  }
}

function storedIn(id: string, path: string): Known {
  const lines = readText(path, 'findings').split('\n');
  const all = lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    const finding = findingFromJson(line);
    if (finding === null)
      throw new Failure(`${path}:${i + 1}: no finding as \`rpctrail findings --format jsonl\` gives them`);
    return [finding];
  });
  return { findings: all.filter((one) => fits(one, id)), count: all.length, code: EXIT_OK };
}

/** By the whole id or its beginning. */
function fits(finding: Finding, id: string): boolean {
  return finding.id.startsWith(id.toLowerCase());
}

function chosen({ findings, count }: Known, id: string): Finding {
  if (findings.length === 1) return findings[0]!;
  if (findings.length === 0) throw new Failure(`there is no finding ${id} among ${count}`);
  throw new Failure(`${id} is the beginning of ${findings.length} ids: give more of it`);
}
