import { realpathSync, statSync } from 'node:fs';
import { formatDay, isZone, zoneName } from '../baseline/day-number.ts';
import { Ledger } from '../baseline/ledger.ts';
import { Observer, observationsWant } from '../baseline/observe.ts';
import type { Snapshot } from '../baseline/snapshot.ts';
import { counted, grouped } from '../columns/printer/quantity.ts';
import { inputId } from '../host/input-id.ts';
import type { ResolvedInput } from '../host/inputs.ts';
import type { Limits } from '../model/want.ts';
import type { InputReport } from '../pipeline/input-report.ts';
import { judgedAnew, readBaselineIfThere, writeBaseline } from './baseline-file.ts';
import { countFlag, switchFlag, textFlag } from './flag-values.ts';
import { chosenHostNames, identityOf } from './host-names.ts';
import { EXIT_FAULT, Failure, type Invocation, type RawFlags } from './invocation.ts';
import { complain, say } from './messages.ts';
import { exitCodeOf, tellTally } from './reading.ts';
import { readEvidence } from './run-evidence.ts';
import { readSettings } from './settings.ts';
import { tallyOf } from './tally.ts';

/** Takes what the inputs show of who calls what on whom into a baseline. */
export async function learn({ args, flags }: Invocation): Promise<number> {
  const path = textFlag(flags, 'baseline');
  if (path === null)
    throw new Failure('into which baseline? --baseline FILE; it is made where it is not there');
  const before = readBaselineIfThere(path);
  const zone = zoneOf(flags, before);
  const settings = readSettings(flags);
  const chosen = chosenHostNames(flags);
  const quiet = switchFlag(flags, 'quiet');
  const fresh = new FreshInputs(before?.inputs ?? [], path);
  const run = await readEvidence(args, settings, observationsWant(settings.limits), !quiet, fresh.choose);
  try {
    const ledger = new Ledger({ zone, ...(before === null ? {} : { from: before }) });
    const rowsBefore = ledger.rowCount;
    const { identify } = identityOf(chosen, run.names, before, zone);
    const observer = new Observer(ledger, identify, run.counts.calls > 0);
    for await (const store of run.stores()) observer.observe(store);
    run.names.record(ledger);
    const facts = run.facts();
    const tally = tallyOf({ ...facts, rows: [] });
    if (tally.records > 0) {
      const snapshot = ledger.snapshot({
        inputs: [
          ...(before?.inputs ?? []),
          ...(isLimited(settings.limits) ? [] : fresh.idsOf(facts.reports)),
        ],
        ...budgetOf(flags),
      });
      writeBaseline(path, judgedAnew(snapshot, before?.weights ?? '', flags));
      if (!quiet) for (const line of learnedLines(observer, ledger, rowsBefore, snapshot)) say(line);
    }
    tellTally(tally, facts, flags);
    const code = exitCodeOf(tally, facts.problems, settings.maxRejects);
    return fresh.refused > 0 ? EXIT_FAULT : code;
  } finally {
    run.close();
  }
}

/** Whether inputs are learned in part only: then the rest of them may be learned later. */
function isLimited({ since, until, hosts, exclude }: Limits): boolean {
  return since !== null || until !== null || hosts !== null || exclude.length > 0;
}

/** Tells inputs that were learned before from those that were not. */
class FreshInputs {
  refused = 0;
  private readonly names = new Map<string, string>();
  private readonly known: ReadonlySet<string>;
  private readonly own: string;

  /** @param own the baseline's file, which may lie among the inputs */
  constructor(known: readonly string[], own: string) {
    this.own = own;
    this.known = new Set(known);
  }

  readonly choose = (inputs: readonly ResolvedInput[]): readonly ResolvedInput[] =>
    inputs.filter((input) => {
      if (input.file !== null && isSame(input.file, this.own)) return false;
      const id = inputId(input);
      if (id === null) return true;
      const twin = this.names.get(id);
      if (twin !== undefined) {
        say(`${input.name}: is the same as ${twin}, and is left out`);
        return false;
      }
      if (this.known.has(id)) {
        complain(`${input.name}: was learned already, and is left out`);
        this.refused++;
        return false;
      }
      this.names.set(id, input.name);
      return true;
    });

  /** The ids of those in which anything could be read. */
  idsOf(reports: readonly InputReport[]): readonly string[] {
    const read = new Set(reports.filter(({ counts }) => counts.records > 0).map(({ path }) => path));
    return [...this.names].filter(([, name]) => read.has(name)).map(([id]) => id);
  }
}

function isSame(file: string, other: string): boolean {
  return (
    statSync(other, { throwIfNoEntry: false }) !== undefined && realpathSync(file) === realpathSync(other)
  );
}

function zoneOf(flags: RawFlags, before: Snapshot | null): string {
  const given = textFlag(flags, 'zone');
  if (given === null) return before?.zone ?? 'UTC';
  if (!isZone(given)) throw new Failure(`--zone takes a time zone as UTC or Europe/Berlin, not \`${given}\``);
  const zone = zoneName(given);
  if (before !== null && before.zone !== zone)
    throw new Failure(
      `the baseline counts its days in ${before.zone}; --zone ${zone} needs a baseline of its own`,
    );
  return zone;
}

function budgetOf(flags: RawFlags): { readonly budget?: number } {
  const budget = countFlag(flags, 'budget', null, 1);
  return budget === null ? {} : { budget };
}

function learnedLines(
  { observed }: Observer,
  { outside }: Ledger,
  rowsBefore: number,
  { rows, hosts, last }: Snapshot,
): readonly string[] {
  const seen = observed.operations + observed.interfaces + observed.flows;
  const lines = [
    `${counted(seen, 'observation')} learned: ${grouped(observed.operations)} of calls, ` +
      `${grouped(observed.interfaces)} of interfaces, ${grouped(observed.flows)} of flows alone`,
    `the baseline now holds ${counted(rows.length, 'row')} of ${counted(hosts.length, 'host')}` +
      `${last < 0 ? '' : `, up to ${formatDay(last)}`}; ${grouped(Math.max(0, rows.length - rowsBefore))} rows more than before`,
  ];
  if (outside > 0) lines.push(`${counted(outside, 'observation')} of days before the window left out`);
  if (observed.operations + observed.interfaces === 0 && observed.flows > 0)
    lines.push(
      'no input shows calls: from flows alone much less can be told (dce_rpc.log or a capture shows them)',
    );
  return lines;
}
