import { DayClock, formatDay } from '../baseline/day-number.ts';
import { judgeDays } from '../baseline/judge.ts';
import type { Judgement } from '../baseline/judgement.ts';
import { Ledger } from '../baseline/ledger.ts';
import { type Identify, Observer, observationsWant } from '../baseline/observe.ts';
import { daysSeen } from '../baseline/overview.ts';
import { daysOf, WINDOW_DAYS } from '../baseline/ring.ts';
import type { Snapshot } from '../baseline/snapshot.ts';
import { carryVerdicts, NO_VERDICTS } from '../baseline/verdicts.ts';
import { counted } from '../columns/printer/quantity.ts';
import { DEFAULT_GAP, findingsOf, findingsWant } from '../evidence/index.ts';
import { PairDays } from '../hunt/pair-days.ts';
import { eventsOfPairs, pairName } from '../hunt/pair-events.ts';
import { leadsByDay, type RankedLead, topLeads } from '../hunt/ranked-leads.ts';
import { toLeads } from '../hunt/to-leads.ts';
import type { IntruderCalls } from '../knowledge/intruder-calls.ts';
import type { EventStore } from '../model/event-store.ts';
import { type Finding, findingToJson } from '../model/finding.ts';
import type { FieldTest, Limits, Want } from '../model/want.ts';
import { readBaseline } from './baseline-file.ts';
import { countFlag, switchFlag, textFlag } from './flag-values.ts';
import { chosenHostNames, identityOf } from './host-names.ts';
import { belowTheLine } from './hunt-report.ts';
import { chosenIntruderCalls } from './intruder-calls-choice.ts';
import { EXIT_FOUND, EXIT_OK, Failure, type Invocation, type RawFlags } from './invocation.ts';
import { leadsText } from './leads-text.ts';
import { say } from './messages.ts';
import { openOutput, putText } from './output.ts';
import { exitCodeOf, tellTally } from './reading.ts';
import { type EvidenceRun, readEvidence } from './run-evidence.ts';
import { pageOf, readSettings } from './settings.ts';
import { tallyOf } from './tally.ts';

/** What to look at first: client-days ranked against what is normal. */
export async function hunt({ args, flags }: Invocation): Promise<number> {
  const settings = readSettings(flags);
  const quiet = switchFlag(flags, 'quiet');
  const path = textFlag(flags, 'baseline');
  const before = path === null ? null : readBaseline(path);
  const chosen = chosenHostNames(flags);
  const places = placesOf(flags);
  const intruder = chosenIntruderCalls(flags);
  const output = openOutput(textFlag(flags, 'out'));
  try {
    const want = huntWant(settings.limits);
    const run = await readEvidence(args, settings, want, !quiet);
    try {
      const stores: EventStore[] = [];
      for await (const store of run.stores()) stores.push(store);
      const { identify, sourceOf } = identityOf(chosen, run.names, before, before?.zone ?? 'UTC');
      const { snapshot, days } = observed(stores, run, before, identify);
      const judgements = judged(snapshot, before, days, places, intruder);
      const ranked = chosenLeads(judgements, places, snapshot);
      const found = findingsOfLeads(ranked, snapshot, stores, run, identify);
      const leads = toLeads(ranked, snapshot, {
        findings: (pair, day) => found.findings(pair, day),
        times: (pair, day) => found.times(pair, day),
        identityOf: sourceOf,
        strong: carried(before, snapshot).strong,
      });
      const page = pageOf(flags, output.terminal);
      const text = leadsText(leads, textFlag(flags, 'format') ?? 'table', page);
      await output.write(new TextEncoder().encode(text));
      await writeBesides(
        flags,
        judgements,
        snapshot,
        leads.flatMap((lead) => lead.findings),
        found.all,
      );
      await output.commit();
      const facts = run.facts();
      const tally = tallyOf({ ...facts, rows: [{ analytic: 'hunt', output: 'leads', rows: leads.length }] });
      if (!quiet) for (const line of belowTheLine(judgements, ranked, before !== null)) say(line);
      tellTally(tally, facts, flags);
      const code = exitCodeOf(tally, facts.problems, settings.maxRejects);
      return code === EXIT_OK && leads.length > 0 && switchFlag(flags, 'fail-on-finding') ? EXIT_FOUND : code;
    } finally {
      run.close();
    }
  } finally {
    output.discard();
  }
}

/** RPC is spoken on these ports, or on one that is not well known; the server's end may be either where a flow is seen midway. */
const RPC_PORTS = [135, 139, 445, 593];
const FLOW_TERMS: readonly (readonly FieldTest[])[] = [
  [{ field: 'dest_port', oneOf: RPC_PORTS }],
  [{ field: 'dest_port', cmp: '>=', value: 1024 }],
  [{ field: 'src_port', oneOf: RPC_PORTS }],
];

/** How many leads are wanted: over all days, or by day. */
interface Places {
  readonly top: number | null;
  readonly perDay: number | null;
}

function placesOf(flags: RawFlags): Places {
  const top = countFlag(flags, 'top', null, 1);
  const perDay = countFlag(flags, 'budget', null, 1);
  if (top !== null && perDay !== null)
    throw new Failure('--top counts over all days, --budget by day: give one');
  return { top, perDay };
}

/** What learning and findings need, of the flows that may be RPC. */
function huntWant(limits: Limits): Want {
  const { kinds } = findingsWant(limits);
  const { kinds: observations } = observationsWant(limits);
  return {
    kinds: {
      ...kinds,
      'flow/start': { ...kinds['flow/start']!, terms: FLOW_TERMS },
      'flow/end': { ...kinds['flow/end']!, terms: FLOW_TERMS },
      'host/name': observations['host/name']!,
    },
    limits,
  };
}

/** The baseline with what the inputs show, and the days of the inputs. */
function observed(
  stores: readonly EventStore[],
  run: EvidenceRun,
  before: Snapshot | null,
  identify: Identify | null,
): { readonly snapshot: Snapshot; readonly days: readonly number[] } {
  const zone = before?.zone ?? 'UTC';
  const seen = new Ledger({ zone });
  const observer = new Observer(seen, identify, run.counts.calls > 0);
  for (const store of stores) observer.observe(store);
  const own = seen.snapshot();
  const ledger = new Ledger({ zone, ...(before === null ? {} : { from: before }) });
  ledger.absorb(own);
  const [low, high] = daysSeen(own);
  const snapshot = ledger.snapshot();
  const days = daysOf(low, high, own.last);
  const judged = days.filter((day) => day > snapshot.last - WINDOW_DAYS);
  const early = days.length - judged.length;
  if (early > 0 || seen.outside > 0)
    say(
      `left out: ${counted(early, 'day')} and ${counted(seen.outside, 'observation')} more than ${WINDOW_DAYS - 1} days before ${formatDay(snapshot.last)}`,
    );
  return { snapshot, days: judged };
}

function carried(before: Snapshot | null, snapshot: Snapshot) {
  return before === null ? NO_VERDICTS : carryVerdicts(before.verdicts, before.hosts, snapshot.hosts);
}

function judged(
  snapshot: Snapshot,
  before: Snapshot | null,
  days: readonly number[],
  { top, perDay }: Places,
  intruder: IntruderCalls,
): readonly Judgement[] {
  const [first] = days;
  if (first === undefined) return [];
  const wished = top ?? perDay;
  const budget = days.length === 1 && wished !== null ? Math.max(wished, snapshot.budget) : snapshot.budget;
  const wanted = new Set(days);
  return judgeDays({ ...snapshot, budget }, carried(before, snapshot), first, days.at(-1)!, intruder).filter(
    ({ day }) => wanted.has(day),
  );
}

function chosenLeads(
  judgements: readonly Judgement[],
  places: Places,
  { budget }: Snapshot,
): readonly RankedLead[] {
  const { top, perDay } = places;
  return top === null ? leadsByDay(judgements, perDay ?? budget) : topLeads(judgements, top);
}

/** The findings of the leads, and when their events lie. */
function findingsOfLeads(
  ranked: readonly RankedLead[],
  { hosts, zone }: Snapshot,
  stores: readonly EventStore[],
  { scene }: EvidenceRun,
  identify: Identify | null,
) {
  const clock = new DayClock(zone);
  const days = new PairDays((micros) => clock.at(micros) >> 1);
  const pairs = new Set(
    ranked.flatMap(({ lead }) =>
      lead.servers.map(({ server }) => pairName(hosts[lead.client]!, hosts[server]!)),
    ),
  );
  const all = new Map<string, Finding>();
  const nameAt = (address: string, micros: number) => identify?.(address, micros) ?? address;
  for (const store of stores)
    for (const finding of findingsOf(eventsOfPairs(store, pairs, identify, days.see), scene, DEFAULT_GAP)) {
      const pair = pairName(nameAt(finding.client, finding.start), nameAt(finding.server, finding.start));
      if (!pairs.has(pair)) continue;
      days.add(pair, finding);
      all.set(finding.id, finding);
    }
  return {
    findings: days.findings.bind(days),
    times: days.times.bind(days),
    all: all as ReadonlyMap<string, Finding>,
  };
}

/** What the user wants in files of their own. */
async function writeBesides(
  flags: RawFlags,
  judgements: readonly Judgement[],
  { hosts }: Snapshot,
  ids: readonly string[],
  findings: ReadonlyMap<string, Finding>,
): Promise<void> {
  const findingsOut = textFlag(flags, 'findings-out');
  if (findingsOut !== null)
    await putText(
      findingsOut,
      [...new Set(ids)].map((id) => `${findingToJson(findings.get(id)!)}\n`).join(''),
    );
  const clientDays = textFlag(flags, 'client-days');
  if (clientDays === null) return;
  const lines = judgements.flatMap(({ day, clients, scores, pValues }) =>
    Array.from(
      clients,
      (client, n) =>
        `${JSON.stringify({ day: formatDay(day), client: hosts[client]!, score: scores[n]!, p_value: pValues[n]! })}\n`,
    ),
  );
  await putText(clientDays, lines.join(''));
}
