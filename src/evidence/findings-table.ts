import { type GridColumn, layOut } from '../columns/printer/grid.ts';
import { paintOf } from '../columns/printer/paint.ts';
import { counted, grouped } from '../columns/printer/quantity.ts';
import { clip, visible } from '../columns/printer/visible-text.ts';
import { EVIDENCE, type Finding } from '../model/finding.ts';
import type { Page } from '../model/sink.ts';
import { formatTime } from '../model/time.ts';
import type { StrongestFindings } from './strongest.ts';
import { aboutText, noteLabel } from './summary.ts';

const INDENT = '  ';
/** Below so many columns what a finding is about gets a line of its own. */
const LEAST_ABOUT = 40;
const COLUMNS: readonly GridColumn[] = [
  { title: 'evidence', align: 'left' },
  { title: 'port', align: 'right' },
  { title: 'time (UTC)', align: 'left' },
  { title: 'status', align: 'left' },
  { title: 'id', align: 'left' },
  { title: 'what', align: 'left' },
];

/** Findings for a person: by client and server, the strongest first. '' where there are none. */
export function findingsTable(findings: StrongestFindings, page: Page): string {
  if (findings.count === 0) return '';
  const paint = paintOf(page.colour);
  const groups = new Map<string, Finding[]>();
  for (const finding of findings.sorted()) {
    const hosts = `${visible(finding.client)} → ${visible(finding.server)}`;
    const known = groups.get(hosts);
    if (known === undefined) groups.set(hosts, [finding]);
    else known.push(finding);
  }
  const shown = [...groups.values()].flat();
  const fixed = layOut(COLUMNS.slice(0, -1), shown.map(cellsOf));
  const room = page.width - fixed.width - 2 * INDENT.length;
  const below = room < LEAST_ABOUT;
  const about = (finding: Finding, columns: number) => clip(visible(aboutText(finding)), columns);
  const grid = below
    ? fixed
    : layOut(
        COLUMNS,
        shown.map((finding) => [...cellsOf(finding), about(finding, room)]),
      );
  const wide = page.width - 2 * INDENT.length;
  const lines = [paint.bold(headingOf(findings)), paint.dim(INDENT + grid.header)];
  let row = 0;
  for (const [hosts, those] of groups) {
    lines.push(paint.bold(hosts));
    for (const finding of those) {
      lines.push(...grid.rows[row++]!.map((line) => INDENT + line));
      if (below) lines.push(`${INDENT}${INDENT}${about(finding, wide)}`);
      const beside = besideOf(finding);
      if (beside !== '') lines.push(paint.dim(`${INDENT}${INDENT}${clip(beside, wide)}`));
    }
  }
  const hidden = findings.count - shown.length;
  if (hidden > 0)
    lines.push(
      paint.dim(
        `… and ${grouped(hidden)} more: --limit N shows more of them, --format jsonl or csv gives all`,
      ),
    );
  return lines.map((line) => `${line}\n`).join('');
}

function headingOf({ count, counts }: StrongestFindings): string {
  const each = EVIDENCE.filter((one) => counts.has(one)).map((one) => `${grouped(counts.get(one)!)} ${one}`);
  return `${counted(count, 'finding')}: ${each.join(', ')}`;
}

function cellsOf({ evidence, port, start, status, id }: Finding): readonly string[] {
  const time = formatTime(start).slice(0, '2020-08-05T02:10:02'.length).replace('T', ' ');
  return [evidence, String(port), time, status ?? '?', visible(id)];
}

/** Techniques and notes. */
function besideOf({ techniques, notes }: Finding): string {
  const ids = techniques.map(({ id }) => id).join(' ');
  return visible([...(ids === '' ? [] : [ids]), ...notes.map(noteLabel)].join(' · '));
}
