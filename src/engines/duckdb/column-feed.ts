import { CHUNK_ROWS, type LoadColumn, type LoadType } from './driver.ts';

/** One column of a table of DuckDB's, filled chunk after chunk from a column of the store's. */
export interface ColumnFeed {
  readonly name: string;
  readonly type: LoadType;
  /** Fills a chunk with the rows from `from` on. The chunk is overwritten by the next one. */
  fill(from: number, count: number): LoadColumn;
}

const TWO_TO_32 = 0x1_0000_0000;

/** Row numbers. */
export function rowFeed(name: string): ColumnFeed {
  return numberFeed(name, (row) => row);
}

/** Any whole number of four bytes that a row has. */
export function numberFeed(name: string, of: (row: number) => number): ColumnFeed {
  const values = new Uint32Array(CHUNK_ROWS);
  return {
    name,
    type: 'UINTEGER',
    fill: (from, count) => {
      for (let i = 0; i < count; i++) values[i] = of(from + i);
      return { values, known: null };
    },
  };
}

/** Whole numbers of up to 53 bits, as signed ones of 64. */
export function wideFeed(name: string, column: Float64Array): ColumnFeed {
  const values = new Uint32Array(2 * CHUNK_ROWS);
  return {
    name,
    type: 'BIGINT',
    fill: (from, count) => {
      for (let i = 0; i < count; i++) {
        const value = column[from + i]!;
        const high = Math.floor(value / TWO_TO_32);
        values[2 * i] = value - high * TWO_TO_32;
        values[2 * i + 1] = high;
      }
      return { values, known: null };
    },
  };
}

/** Ports; `unknown` as in `Column`. */
export function portFeed(name: string, column: Uint16Array, unknown: Uint8Array | null): ColumnFeed {
  const values = new Uint16Array(CHUNK_ROWS);
  const known = new Uint8Array(CHUNK_ROWS / 8);
  return {
    name,
    type: 'USMALLINT',
    fill: (from, count) => {
      values.set(column.subarray(from, from + count));
      if (unknown === null) return { values, known: null };
      return { values, known: mark(known, count, (i) => unknown[from + i] === 0) };
    },
  };
}

/** Numbers in which NaN is unknown. */
export function doubleFeed(name: string, column: Float64Array): ColumnFeed {
  const values = new Float64Array(CHUNK_ROWS);
  const known = new Uint8Array(CHUNK_ROWS / 8);
  return {
    name,
    type: 'DOUBLE',
    fill: (from, count) => {
      values.set(column.subarray(from, from + count));
      return { values, known: mark(known, count, (i) => !Number.isNaN(values[i])) };
    },
  };
}

/** 1 is true, 0 is false, NaN is unknown. */
export function booleanFeed(name: string, column: Float64Array): ColumnFeed {
  const values = new Uint8Array(CHUNK_ROWS);
  const known = new Uint8Array(CHUNK_ROWS / 8);
  return {
    name,
    type: 'BOOLEAN',
    fill: (from, count) => {
      for (let i = 0; i < count; i++) values[i] = column[from + i] === 1 ? 1 : 0;
      return { values, known: mark(known, count, (i) => !Number.isNaN(column[from + i])) };
    },
  };
}

/** Eight bytes of each row's address, from `words`: two halves a word, the lower first; id 0 is unknown. */
export function addressFeed(name: string, ids: Uint32Array, words: Uint32Array): ColumnFeed {
  const values = new Uint32Array(2 * CHUNK_ROWS);
  const known = new Uint8Array(CHUNK_ROWS / 8);
  return {
    name,
    type: 'UBIGINT',
    fill: (from, count) => {
      for (let i = 0; i < count; i++) {
        const id = ids[from + i]!;
        values[2 * i] = words[2 * id]!;
        values[2 * i + 1] = words[2 * id + 1]!;
      }
      return { values, known: mark(known, count, (i) => ids[from + i] !== 0) };
    },
  };
}

/** Texts by id; id 0 is unknown. */
export function textFeed(name: string, ids: Uint32Array, textOf: (id: number) => Uint8Array): ColumnFeed {
  const values = new Array<Uint8Array | null>(CHUNK_ROWS).fill(null);
  const known = new Uint8Array(CHUNK_ROWS / 8);
  return {
    name,
    type: 'VARCHAR',
    fill: (from, count) => {
      for (let i = 0; i < count; i++) {
        const id = ids[from + i]!;
        values[i] = id === 0 ? null : textOf(id);
      }
      return { values, known: mark(known, count, (i) => values[i] !== null) };
    },
  };
}

/** A field that no input gave. */
export function unknownFeed(name: string, type: LoadType): ColumnFeed {
  const known = new Uint8Array(CHUNK_ROWS / 8);
  return { name, type, fill: () => ({ values: null, known }) };
}

function mark(
  known: Uint8Array<ArrayBuffer>,
  count: number,
  isKnown: (i: number) => boolean,
): Uint8Array<ArrayBuffer> | null {
  known.fill(0);
  let marked = 0;
  for (let i = 0; i < count; i++)
    if (isKnown(i)) {
      known[i >> 3]! |= 1 << (i & 7);
      marked += 1;
    }
  return marked === count ? null : known;
}
