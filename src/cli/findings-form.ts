import { csvHeader, csvLine } from '../evidence/findings-csv.ts';
import { findingsTable } from '../evidence/findings-table.ts';
import { type Finding, findingToJson } from '../model/finding.ts';
import type { Page } from '../model/sink.ts';

const FORMS: Readonly<Record<string, (findings: readonly Finding[], page: Page) => Iterable<string>>> = {
  table: (findings, page) => [findingsTable(findings, page)],
  jsonl: (findings) => mapped(findings, (finding) => `${findingToJson(finding)}\n`),
  *json(findings) {
    yield '[\n';
    yield* mapped(findings, (finding, i) => `${i === 0 ? '' : ',\n'}${findingToJson(finding)}`);
    yield findings.length === 0 ? ']\n' : '\n]\n';
  },
  *csv(findings) {
    yield csvHeader();
    yield* mapped(findings, csvLine);
  },
};

/** Findings in one of the forms of `--format`, piece by piece. */
export function findingsForm(name: string, findings: readonly Finding[], page: Page): Iterable<string> {
  return FORMS[name]!(findings, page);
}

function* mapped<T>(list: readonly T[], text: (one: T, i: number) => string): Generator<string> {
  for (const [i, one] of list.entries()) yield text(one, i);
}
