import { readInputs } from '../host/read-inputs.ts';
import type { EventKind } from '../model/event-kind.ts';
import type { KindWant, Want } from '../model/want.ts';
import { SOURCES } from '../sources/index.ts';
import { switchFlag, textFlag } from './flag-values.ts';
import { inspectionJson, inspectionText } from './inspection.ts';
import type { Invocation } from './invocation.ts';
import { putText } from './output.ts';
import { progressLine } from './progress.ts';
import { exitCodeOf, inputsOf, tellTally } from './reading.ts';
import { coloursWanted, readSettings } from './settings.ts';
import { Survey } from './survey.ts';
import { tallyOf } from './tally.ts';

/** What the inputs are and hold. Reads everything and keeps nothing, so its memory does not grow with them. */
export async function inspect({ args, flags }: Invocation): Promise<number> {
  const settings = readSettings(flags);
  const quiet = switchFlag(flags, 'quiet');
  const { inputs, problems } = await inputsOf(args);
  const survey = new Survey();
  const totalBytes = inputs.reduce<number | null>(
    (sum, { size }) => (sum === null || size === null ? null : sum + size),
    0,
  );
  const line = progressLine(!quiet);
  let bytes = 0;
  let records = 0;
  const { mapping, tempDir } = settings;
  const request = { want: everything(settings.limits), mapping, tempDir };
  const { reports, book } = await readInputs(inputs, request, settings.jobs, {
    batch: (batch) => {
      survey.add(batch);
      records += batch.counts.records;
      line.update({ bytes, totalBytes, records });
    },
    bytes: (more) => {
      bytes += more;
      line.update({ bytes, totalBytes, records });
    },
  }).finally(line.end);
  const { parts } = book.close();
  const inspection = { reports, problems, survey };
  const out = textFlag(flags, 'out');
  const colour = out === null && process.stdout.isTTY === true && coloursWanted(flags);
  const format = textFlag(flags, 'format') ?? 'table';
  const text =
    format === 'table'
      ? inspectionText(inspection, colour)
      : `${JSON.stringify(inspectionJson(inspection), null, format === 'json' ? 2 : 0)}\n`;
  await putText(out, text);
  const tally = tallyOf({ reports, parts, problems, rows: [], spilled: false, beyondMemory: false });
  tellTally(tally, { reports, parts }, flags);
  return exitCodeOf(tally, problems, settings.maxRejects);
}

/** Every event that any source gives, with all its fields. */
function everything(limits: Want['limits']): Want {
  const kinds: Partial<Record<EventKind, KindWant>> = {};
  for (const kind of SOURCES.flatMap((source) => source.gives)) kinds[kind] = { fields: null, terms: null };
  return { kinds, limits };
}
