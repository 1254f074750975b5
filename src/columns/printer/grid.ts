import { displayWidth } from './visible-text.ts';

export interface GridColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
}

const GAP = '  ';

/** A row of cells; a cell may have several lines. */
export type GridRow = readonly string[];

export interface Grid {
  readonly header: string;
  /** The lines of each row. */
  readonly rows: readonly (readonly string[])[];
  readonly width: number;
}

/** Columns set side by side, each as wide as its widest cell. Cells must be `visible` already. */
export function layOut(columns: readonly GridColumn[], rows: readonly GridRow[]): Grid {
  const cells = rows.map((row) => columns.map((_, c) => (row[c] ?? '').split('\n')));
  const widths = columns.map(({ title }, c) =>
    cells.reduce((widest, row) => Math.max(widest, ...row[c]!.map(displayWidth)), displayWidth(title)),
  );
  const line = (texts: readonly string[]) =>
    texts
      .map((text, c) => pad(text, widths[c]!, columns[c]!.align))
      .join(GAP)
      .trimEnd();
  return {
    header: line(columns.map((column) => column.title)),
    rows: cells.map((row) => {
      const height = Math.max(...row.map((cell) => cell.length));
      return Array.from({ length: height }, (_, n) => line(row.map((cell) => cell[n] ?? '')));
    }),
    width: widths.reduce((sum, width) => sum + width, 0) + GAP.length * (columns.length - 1),
  };
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(width - displayWidth(text));
  return align === 'left' ? text + space : space + text;
}
