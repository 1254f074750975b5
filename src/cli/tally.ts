import { counted, grouped } from '../columns/printer/quantity.ts';
import type { InputProblem } from '../host/inputs.ts';
import { formatOrigin, type Part } from '../model/origin.ts';
import { REJECT_CODES, type Reject, type RejectCode } from '../model/reject.ts';
import { addCounts, type InputReport, NO_COUNTS } from '../pipeline/input-report.ts';

/** Rows of one output. */
export interface RowCount {
  readonly analytic: string;
  readonly output: string;
  readonly rows: number;
}

/**
 * What became of everything that a run was given. It adds up: records = kept + skipped + unused + rejected, and
 * the rejects by code come to the rejected records and the inputs at fault as a whole.
 */
export interface Tally {
  /** Files, members of archives, and arguments that named nothing. */
  readonly inputs: number;
  readonly records: number;
  /** Records that gave events. */
  readonly kept: number;
  /** Records that no analytic of the run can use. */
  readonly skipped: number;
  /** Records that are of use to no analytic at all. */
  readonly unused: number;
  readonly rejected: number;
  /** Faults of inputs as a whole. */
  readonly faults: number;
  readonly rejects: Readonly<Partial<Record<RejectCode, number>>>;
  /** Events hidden by each of the user's limits. */
  readonly hidden: {
    readonly since: number;
    readonly until: number;
    readonly host: number;
    readonly exclude: number;
  };
  /** Events that came too late to be joined: none where all input is bounded. */
  readonly late: number;
  /** Last lines that are still being written. */
  readonly unfinished: number;
  /** Whether kept events went to disk. */
  readonly spilled: boolean;
  /** Events by kind. */
  readonly events: Readonly<Record<string, number>>;
  readonly rows: readonly RowCount[];
  readonly notes: readonly string[];
}

/** What a run tells of itself. */
export interface RunFacts {
  readonly reports: readonly InputReport[];
  readonly parts: readonly Part[];
  /** Arguments that named nothing to read. */
  readonly problems: readonly InputProblem[];
  readonly rows: readonly RowCount[];
  /** Whether kept events went to disk. */
  readonly spilled: boolean;
  /** Whether they could not, and took more than --memory. */
  readonly beyondMemory: boolean;
}

const BEYOND_MEMORY =
  'kept events took more than --memory: those that have to be together (of an analytic that sets no bound on time, of one pair of hosts) are so many';

export function tallyOf({ reports, problems, rows, spilled, beyondMemory }: RunFacts): Tally {
  const counts = reports.reduce((sum, report) => addCounts(sum, report.counts), NO_COUNTS);
  const rejects: Partial<Record<RejectCode, number>> = {};
  const events: Record<string, number> = {};
  for (const report of reports) {
    for (const [code, count] of Object.entries(report.rejects) as [RejectCode, number][])
      rejects[code] = (rejects[code] ?? 0) + count;
    for (const [kind, count] of Object.entries(report.events)) events[kind] = (events[kind] ?? 0) + count;
  }
  if (problems.length > 0) rejects['cannot-open'] = (rejects['cannot-open'] ?? 0) + problems.length;
  const { since, until, hosts, exclude } = counts.hidden;
  return {
    inputs: reports.length + problems.length,
    records: counts.records,
    kept: counts.kept,
    skipped: counts.skipped,
    unused: counts.unused,
    rejected: counts.rejected,
    faults: rejectCount(rejects) - counts.rejected,
    rejects,
    hidden: { since, until, host: hosts, exclude },
    late: 0,
    unfinished: reports.filter((report) => report.unfinished).length,
    spilled,
    events,
    rows,
    notes: [
      ...(beyondMemory ? [BEYOND_MEMORY] : []),
      ...reports.flatMap((report) => notesOf(report).map((note) => `${nameOf(report)}: ${note}`)),
    ],
  };
}

function notesOf({ notes, what, proposedMapping }: InputReport): readonly string[] {
  return proposedMapping === undefined
    ? notes
    : [`${what} is not read: \`rpctrail inspect\` may propose one, for --mapping FILE`];
}

export function rejectCount(rejects: Tally['rejects']): number {
  return Object.values(rejects).reduce((sum, count) => sum + count, 0);
}

/** `logs.zip!conn.log`. */
export function nameOf({ path, member }: InputReport): string {
  return member === null ? path : `${path}!${member}`;
}

/** The tally for a person: one line where nothing was hidden or rejected. */
export function tallyText(tally: Tally): string {
  const { records, kept, skipped, unused, rejected } = tally;
  const lines = [
    `${counted(records, 'record')} read from ${counted(tally.inputs, 'input')}: ${grouped(kept)} kept, ` +
      `${grouped(skipped)} skipped, ${grouped(unused)} unused, ${grouped(rejected)} rejected`,
  ];
  const rejects = Object.entries(tally.rejects).map(([code, count]) => `${grouped(count)} ${code}`);
  if (rejects.length > 0) lines.push(`rejects: ${rejects.join(', ')}`);
  const hidden = Object.entries(tally.hidden).filter(([, count]) => count > 0);
  if (hidden.length > 0)
    lines.push(
      `events hidden: ${hidden.map(([limit, count]) => `${grouped(count)} by --${limit}`).join(', ')}`,
    );
  if (tally.unfinished > 0)
    lines.push(`${counted(tally.unfinished, 'last line')} not complete yet: the log is still being written`);
  if (tally.spilled) lines.push('kept events went to disk: --memory did not hold them');
  lines.push(...tally.notes);
  for (const { analytic, output, rows } of tally.rows)
    lines.push(`${analytic} ${output}: ${counted(rows, 'row')}`);
  return lines.join('\n');
}

const SHOWN = 5;

/** The first rejects of a run, each with its place and reason, and how many more there are. */
export function rejectsText({ reports, parts }: Pick<RunFacts, 'reports' | 'parts'>, shown = SHOWN): string {
  const all = reports.flatMap((report) =>
    report.firstRejects.map((reject) => `${placeOf(reject, report, parts)}: ${reasonOf(reject)}`),
  );
  const total = reports.reduce((sum, report) => sum + rejectCount(report.rejects), 0);
  const lines = all.slice(0, shown);
  if (total > lines.length)
    lines.push(`… and ${counted(total - lines.length, 'more reject', 'more rejects')}`);
  return lines.join('\n');
}

function placeOf(reject: Reject, report: InputReport, parts: readonly Part[]): string {
  if (reject.record === null) return nameOf(report);
  const record = (parts[reject.part]?.firstRecord ?? 1) + reject.record;
  return formatOrigin({
    input: report.path,
    ...(report.member === null ? {} : { member: report.member }),
    record,
  });
}

function reasonOf({ code, detail }: Reject): string {
  return detail === '' ? `${code}: ${REJECT_CODES[code]}` : `${code}: ${detail}`;
}
