import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { loadDuckdbDriver } from '../../host/duckdb-driver.ts';
import { fieldType, heldAs } from '../../model/car-table.ts';
import type { Program } from '../../model/engine.ts';
import { type EventKind, objectOf } from '../../model/event-kind.ts';
import { duckdb, PLAIN_SCHEMA, toSql } from '../../sql/index.ts';
import { eventsArbitrary, programArbitrary } from '../../testing/arbitraries.ts';
import { type PlainEvent, rowsOf, storeOf } from '../../testing/events.ts';
import { createDuckdb } from './index.ts';

const RUNS = 100;
const LEAST_ROWS = 100;
const LEAST_PROGRAMS = 20;

/** The events in the tables that `explain --sql` speaks of: one column a field, addresses as text. */
async function fillTables(
  connection: DuckDBConnection,
  program: Program,
  events: readonly PlainEvent[],
): Promise<void> {
  for (const [kind, fields] of toSql(program, duckdb, PLAIN_SCHEMA).tables) {
    const names = [...new Set(fields.map(({ field }) => field))];
    const table = duckdb.quote(PLAIN_SCHEMA.table(kind));
    const columns = names.map((name) => `${duckdb.quote(name)} ${columnType(kind, name)}`);
    await connection.run(`CREATE TABLE ${table} (${['time BIGINT', ...columns].join(', ')})`);
    const rows = events
      .filter((event) => event.kind === kind)
      .map((event) => `(${[event.time, ...names.map((name) => constant(event[name]))].join(', ')})`);
    if (rows.length > 0) await connection.run(`INSERT INTO ${table} VALUES ${rows.join(', ')}`);
  }
}

function columnType(kind: EventKind, field: string): string {
  const type = fieldType(objectOf(kind), field)!;
  const held = heldAs(type);
  if (held === 'number') return type === 'bool' ? 'BOOLEAN' : 'BIGINT';
  return held === 'port' ? 'INTEGER' : 'VARCHAR';
}

/** A constant; addresses without the zone, which no comparison looks at. */
function constant(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return 'NULL';
  return typeof value === 'string' ? duckdb.text(value.replace(/%eth0$/, '')) : String(value);
}

test("SQL for a user's tables gives the rows of the engine", async (t) => {
  const engine = createDuckdb(await loadDuckdbDriver({ threads: 2 }));
  let reached = 0;
  let programs = 0;
  await fc.assert(
    fc.asyncProperty(eventsArbitrary(), programArbitrary, async (events, program) => {
      const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
      const connection = await instance.connect();
      try {
        await fillTables(connection, program, events);
        const expected = await rowsOf(engine, program, storeOf(events));
        const rows: unknown[] = [];
        for (const { sql, events: columns } of toSql(program, duckdb, PLAIN_SCHEMA).queries)
          for (const row of (await connection.runAndReadAll(sql)).getRows())
            rows.push(columns.map(({ positions }) => Number(row[positions.time!])));
        assert.deepEqual(
          rows,
          expected.map((row) => row.events.map((event) => events[event]!.time)),
        );
        reached += rows.length;
        if (rows.length > 0) programs += 1;
      } finally {
        connection.closeSync();
        instance.closeSync();
      }
    }),
    // Every run opens two databases: shrinking would take minutes.
    { numRuns: RUNS, endOnFailure: true },
  );
  t.diagnostic(`${reached} rows compared in ${RUNS} runs, ${programs} of which gave any`);
  assert.ok(reached >= LEAST_ROWS && programs >= LEAST_PROGRAMS);
});
