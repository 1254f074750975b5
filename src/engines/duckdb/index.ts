import type { Engine } from '../../model/engine.ts';
import { duckdb, STORE_SCHEMA, toSql } from '../../sql/index.ts';
import type { DuckdbDriver } from './driver.ts';
import { loadTable } from './load-table.ts';
import { matchRows } from './match-rows.ts';
import { refusals } from './refuse.ts';

export {
  type DuckdbDriver,
  type DuckdbSession,
  LOAD_TYPES,
  type LoadColumn,
  type LoadType,
  type QueryChunk,
  type TableLoader,
} from './driver.ts';

/** Runs programs as SQL in DuckDB, in memory, over copies of the columns that they read. */
export function createDuckdb(driver: DuckdbDriver): Engine {
  return {
    name: 'duckdb',
    refuse: refusals,
    async *run(program, store) {
      const { queries, tables } = toSql(program, duckdb, STORE_SCHEMA);
      const session = await driver.open();
      try {
        for (const [kind, fields] of tables) await loadTable(session, store, kind, fields);
        for (const query of queries) yield* matchRows(program.analytic, query, session.query(query.sql));
      } finally {
        session.close();
      }
    },
  };
}
