import { DEFAULT_GAP, findingsOf } from '../evidence/index.ts';
import { EVIDENCE, type Finding } from '../model/finding.ts';
import type { Page } from '../model/sink.ts';
import { findingsForm } from './findings-form.ts';
import { durationFlag, switchFlag, textFlag } from './flag-values.ts';
import { EXIT_FOUND, EXIT_OK, type Invocation, type RawFlags } from './invocation.ts';
import { say } from './messages.ts';
import { noFindings } from './no-findings.ts';
import { openOutput } from './output.ts';
import { exitCodeOf, tellTally } from './reading.ts';
import { readEvidence } from './run-evidence.ts';
import { pageOf, readSettings } from './settings.ts';
import { type RowCount, tallyOf } from './tally.ts';

/** Findings that a table shows unless the user wants more. */
const SHOWN = 50;

/** RPC conversations with evidence. */
export async function findings({ args, flags }: Invocation): Promise<number> {
  const settings = readSettings(flags);
  const gap = durationFlag(flags, 'gap', DEFAULT_GAP);
  const quiet = switchFlag(flags, 'quiet');
  const output = openOutput(textFlag(flags, 'out'));
  try {
    const { store, scene, facts } = await readEvidence(args, settings, !quiet);
    const { findings: found, counts } = findingsOf(store, scene, gap);
    for (const text of findingsForm(
      textFlag(flags, 'format') ?? 'table',
      found,
      findingsPage(flags, output.terminal),
    ))
      if (text !== '') await output.write(new TextEncoder().encode(text));
    await output.commit();
    const tally = tallyOf({ ...facts, rows: rowsOf(found) });
    if (!quiet && found.length === 0) for (const line of noFindings(counts, facts)) say(line);
    tellTally(tally, facts, flags);
    const code = exitCodeOf(tally, facts.problems, settings.maxRejects);
    const stands = found.some(({ evidence }) => evidence !== 'disproved');
    return code === EXIT_OK && stands && switchFlag(flags, 'fail-on-finding') ? EXIT_FOUND : code;
  } finally {
    output.discard();
  }
}

function findingsPage(flags: RawFlags, terminal: boolean): Page {
  const page = pageOf(flags, terminal);
  return textFlag(flags, 'limit') === null ? { ...page, limit: SHOWN } : page;
}

/** How many there are of each evidence, for the tally. */
function rowsOf(found: readonly Finding[]): readonly RowCount[] {
  return EVIDENCE.map((output) => ({
    analytic: 'findings',
    output,
    rows: found.filter(({ evidence }) => evidence === output).length,
  })).filter(({ rows }) => rows > 0);
}
