/** What the engine needs of DuckDB; the host hands it in, for it is native code. */
export interface DuckdbDriver {
  /** A new database in memory, which reaches neither files nor the network. */
  open(): Promise<DuckdbSession>;
}

export interface DuckdbSession {
  run(sql: string): Promise<void>;
  /** Opens an existing table for adding rows; `types` are its columns', in order. */
  load(table: string, types: readonly LoadType[]): Promise<TableLoader>;
  /** The rows of a query all of whose columns are four-byte integers, zero or more, never NULL. */
  query(sql: string): AsyncIterable<QueryChunk>;
  close(): void;
}

/** The types of columns, with the bytes of a value; 0 where they vary. */
export const LOAD_TYPES = {
  UINTEGER: 4,
  BIGINT: 8,
  UBIGINT: 8,
  USMALLINT: 2,
  DOUBLE: 8,
  BOOLEAN: 1,
  VARCHAR: 0,
} as const;

export type LoadType = keyof typeof LOAD_TYPES;

export interface TableLoader {
  /** The next `count` rows (at most `CHUNK_ROWS`) from the columns' chunks, which may be used again afterwards. */
  append(count: number, columns: readonly LoadColumn[]): void;
  close(): void;
}

/** Rows that DuckDB takes at once. */
export const CHUNK_ROWS = 2048;

/** A chunk of one column; bit i of `known` is 0 where row i is NULL, or `known` is null where none is. */
export interface LoadColumn {
  /** Little-endian values in the width of the type, or UTF-8 texts; null where no row has a value. */
  readonly values: ArrayBufferView<ArrayBuffer> | readonly (Uint8Array | null)[] | null;
  readonly known: Uint8Array<ArrayBuffer> | null;
}

export interface QueryChunk {
  readonly count: number;
  /** The values of a column, valid until the next chunk. */
  column(position: number): Uint32Array;
}
