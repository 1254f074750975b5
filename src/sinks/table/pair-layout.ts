import type { EventView } from '../../columns/event-view.ts';
import { type GridColumn, type GridRow, layOut } from '../../columns/printer/grid.ts';
import type { EventShape } from '../../model/sink.ts';
import { endsCell, hostsCell, portsCell, timeCell } from './event-cells.ts';

const DATE_LENGTH = '2020-08-05 '.length;

/** How a table makes room: the date on a line of its own, client and server one above the other. */
const ARRANGEMENTS = [
  { dateLines: false, stacked: false },
  { dateLines: true, stacked: false },
  { dateLines: false, stacked: true },
  { dateLines: true, stacked: true },
] as const;

/**
 * Rows of two or more flows: when, between whom, the ports of each flow and how long after the first it began.
 * Takes the first arrangement that fits the width, or the narrowest.
 */
export function pairLines(
  events: readonly EventShape[],
  rows: readonly (readonly EventView[])[],
  width: number,
): TableLines {
  const [first, ...narrower] = ARRANGEMENTS;
  let best = arrange(events, rows, first);
  for (const arrangement of narrower) {
    if (best.width <= width) break;
    best = arrange(events, rows, arrangement);
  }
  return best;
}

export interface TableLines {
  readonly header: string;
  readonly lines: readonly string[];
}

function arrange(
  events: readonly EventShape[],
  rows: readonly (readonly EventView[])[],
  { dateLines, stacked }: (typeof ARRANGEMENTS)[number],
): TableLines & { readonly width: number } {
  const grid = layOut(
    columnsOf(events),
    rows.map((row) => cellsOf(row, dateLines, stacked)),
  );
  const lines: string[] = [];
  let date = '';
  for (const [i, row] of rows.entries()) {
    const itsDate = timeCell(row[0]!).slice(0, DATE_LENGTH - 1);
    if (dateLines && itsDate !== date) lines.push(itsDate);
    date = itsDate;
    lines.push(...grid.rows[i]!);
  }
  return { header: grid.header, lines, width: grid.width };
}

function columnsOf(events: readonly EventShape[]): GridColumn[] {
  const later = events.slice(1);
  return [
    { title: 'time (UTC)', align: 'left' },
    { title: 'client → server', align: 'left' },
    ...events.map(({ name }): GridColumn => ({ title: name, align: 'left' })),
    ...later.map(
      ({ name }): GridColumn => ({
        title: later.length === 1 ? 'gap (ms)' : `${name} after (ms)`,
        align: 'right',
      }),
    ),
  ];
}

function cellsOf(row: readonly EventView[], dateLines: boolean, stacked: boolean): GridRow {
  const first = row[0]!;
  return [
    dateLines ? timeCell(first).slice(DATE_LENGTH) : timeCell(first),
    hostsCell(first, stacked),
    ...row.map((event) => (sameHosts(event, first) ? portsCell(event) : (endsCell(event) ?? '?'))),
    ...row.slice(1).map((event) => ((event.time - first.time) / 1000).toFixed(3)),
  ];
}

function sameHosts(a: EventView, b: EventView): boolean {
  return a.fields.src_ip === b.fields.src_ip && a.fields.dest_ip === b.fields.dest_ip;
}
