import { AddressNames } from '../baseline/address-names.ts';
import { HostGroups, type InputFacts, type SeenCounts } from '../evidence/index.ts';
import type { ResolvedInput } from '../host/inputs.ts';
import { readGroups } from '../host/run.ts';
import type { EventStore } from '../model/event-store.ts';
import type { Part } from '../model/origin.ts';
import type { Want } from '../model/want.ts';
import type { InputReport } from '../pipeline/input-report.ts';
import { SOURCES } from '../sources/index.ts';
import { progressLine } from './progress.ts';
import { inputsOf } from './reading.ts';
import type { ReadSettings } from './settings.ts';
import type { RunFacts } from './tally.ts';

/** All that evidence needs of the inputs. Close it in any case. */
export interface EvidenceRun {
  /** One after the other, each with all that has to be looked at together. */
  stores(): AsyncIterable<EventStore>;
  readonly scene: InputFacts;
  readonly counts: SeenCounts;
  /** What the inputs say of the names of hosts, where the run wanted to know. */
  readonly names: AddressNames;
  /** Whether events went to disk: then the stores can be looked at once only. */
  readonly spilled: boolean;
  /** Once the stores were looked at. */
  facts(): Omit<RunFacts, 'rows'>;
  close(): void;
}

/**
 * Reads what is wanted of the inputs, pair of hosts by pair of hosts.
 * @param choose says which of the inputs are read
 */
export async function readEvidence(
  args: readonly string[],
  settings: ReadSettings,
  want: Want,
  progress: boolean,
  choose: (inputs: readonly ResolvedInput[]) => readonly ResolvedInput[] = (inputs) => inputs,
): Promise<EvidenceRun> {
  const { inputs: all, problems } = await inputsOf(args);
  const inputs = choose(all);
  const line = progressLine(progress);
  const grouping = new HostGroups();
  const names = new AddressNames();
  const run = await readGroups({
    ...settings,
    inputs,
    want,
    grouping,
    onProgress: line.update,
    onBatch: ({ events }) => {
      for (const columns of events) names.add(columns);
    },
  }).finally(line.end);
  names.settle();
  const { reports, parts, spilled } = run;
  return {
    stores: () => withPauses(run.stores()),
    scene: sceneOptions(reports, parts),
    counts: grouping.counts,
    names,
    spilled,
    facts: () => ({ reports, parts, spilled, beyondMemory: run.beyondMemory(), problems }),
    close: run.close,
  };
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

/** Lets signals be heard between stores: what is done with each is one long stretch of work. */
async function* withPauses<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  for (const item of items) {
    yield item;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
