import { type GridColumn, layOut } from '../columns/printer/grid.ts';
import { paintOf } from '../columns/printer/paint.ts';
import { counted, grouped } from '../columns/printer/quantity.ts';
import { clip, visible } from '../columns/printer/visible-text.ts';
import type { Page } from '../model/sink.ts';
import { formatTime } from '../model/time.ts';
import type { Comparison, Score, WayScore } from './compare.ts';
import { reasonLabel } from './summary.ts';

const LEAST_WHY = 24;
const COLUMNS: readonly GridColumn[] = [
  { title: 'time (UTC)', align: 'left' },
  { title: 'client → server', align: 'left' },
  { title: 'port', align: 'right' },
  { title: 'evidence', align: 'left' },
  { title: 'status', align: 'left' },
  { title: 'why', align: 'left' },
];

/** Strict beside extended for a person: what both find, and each difference with its reason. */
export function compareTable(comparisons: readonly Comparison[], page: Page): string {
  const sections = [
    ['strict CAR-2014-05-001 misses', comparisons.filter(({ strict, proven }) => proven && !strict)],
    ['strict finds, and nothing proves', comparisons.filter(({ strict, proven }) => strict && !proven)],
    ['neither: near a mapper connection', comparisons.filter(({ strict, proven }) => !strict && !proven)],
    [
      'both find, strict not all of it',
      comparisons.filter(({ strict, proven, reasons }) => strict && proven && reasons.length > 0),
    ],
    [
      'both find',
      comparisons.filter(({ strict, proven, reasons }) => strict && proven && reasons.length === 0),
    ],
  ] as const;
  return sections
    .filter(([, those]) => those.length > 0)
    .map(([title, those]) => sectionText(title, those, page))
    .join('\n');
}

function sectionText(title: string, those: readonly Comparison[], page: Page): string {
  const paint = paintOf(page.colour);
  const shown = those.slice(0, page.limit);
  const fixed = layOut(COLUMNS.slice(0, -1), shown.map(cellsOf));
  const room = Math.max(LEAST_WHY, page.width - fixed.width - 2);
  const grid = layOut(
    COLUMNS.slice(0, shown.some(({ reasons }) => reasons.length > 0) ? undefined : -1),
    shown.map((one) => [...cellsOf(one), clip(visible(one.reasons.map(reasonLabel).join(', ')), room)]),
  );
  const lines = [
    paint.bold(`${title}: ${counted(those.length, 'conversation')}`),
    paint.dim(grid.header),
    ...grid.rows.flat(),
  ];
  if (those.length > shown.length)
    lines.push(paint.dim(`… and ${grouped(those.length - shown.length)} more: --limit N shows more of them`));
  return lines.map((line) => `${line}\n`).join('');
}

function cellsOf({ finding }: Comparison): readonly string[] {
  const { start, client, server, port, evidence, status } = finding;
  const time = formatTime(start).slice(0, '2020-08-05T02:10:02'.length).replace('T', ' ');
  return [time, visible(`${client} → ${server}`), String(port), evidence, status ?? '?'];
}

/** How good each way to find RPC is, held against what the packets prove. */
export function scoreTable({ rpc, attempts, ways, unjudged }: Score): string {
  const columns = [
    'takes for RPC',
    'flows',
    'RPC',
    'attempts',
    'neither',
    'precision',
    'recall',
    'attempts named',
  ].map((title, i): GridColumn => ({ title, align: i === 0 ? 'left' : 'right' }));
  const grid = layOut(
    columns,
    ways.map((one) => scoreCells(one, rpc)),
  );
  const lines = [
    `by their packets: ${counted(rpc, 'flow')} with RPC, ` +
      `${counted(attempts, 'attempt')} without any payload at a port that the client had been told`,
    grid.header,
    ...grid.rows.flat(),
  ];
  if (unjudged > 0) lines.push(`${counted(unjudged, 'flow')} not judged: no packets`);
  return lines.map((line) => `${line}\n`).join('');
}

function scoreCells({ way, rpc, attempts, wrong, named }: WayScore, all: number): readonly string[] {
  const finds = rpc + attempts + wrong;
  return [
    way,
    ...[finds, rpc, attempts, wrong].map(String),
    ratio(rpc, finds),
    ratio(rpc, all),
    String(named),
  ];
}

function ratio(part: number, all: number): string {
  return all === 0 ? '' : (part / all).toFixed(3);
}
