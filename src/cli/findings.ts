import { DEFAULT_GAP, findingsOf, findingsWant } from '../evidence/index.ts';
import { EVIDENCE, type Evidence } from '../model/finding.ts';
import type { Page } from '../model/sink.ts';
import { findingsForm } from './findings-form.ts';
import { durationFlag, switchFlag, textFlag } from './flag-values.ts';
import { EXIT_FOUND, EXIT_OK, type Invocation, type RawFlags } from './invocation.ts';
import { say } from './messages.ts';
import { noFindings } from './no-findings.ts';
import { type Output, openOutput } from './output.ts';
import { exitCodeOf, tellTally } from './reading.ts';
import { readEvidence } from './run-evidence.ts';
import { pageOf, readSettings } from './settings.ts';
import { type RowCount, tallyOf } from './tally.ts';

/** Findings that a table shows unless the user wants more. */
const SHOWN = 50;
/** Characters that are written at a time. */
const PIECE = 1 << 16;

/** RPC conversations with evidence. */
export async function findings({ args, flags }: Invocation): Promise<number> {
  const settings = readSettings(flags);
  const gap = durationFlag(flags, 'gap', DEFAULT_GAP);
  const quiet = switchFlag(flags, 'quiet');
  const output = openOutput(textFlag(flags, 'out'));
  try {
    const run = await readEvidence(args, settings, findingsWant(settings.limits), !quiet);
    const page = findingsPage(flags, output.terminal);
    const form = findingsForm(textFlag(flags, 'format') ?? 'table', page, settings);
    try {
      const counts = new Map<Evidence, number>();
      for await (const store of run.stores())
        for (const finding of findingsOf(store, run.scene, gap)) {
          form.add(finding);
          counts.set(finding.evidence, (counts.get(finding.evidence) ?? 0) + 1);
        }
      await writeTexts(form.texts(), output);
      await output.commit();
      const facts = run.facts();
      const tally = tallyOf({ ...facts, rows: rowsOf(counts) });
      if (!quiet && counts.size === 0) for (const line of noFindings(run.counts, facts)) say(line);
      tellTally(tally, facts, flags);
      const code = exitCodeOf(tally, facts.problems, settings.maxRejects);
      const stands = [...counts.keys()].some((evidence) => evidence !== 'disproved');
      return code === EXIT_OK && stands && switchFlag(flags, 'fail-on-finding') ? EXIT_FOUND : code;
    } finally {
      form.close();
      run.close();
    }
  } finally {
    output.discard();
  }
}

function findingsPage(flags: RawFlags, terminal: boolean): Page {
  const page = pageOf(flags, terminal);
  return textFlag(flags, 'limit') === null ? { ...page, limit: SHOWN } : page;
}

/** How many there are of each evidence, for the tally. */
function rowsOf(counts: ReadonlyMap<Evidence, number>): readonly RowCount[] {
  return EVIDENCE.filter((output) => counts.has(output)).map((output) => ({
    analytic: 'findings',
    output,
    rows: counts.get(output)!,
  }));
}

/** In pieces large enough that writing them costs little. */
async function writeTexts(texts: Iterable<string>, output: Output): Promise<void> {
  const encoder = new TextEncoder();
  let piece = '';
  for (const text of texts) {
    piece += text;
    if (piece.length < PIECE) continue;
    await output.write(encoder.encode(piece));
    piece = '';
  }
  if (piece !== '') await output.write(encoder.encode(piece));
}
