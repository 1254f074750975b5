import { type GridColumn, layOut } from '../columns/printer/grid.ts';
import { paintOf } from '../columns/printer/paint.ts';
import { grouped } from '../columns/printer/quantity.ts';
import { clip, visible } from '../columns/printer/visible-text.ts';
import type { Page } from '../model/sink.ts';

/** A page of facts and of lists, each under its own header. */
export interface TitledPage {
  /** Those without a text are left out. */
  readonly facts: readonly (readonly [title: string, text: string])[];
  /** Those without rows are left out. */
  readonly lists: readonly TitledList[];
}

export interface TitledList {
  readonly columns: readonly GridColumn[];
  readonly rows: readonly (readonly string[])[];
}

const LEAST_LAST = 12;

/** @param limit of the page: rows that a list shows; the last column is cut where the line is too long */
export function printPage({ facts, lists }: TitledPage, { width, colour, limit }: Page): string {
  const paint = paintOf(colour);
  const said = facts.filter(([, text]) => text !== '');
  const widest = Math.max(0, ...said.map(([title]) => title.length));
  const lines = said.map(([title, text]) => `${paint.bold(title.padEnd(widest))}  ${visible(text)}`);
  for (const { columns, rows } of lists) {
    if (rows.length === 0) continue;
    const shown = rows.slice(0, limit).map((row) => row.map(visible));
    const fixed = layOut(columns.slice(0, -1), shown);
    const room = Math.max(LEAST_LAST, width - fixed.width - 2);
    const grid = layOut(
      columns,
      shown.map((row) => [...row.slice(0, -1), clip(row.at(-1)!, room)]),
    );
    lines.push(...(lines.length === 0 ? [] : ['']), paint.bold(grid.header), ...grid.rows.flat());
    const hidden = rows.length - shown.length;
    if (hidden > 0) lines.push(paint.dim(`… and ${grouped(hidden)} more: --limit N shows more of them`));
  }
  return lines.map((line) => `${line}\n`).join('');
}

export function left(title: string): GridColumn {
  return { title, align: 'left' };
}

export function right(title: string): GridColumn {
  return { title, align: 'right' };
}
