import type { Column, EventColumns } from '../model/batch.ts';
import type { EventKind } from '../model/event-kind.ts';
import type { EventTable } from '../model/event-store.ts';

/** Rows of one kind from one part. */
export interface Chunk {
  readonly part: number;
  readonly columns: EventColumns;
}

/** Rows of a chunk, all of them where `rows` is null. */
export interface Selection extends Chunk {
  readonly rows: Uint32Array | null;
}

/**
 * Copies rows of a kind into flat columns.
 * @param numberOf the place of a chunk's part in the order that origins sort in
 */
export function sealTable(
  kind: EventKind,
  selections: readonly Selection[],
  numberOf: (part: number) => number,
): EventTable {
  const starts = new Float64Array(selections.length + 1);
  const names = new Set<string>();
  selections.forEach(({ columns, rows }, i) => {
    starts[i + 1] = starts[i]! + (rows?.length ?? columns.count);
    for (const name of Object.keys(columns.fields)) names.add(name);
  });
  const count = starts[selections.length]!;
  const fields: Record<string, Column> = {};
  for (const name of names) {
    const pieces = selections.map(
      ({ columns, rows }): Piece => ({ column: columns.fields[name] ?? null, rows, count: columns.count }),
    );
    fields[name] = joinPieces(pieces, starts);
  }
  const time = new Float64Array(count);
  const record = new Uint32Array(count);
  selections.forEach(({ columns, rows }, i) => {
    const chosen = { rows, count: columns.count };
    copy(columns.time, chosen, time, starts[i]!);
    copy(columns.record, chosen, record, starts[i]!);
  });
  const parts = Uint32Array.from(selections, ({ part }) => numberOf(part));
  return { kind, count, time, record, fields, part: (row) => parts[chunkOf(starts, row)]! };
}

/** What one chunk gives to a column; null where it does not have it. */
interface Piece extends Rows {
  readonly column: Column | null;
}

interface Rows {
  /** Null: the first `count`. */
  readonly rows: Uint32Array | null;
  readonly count: number;
}

function joinPieces(pieces: readonly Piece[], starts: Float64Array): Column {
  const count = starts[pieces.length]!;
  const type = pieces.find(({ column }) => column !== null)!.column!.type;
  if (type === 'number') {
    const values = new Float64Array(count).fill(Number.NaN);
    pieces.forEach((piece, i) => {
      if (piece.column?.type === type) copy(piece.column.values, piece, values, starts[i]!);
    });
    return { type, values };
  }
  if (type === 'ip' || type === 'text') {
    const values = new Uint32Array(count);
    pieces.forEach((piece, i) => {
      if (piece.column?.type === type) copy(piece.column.values, piece, values, starts[i]!);
    });
    return { type, values };
  }
  const values = new Uint16Array(count);
  const known = pieces.every(({ column }) => column?.type === 'port' && column.unknown === null);
  const unknown = known ? null : new Uint8Array(count);
  pieces.forEach((piece, i) => {
    const { column } = piece;
    if (column?.type !== 'port') unknown?.fill(1, starts[i], starts[i + 1]);
    else {
      copy(column.values, piece, values, starts[i]!);
      if (column.unknown !== null) copy(column.unknown, piece, unknown!, starts[i]!);
    }
  });
  return { type, values, unknown };
}

type Values = Float64Array | Uint32Array | Uint16Array | Uint8Array;

function copy<Of extends Values>(values: Of, { rows, count }: Rows, into: Of, at: number): void {
  if (rows === null) into.set(values.subarray(0, count), at);
  else for (let i = 0; i < rows.length; i++) into[at + i] = values[rows[i]!]!;
}

function chunkOf(starts: Float64Array, row: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}
