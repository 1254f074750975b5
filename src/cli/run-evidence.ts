import { findingsWant, type InputFacts } from '../evidence/index.ts';
import { readAll } from '../host/run.ts';
import type { EventStore } from '../model/event-store.ts';
import type { Part } from '../model/origin.ts';
import type { InputReport } from '../pipeline/input-report.ts';
import { SOURCES } from '../sources/index.ts';
import { progressLine } from './progress.ts';
import { inputsOf } from './reading.ts';
import type { ReadSettings } from './settings.ts';
import type { RunFacts } from './tally.ts';

/** All that evidence needs of the inputs, in one store. */
export interface EvidenceRun {
  readonly store: EventStore;
  readonly scene: InputFacts;
  readonly facts: Omit<RunFacts, 'rows'>;
}

/** Reads the inputs for findings. The events of a conversation may lie any time apart, so that all are kept. */
export async function readEvidence(
  args: readonly string[],
  settings: ReadSettings,
  progress: boolean,
): Promise<EvidenceRun> {
  const { inputs, problems } = await inputsOf(args);
  const line = progressLine(progress);
  const run = await readAll({
    ...settings,
    inputs,
    want: findingsWant(settings.limits),
    reach: Number.POSITIVE_INFINITY,
    onProgress: line.update,
  }).finally(line.end);
  try {
    const { reports, parts, spilled, beyondMemory } = run;
    const [stretch] = [...run.stretches()];
    return {
      store: stretch!.store,
      scene: sceneOptions(reports, parts),
      facts: { reports, parts, spilled, beyondMemory, problems },
    };
  } finally {
    run.close();
  }
}

function sceneOptions(reports: readonly InputReport[], parts: readonly Part[]): InputFacts {
  const nameOf = (input: string, member: string | null) => JSON.stringify([input, member]);
  const sources = new Map(reports.map(({ path, member, source }) => [nameOf(path, member), source]));
  const cut = new Set(
    reports.filter(({ lacksPayload }) => lacksPayload).map(({ path, member }) => nameOf(path, member)),
  );
  const leafOf = (part: number) => nameOf(parts[part]!.input, parts[part]!.member ?? null);
  const sourceOf = (part: number) => sources.get(leafOf(part));
  const hearing = new Set(SOURCES.filter(({ payload }) => payload === true).map(({ name }) => name));
  return { hears: (part) => hearing.has(sourceOf(part) ?? ''), whole: (part) => !cut.has(leafOf(part)) };
}
