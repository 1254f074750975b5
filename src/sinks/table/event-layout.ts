import type { EventView } from '../../columns/event-view.ts';
import { type GridColumn, layOut } from '../../columns/printer/grid.ts';
import { clip } from '../../columns/printer/visible-text.ts';
import { actionOf } from '../../model/event-kind.ts';
import type { EventShape } from '../../model/sink.ts';
import { endsCell, hostCell, restCell, timeCell } from './event-cells.ts';
import type { TableLines } from './pair-layout.ts';

const LEAST_REST = 24;
const GAP = 2;

/**
 * Rows of any events: when, and for each event the action, host, ends and other fields that it has. Free text is
 * cut so that a line fits the width.
 */
export function eventLines(
  events: readonly EventShape[],
  rows: readonly (readonly EventView[])[],
  width: number,
): TableLines {
  const plan = events.map((shape, i) =>
    planOf(
      shape,
      rows.map((row) => row[i]!),
      events.length > 1,
    ),
  );
  const columns: GridColumn[] = [
    { title: 'time (UTC)', align: 'left' },
    ...plan.flatMap((one) => one.columns),
  ];
  const fixed = layOut(
    columns,
    rows.map((row) => [timeCell(row[0]!), ...plan.flatMap((one, i) => one.fixed(row[i]!))]),
  );
  const open = plan.filter((one) => one.hasRest).length;
  const room = Math.max(LEAST_REST, Math.floor((width - fixed.width) / Math.max(1, open)) - GAP);
  const grid = layOut(
    [
      columns[0]!,
      ...plan.flatMap((one): GridColumn[] => [
        ...one.columns,
        ...(one.hasRest ? [{ title: one.restTitle, align: 'left' } as const] : []),
      ]),
    ],
    rows.map((row) => [
      timeCell(row[0]!),
      ...plan.flatMap((one, i) => {
        const rest = one.hasRest ? [clip(restCell(row[i]!, events[i]!.fields), room)] : [];
        return [...one.fixed(row[i]!), ...rest];
      }),
    ]),
  );
  return { header: grid.header, lines: grid.rows.flat() };
}

/** Which columns an event of a row takes: those that any row has something for. */
function planOf(shape: EventShape, events: readonly EventView[], named: boolean) {
  const cells: { title: string; of: (event: EventView) => string }[] = [];
  const kinds = new Set(events.map((event) => event.kind));
  if (kinds.size > 1) cells.push({ title: 'action', of: (event) => actionOf(event.kind) });
  if (events.some((event) => hostCell(event) !== '')) cells.push({ title: 'host', of: hostCell });
  if (events.some((event) => endsCell(event) !== null))
    cells.push({ title: 'source → destination', of: (event) => endsCell(event) ?? '' });
  const title = (text: string) => (named ? `${shape.name}: ${text}` : text);
  return {
    columns: cells.map((cell): GridColumn => ({ title: title(cell.title), align: 'left' })),
    fixed: (event: EventView) => cells.map((cell) => cell.of(event)),
    hasRest: events.some((event) => restCell(event, shape.fields) !== ''),
    restTitle: title(cells.length === 0 ? shape.object : 'fields'),
  };
}
