import { type Paint, paintOf } from '../columns/printer/paint.ts';
import { counted, duration, grouped } from '../columns/printer/quantity.ts';
import { visible } from '../columns/printer/visible-text.ts';
import type { InputProblem } from '../host/inputs.ts';
import { formatTime, type Micros } from '../model/time.ts';
import type { InputReport } from '../pipeline/input-report.ts';
import { runnableAnalytics } from './runnable.ts';
import type { Survey } from './survey.ts';
import { nameOf } from './tally.ts';

/** What an inspection found. */
export interface Inspection {
  readonly reports: readonly InputReport[];
  readonly problems: readonly InputProblem[];
  readonly survey: Survey;
}

/**
 * The contract of `inspect --format json`: an entry for each file, and for each member of an archive. `source` is
 * null where the content was not recognised, or the input could not be opened.
 */
export function inspectionJson({ reports, problems, survey }: Inspection): object {
  return {
    inputs: [...reports.map(reportJson), ...problems.map(problemJson)],
    flows: survey.flows,
    mapper_flows: survey.mapperFlows,
    endpoint_candidates: survey.endpointCandidates,
    hosts: survey.hosts,
    fields: Object.fromEntries([...survey.fields].map(([kind, fields]) => [kind, [...fields].sort()])),
    analytics: runnableAnalytics(survey.fields).map(({ id, missing }) => ({
      analytic: id,
      runs: missing.length === 0,
      ...(missing.length === 0 ? {} : { missing }),
    })),
  };
}

function reportJson(report: InputReport): object {
  const { path, member, packing, source, what, used, events, rejects, counts, first, last } = report;
  const { unfinished, notes } = report;
  return {
    path,
    ...(member === null ? {} : { member }),
    ...(packing.length === 0 ? {} : { packing }),
    source,
    what,
    ...(used ? {} : { used }),
    events,
    rejects,
    ...(first === null ? {} : { first: formatTime(first) }),
    ...(last === null ? {} : { last: formatTime(last) }),
    records: counts.records,
    ...(unfinished ? { unfinished } : {}),
    ...(notes.length === 0 ? {} : { notes }),
    ...(report.proposedMapping === undefined ? {} : { proposed_mapping: report.proposedMapping }),
  };
}

function problemJson({ name, reason }: InputProblem): object {
  return { path: name, source: null, what: reason, events: {}, rejects: { 'cannot-open': 1 }, records: 0 };
}

/** The same for a person. */
export function inspectionText({ reports, survey }: Inspection, colour: boolean): string {
  const paint = paintOf(colour);
  const lines = reports.filter(mayBeOfUse).flatMap((report) => [...reportLines(report, paint), '']);
  const rest = reports.filter((report) => !mayBeOfUse(report));
  if (rest.length > 0) lines.push(...rest.map((report) => titleOf(report, paint)), '');
  lines.push(...totalLines(reports, survey, paint), '');
  lines.push(...analyticLines(survey));
  return `${lines.join('\n')}\n`;
}

/** A line for each analytic that can run, and one for each lack that others share. */
function analyticLines({ fields }: Survey): readonly string[] {
  const idsByLack = new Map<string, string[]>();
  const lines: string[] = [];
  for (const { id, missing } of runnableAnalytics(fields)) {
    const lack = missing.join(', ');
    if (lack === '') lines.push(`${id} can run`);
    else idsByLack.set(lack, [...(idsByLack.get(lack) ?? []), id]);
  }
  for (const [lack, ids] of idsByLack)
    lines.push(`no ${lack}, so these cannot find anything:`, `  ${ids.join(', ')}`);
  return lines;
}

/** Whether it is read, or would be with a mapping. */
function mayBeOfUse({ used, proposedMapping }: InputReport): boolean {
  return used || proposedMapping !== undefined;
}

function reportLines(report: InputReport, paint: Paint): readonly string[] {
  const { source, events, rejects, counts, first, last, proposedMapping } = report;
  if (proposedMapping !== undefined) return [titleOf(report, paint), ...mappingLines(proposedMapping)];
  const kinds = Object.entries(events).map(([kind, count]) => `${grouped(count)} ${kind}`);
  const lines = [titleOf(report, paint)];
  if (source !== null)
    lines.push(
      `  ${counted(counts.records, 'record')}; events: ${kinds.length === 0 ? 'none' : kinds.join(', ')}`,
    );
  if (first !== null && last !== null) lines.push(`  ${spanText(first, last)}`);
  const faults = Object.entries(rejects).map(([code, count]) => `${grouped(count)} ${code}`);
  if (faults.length > 0) lines.push(`  ${paint.red(`rejects: ${faults.join(', ')}`)}`);
  if (report.unfinished) lines.push('  the last line is not complete: the log is still being written');
  lines.push(...report.notes.map((note) => `  ${visible(note)}`));
  return lines;
}

function titleOf(report: InputReport, paint: Paint): string {
  const { source, what, packing } = report;
  const recognised = source === null || what.startsWith(source) ? what : `${source}: ${what}`;
  const packed = packing.length === 0 ? '' : `, packed in ${packing.join(', ')}`;
  const title = `${paint.bold(visible(nameOf(report)))}  ${visible(recognised)}${packed}`;
  return mayBeOfUse(report) ? title : `${title} ${paint.dim('(nothing that rpctrail uses)')}`;
}

function mappingLines(mapping: string | null): readonly string[] {
  if (mapping === null) return ['  --mapping FILE says what its fields mean; none can be guessed'];
  return [
    '  a mapping that may fit; look it over, save it, and give it as --mapping FILE:',
    ...mapping
      .trimEnd()
      .split('\n')
      .map((line) => `    ${visible(line)}`),
  ];
}

function totalLines(reports: readonly InputReport[], survey: Survey, paint: Paint): readonly string[] {
  const times = (pick: 'first' | 'last') => reports.flatMap((report) => report[pick] ?? []);
  const [firsts, lasts] = [times('first'), times('last')];
  const lines = [
    `${paint.bold('in all')}  ${counted(survey.flows, 'flow')} between ${counted(survey.hosts, 'address', 'addresses')}`,
    `  ${grouped(survey.mapperFlows)} to an endpoint mapper (port 135)`,
    `  ${grouped(survey.endpointCandidates)} that may be calls (both ports from 49152)`,
  ];
  if (firsts.length > 0) lines.push(`  ${spanText(least(firsts), greatest(lasts))}`);
  for (const [kind, fields] of survey.fields) lines.push(`  ${kind} has ${[...fields].sort().join(', ')}`);
  return lines;
}

function spanText(first: Micros, last: Micros): string {
  return `${formatTime(first)} to ${formatTime(last)} (${duration(last - first)})`;
}

function least(times: readonly Micros[]): Micros {
  return times.reduce((a, b) => Math.min(a, b));
}

function greatest(times: readonly Micros[]): Micros {
  return times.reduce((a, b) => Math.max(a, b));
}
