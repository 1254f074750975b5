import { type Compared, compare as comparison, together } from '../evidence/compare.ts';
import { compareTable, scoreTable } from '../evidence/compare-table.ts';
import { csvText } from '../evidence/findings-csv.ts';
import { DEFAULT_GAP, findingsWant } from '../evidence/index.ts';
import type { Page } from '../model/sink.ts';
import { formatTime } from '../model/time.ts';
import { durationFlag, switchFlag, textFlag } from './flag-values.ts';
import type { Invocation } from './invocation.ts';
import { say } from './messages.ts';
import { openOutput } from './output.ts';
import { exitCodeOf, tellTally } from './reading.ts';
import { readEvidence } from './run-evidence.ts';
import { pageOf, readSettings } from './settings.ts';
import { tallyOf } from './tally.ts';

/** What strict CAR finds beside what is proven, and why they differ. */
export async function compare({ args, flags }: Invocation): Promise<number> {
  const settings = readSettings(flags);
  const gap = durationFlag(flags, 'gap', DEFAULT_GAP);
  const quiet = switchFlag(flags, 'quiet');
  const output = openOutput(textFlag(flags, 'out'));
  try {
    const run = await readEvidence(args, settings, findingsWant(settings.limits), !quiet);
    try {
      const parts: Compared[] = [];
      for await (const store of run.stores()) parts.push(comparison(store, run.scene, gap));
      const compared = together(parts);
      const form = FORMS[textFlag(flags, 'format') ?? 'table']!;
      const text = form(compared, pageOf(flags, output.terminal), switchFlag(flags, 'summary'));
      if (text !== '') await output.write(new TextEncoder().encode(text));
      await output.commit();
      const facts = run.facts();
      const tally = tallyOf({ ...facts, rows: [] });
      if (!quiet && compared.comparisons.length === 0)
        say('nothing to compare: strict and extended find nothing');
      tellTally(tally, facts, flags);
      return exitCodeOf(tally, facts.problems, settings.maxRejects);
    } finally {
      run.close();
    }
  } finally {
    output.discard();
  }
}

type Form = (compared: Compared, page: Page, summary: boolean) => string;

const FORMS: Readonly<Record<string, Form>> = {
  table: ({ comparisons, score }, page, summary) => {
    const rows = summary ? '' : compareTable(comparisons, page);
    return `${rows}${rows === '' ? '' : '\n'}${scoreTable(score)}`;
  },
  jsonl: (compared, _, summary) =>
    objects(compared, summary)
      .map((one) => `${JSON.stringify(one)}\n`)
      .join(''),
  json: (compared, _, summary) => `${JSON.stringify(objects(compared, summary), null, 2)}\n`,
  csv: (compared, _, summary) => csvText(objects(compared, summary)),
};

/** One object a conversation, or a way of finding. */
function objects(
  { comparisons, score }: Compared,
  summary: boolean,
): readonly Readonly<Record<string, unknown>>[] {
  if (summary)
    return score.ways.map(({ way, rpc, attempts, wrong, named }) => ({
      way,
      finds: rpc + attempts + wrong,
      rpc,
      attempts,
      neither: wrong,
      attempts_named: named,
      rpc_flows: score.rpc,
      attempt_flows: score.attempts,
      not_judged: score.unjudged,
    }));
  return comparisons.map(({ finding, strict, proven, reasons, why }) => ({
    id: finding.id,
    client: finding.client,
    server: finding.server,
    port: finding.port,
    start: formatTime(finding.start),
    strict,
    extended: finding.evidence,
    proven,
    ...(finding.status === undefined ? {} : { status: finding.status }),
    reasons,
    ...(why === '' ? {} : { why }),
  }));
}
