import type * as Api from '@duckdb/node-api';
import type Bindings from '@duckdb/node-bindings';
import {
  type DuckdbDriver,
  type DuckdbSession,
  LOAD_TYPES,
  type LoadColumn,
  type LoadType,
  type QueryChunk,
  type TableLoader,
} from '../engines/duckdb/index.ts';

type Vector = Bindings.Vector;

export interface DuckdbOptions {
  readonly threads?: number;
  /** Bytes; DuckDB's own default is four fifths of the machine's memory. */
  readonly memory?: number;
  /** Where sorting and joining may spill; without one nothing is written. */
  readonly tempFolder?: string;
}

/** The optional package is not installed; the message says what to do. */
export class MissingPackage extends Error {}

const MISSING = 'the duckdb engine needs the package @duckdb/node-api: npm install @duckdb/node-api';

/**
 * DuckDB in this process.
 * @throws MissingPackage
 */
export async function loadDuckdbDriver(options: DuckdbOptions = {}): Promise<DuckdbDriver> {
  let api: typeof Api;
  let bindings: typeof Bindings;
  try {
    api = await import('@duckdb/node-api');
    bindings = (await import('@duckdb/node-bindings')).default;
  } catch (cause) {
    throw new MissingPackage(MISSING, { cause });
  }
  return { open: () => openSession(api, bindings, options) };
}

async function openSession(
  api: typeof Api,
  bindings: typeof Bindings,
  { threads, memory, tempFolder }: DuckdbOptions,
): Promise<DuckdbSession> {
  const instance = await api.DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'false',
    temp_directory: tempFolder ?? '',
    ...(threads === undefined ? {} : { threads: String(threads) }),
    ...(memory === undefined ? {} : { memory_limit: `${memory}B` }),
  });
  const connection = await instance.connect();
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
  return {
    run: async (sql) => {
      await connection.run(sql);
    },
    load: async (table, types) => loaderOf(await connection.createAppender(table), types, api, bindings),
    query: (sql) => queryChunks(connection, sql, bindings),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

function loaderOf(
  appender: Api.DuckDBAppender,
  types: readonly LoadType[],
  api: typeof Api,
  bindings: typeof Bindings,
): TableLoader {
  const chunk = api.DuckDBDataChunk.create(types.map((type) => api[type]));
  return {
    append: (count, columns) => {
      chunk.reset();
      chunk.rowCount = count;
      columns.forEach((column, i) => {
        fillVector(bindings.data_chunk_get_vector(chunk.chunk, i), types[i]!, column, count, bindings);
      });
      appender.appendDataChunk(chunk);
    },
    close: () => appender.closeSync(),
  };
}

function fillVector(
  vector: Vector,
  type: LoadType,
  { values, known }: LoadColumn,
  count: number,
  bindings: typeof Bindings,
): void {
  if (ArrayBuffer.isView(values))
    bindings.copy_data_to_vector(vector, 0, values.buffer, values.byteOffset, count * LOAD_TYPES[type]);
  else if (values !== null)
    for (let i = 0; i < count; i++) {
      const text = values[i];
      if (text) bindings.vector_assign_string_element_len(vector, i, text);
    }
  if (known === null) return;
  bindings.vector_ensure_validity_writable(vector);
  bindings.copy_data_to_vector_validity(vector, 0, known.buffer, known.byteOffset, known.byteLength);
}

async function* queryChunks(
  connection: Api.DuckDBConnection,
  sql: string,
  bindings: typeof Bindings,
): AsyncGenerator<QueryChunk> {
  const result = await connection.stream(sql);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    const count = chunk.rowCount;
    yield {
      count,
      column: (position) => {
        const vector = bindings.data_chunk_get_vector(chunk.chunk, position);
        const bytes = bindings.vector_get_data(vector, 4 * count);
        return new Uint32Array(bytes.buffer, bytes.byteOffset, count);
      },
    };
  }
}
