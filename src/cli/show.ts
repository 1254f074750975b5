import { DEFAULT_GAP, findingsOf } from '../evidence/index.ts';
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
  readonly findings: readonly Finding[];
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
  const { findings, code } =
    from === null ? await foundIn(inputs, flags) : { findings: storedIn(from), code: EXIT_OK };
  const finding = chosen(findings, id!);
  const output = openOutput(textFlag(flags, 'out'));
  try {
    const format = textFlag(flags, 'format') ?? 'table';
    const text =
      format === 'table' ? storyOf(finding, pageOf(flags, output.terminal)) : `${findingToJson(finding)}\n`;
    await output.write(new TextEncoder().encode(text));
    await output.commit();
    return code;
  } finally {
    output.discard();
  }
}

async function foundIn(inputs: readonly string[], flags: RawFlags): Promise<Known> {
  const settings = readSettings(flags);
  const gap = durationFlag(flags, 'gap', DEFAULT_GAP);
  const { store, scene, facts } = await readEvidence(inputs, settings, !switchFlag(flags, 'quiet'));
  const { findings } = findingsOf(store, scene, gap);
  const tally = tallyOf({ ...facts, rows: [] });
  tellTally(tally, facts, flags);
  return { findings, code: exitCodeOf(tally, facts.problems, settings.maxRejects) };
}

function storedIn(path: string): readonly Finding[] {
  const lines = readText(path, 'findings').split('\n');
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    const finding = findingFromJson(line);
    if (finding === null)
      throw new Failure(`${path}:${i + 1}: no finding as \`rpctrail findings --format jsonl\` gives them`);
    return [finding];
  });
}

/** By the whole id or its beginning. */
function chosen(findings: readonly Finding[], id: string): Finding {
  const wanted = id.toLowerCase();
  const fitting = findings.filter((one) => one.id.startsWith(wanted));
  if (fitting.length === 1) return fitting[0]!;
  if (fitting.length === 0) throw new Failure(`there is no finding ${id} among ${findings.length}`);
  throw new Failure(`${id} is the beginning of ${fitting.length} ids: give more of it`);
}
