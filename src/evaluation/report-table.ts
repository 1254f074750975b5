import { type GridColumn, layOut } from '../columns/printer/grid.ts';
import { grouped } from '../columns/printer/quantity.ts';
import { BUDGETS } from './measures.ts';
import type { Summary, SummedMeasures, SummedShare } from './summary.ts';

const SEEN: Readonly<Record<Summary['visibility'], string>> = {
  operation: 'calls are visible',
  interface: 'interfaces are visible',
  flows: 'flows alone are visible',
};

/** The figures for a person; no line is longer than 120 columns. */
export function reportTable(summary: Summary): string {
  const { hosts, learnDays, days, seeds, conversations, rows, campaigns, factors } = summary;
  const changed = Object.entries(factors).map(([name, factor]) => `${name} × ${factor}`);
  const lines = [
    `${grouped(hosts)} hosts, ${learnDays} days learned, ${days - learnDays} hunted; ${SEEN[summary.visibility]}; ` +
      `${plural(seeds.length, 'world')} (seed ${seedsText(seeds)})`,
    `${grouped(conversations)} conversations, ${grouped(rows)} rows, ${plural(campaigns, 'campaign')}` +
      `${changed.length === 0 ? '' : `; ${changed.join(', ')}`}`,
    '',
    ...table('hops found at so many leads a day', summary.methods, true),
    ...summary.methods
      .filter(({ variant }) => variant !== undefined)
      .map(({ name, variant }) => `  ${name}: ${variant}`),
    '',
    ...table('by kind of campaign', summary.kinds, false),
    '',
    ...table('by family', summary.families, false),
    '',
    ...table('by what was known of the edge', summary.difficulties, false),
  ];
  if (summary.without.length > 0) lines.push('', ...table('without', summary.without, true));
  lines.push(
    '',
    `p-values of ${grouped(summary.clientDays)} benign client-days: share below, mean over days (95 % interval)`,
    ...summary.calibration.map(
      ({ level, share, low, high }) =>
        `  ${String(level).padEnd(6)} ${share.toFixed(5)}` +
        `${low === null || high === null ? '' : `  (${Math.max(0, low).toFixed(5)} to ${high.toFixed(5)})`}`,
    ),
  );
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

function table(title: string, rows: readonly SummedMeasures[], precision: boolean): readonly string[] {
  const right = (name: string): GridColumn => ({ title: name, align: 'right' });
  const { header, rows: lines } = layOut(
    [
      { title, align: 'left' },
      right('hops'),
      ...BUDGETS.map((budget) => right(String(budget))),
      right('95 % at 10'),
      right('first day'),
      ...(precision ? [right('right of 5')] : []),
    ],
    rows.map((one) => [
      one.name,
      String(one.hops[10]!.of),
      ...BUDGETS.map((budget) => shareText(one.hops[budget]!)),
      intervalText(one.hops[10]!),
      shareText(one.firstDay),
      ...(precision ? [shareText(one.precision)] : []),
    ]),
  );
  return [header, ...lines.flat()];
}

function shareText({ share }: SummedShare): string {
  return share === null ? '' : share.toFixed(2);
}

function intervalText({ low, high }: SummedShare): string {
  return low === null || high === null ? '' : `${low.toFixed(2)}–${high.toFixed(2)}`;
}

function plural(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `101–103, 7`. */
function seedsText(seeds: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const seed of seeds) {
    const run = runs.at(-1);
    if (run !== undefined && seed === run[1] + 1) run[1] = seed;
    else runs.push([seed, seed]);
  }
  const text = runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
