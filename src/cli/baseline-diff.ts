import { callName } from '../baseline/call-key.ts';
import { formatDay } from '../baseline/day-number.ts';
import { diffSnapshots, isSame, type RowChange, type SnapshotDiff } from '../baseline/diff.ts';
import type { Snapshot } from '../baseline/snapshot.ts';
import { layOut } from '../columns/printer/grid.ts';
import { paintOf } from '../columns/printer/paint.ts';
import { counted, grouped } from '../columns/printer/quantity.ts';
import { clip, visible } from '../columns/printer/visible-text.ts';
import type { Page } from '../model/sink.ts';
import { lineOf } from '../sinks/csv/csv-style.ts';
import { readBaseline } from './baseline-file.ts';
import { textFlag } from './flag-values.ts';
import { EXIT_OK, Failure, type Invocation } from './invocation.ts';
import { openOutput } from './output.ts';
import { pageOf } from './settings.ts';

/** What one baseline has and the other has not. */
export async function diffBaselines({ args, flags }: Invocation): Promise<number> {
  const [before, after] = args.map(readBaseline) as [Snapshot, Snapshot];
  if (before.zone !== after.zone)
    throw new Failure(
      `their days are not the same: ${args[0]} counts them in ${before.zone}, ${args[1]} in ${after.zone}`,
    );
  const diff = diffSnapshots(before, after);
  const output = openOutput(textFlag(flags, 'out'));
  try {
    const format = textFlag(flags, 'format') ?? 'table';
    const text =
      format === 'table'
        ? diffTable(diff, before, after, pageOf(flags, output.terminal))
        : FORMS[format]!(recordsOf(diff));
    if (text !== '') await output.write(new TextEncoder().encode(text));
    await output.commit();
    return EXIT_OK;
  } finally {
    output.discard();
  }
}

type DiffRecord = Readonly<Record<string, string | readonly string[]>>;

/** One a change; `of` says what changed: host, row, port, name, input or allowance. */
function recordsOf({ hosts, rows, ports, names, inputs, allowed }: SnapshotDiff): readonly DiffRecord[] {
  const named = (of: string, { added, gone }: { added: readonly string[]; gone: readonly string[] }) => [
    ...added.map((name) => ({ of, change: 'added', name })),
    ...gone.map((name) => ({ of, change: 'gone', name })),
  ];
  const ofRow = (of: string) => (one: RowChange) => ({
    of,
    change: one.change,
    client: one.client,
    server: one.server,
    call: one.call,
    days_added: one.daysAdded.map(formatDay),
    days_gone: one.daysGone.map(formatDay),
  });
  const texts = (all: SnapshotDiff['allowed']['added']) =>
    all.map(({ client, server, call, who, why }) => `${client}>${server} ${call}: ${why} (${who})`);
  return [
    ...named('host', hosts),
    ...rows.map(ofRow('row')),
    ...ports.map(ofRow('port')),
    ...named('name', names),
    ...named('input', inputs),
    ...named('allowance', { added: texts(allowed.added), gone: texts(allowed.gone) }),
  ];
}

const COLUMNS = ['of', 'change', 'name', 'client', 'server', 'call', 'days_added', 'days_gone'];

const FORMS: Readonly<Record<string, (records: readonly DiffRecord[]) => string>> = {
  jsonl: (records) => records.map((one) => `${JSON.stringify(one)}\n`).join(''),
  json: (records) => `${JSON.stringify(records, null, 2)}\n`,
  csv: (records) =>
    [COLUMNS, ...records.map((one) => COLUMNS.map((name) => [one[name] ?? ''].flat().join(' ')))]
      .map((cells) => `${lineOf(cells)}\n`)
      .join(''),
};

const LEAST_WHAT = 20;

function diffTable(diff: SnapshotDiff, before: Snapshot, after: Snapshot, page: Page): string {
  if (isSame(diff) && before.last === after.last) return 'no difference\n';
  const paint = paintOf(page.colour);
  const { hosts, rows, ports, aged, names, inputs, allowed } = diff;
  const count = (change: RowChange['change']) => rows.filter((one) => one.change === change).length;
  const facts = [
    ['last day', before.last === after.last ? '' : `${dayText(before.last)} → ${dayText(after.last)}`],
    ['hosts', changeText(hosts)],
    ['rows', countsText({ added: count('added'), gone: count('gone'), 'with other days': count('changed') })],
    ['ports', countsText({ 'added, gone or with other days': ports.length })],
    ['names', changeText(names)],
    ['inputs', changeText(inputs)],
    ['allowed', changeText(allowed)],
    ['aged', aged === 0 ? '' : `${counted(aged, 'row')} fell out of the window`],
  ].filter(([, text]) => text !== '');
  const cells = rows
    .slice(0, page.limit)
    .map(({ client, server, call, change, daysAdded, daysGone }) => [
      SIGNS[change],
      visible(`${client} → ${server}`),
      visible(callName(call)),
      [...listText('+', daysAdded), ...listText('-', daysGone)].join(', '),
    ]);
  const fixed = layOut(GRID.slice(0, -1), cells);
  const room = Math.max(LEAST_WHAT, page.width - fixed.width - 2);
  const grid = layOut(
    GRID,
    cells.map((row) => [...row.slice(0, -1), clip(row.at(-1)!, room)]),
  );
  const lines = [
    ...facts.map(([title, text]) => `${paint.bold(title!.padEnd(9))} ${text}`),
    ...(rows.length === 0 ? [] : ['', paint.dim(grid.header), ...grid.rows.flat()]),
    ...(rows.length > cells.length
      ? [
          paint.dim(
            `… and ${grouped(rows.length - cells.length)} more: --limit N shows more, --format jsonl all`,
          ),
        ]
      : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

const SIGNS: Readonly<Record<RowChange['change'], string>> = { added: '+', gone: '-', changed: '~' };
const GRID = ['', 'who', 'call', 'days'].map((title) => ({ title, align: 'left' as const }));

function dayText(day: number): string {
  return day < 0 ? 'none' : formatDay(day);
}

function changeText({
  added,
  gone,
}: {
  readonly added: readonly unknown[];
  readonly gone: readonly unknown[];
}): string {
  return countsText({ added: added.length, gone: gone.length });
}

function countsText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${grouped(count)} ${what}`)
    .join(', ');
}

/** `+2020-09-12`, or `+3 days to 2020-09-12`. */
function listText(sign: string, days: readonly number[]): readonly string[] {
  if (days.length === 0) return [];
  const last = formatDay(days.at(-1)!);
  return [days.length === 1 ? `${sign}${last}` : `${sign}${days.length} days to ${last}`];
}
