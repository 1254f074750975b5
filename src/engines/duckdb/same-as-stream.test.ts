import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadDuckdbDriver } from '../../host/duckdb-driver.ts';
import { eventsArbitrary, programArbitrary } from '../../testing/arbitraries.ts';
import { rowsOf, storeOf } from '../../testing/events.ts';
import { stream } from '../stream/index.ts';
import { createDuckdb } from './index.ts';

const RUNS = 200;
const LEAST_ROWS = 250;
const LEAST_PROGRAMS = 40;

test('duckdb gives the rows of stream, in their order, on random events and programs', async (t) => {
  const duckdb = createDuckdb(await loadDuckdbDriver({ threads: 2 }));
  let rows = 0;
  let programs = 0;
  await fc.assert(
    fc.asyncProperty(
      eventsArbitrary(),
      programArbitrary,
      fc.integer({ min: 1, max: 3 }),
      async (events, program, parts) => {
        assert.deepEqual(duckdb.refuse(program), []);
        const store = storeOf(events, { parts });
        const ours = await rowsOf(duckdb, program, store);
        assert.deepEqual(ours, await rowsOf(stream, program, store));
        rows += ours.length;
        if (ours.length > 0) programs += 1;
      },
    ),
    // Every run opens a database: shrinking would take minutes.
    { numRuns: RUNS, endOnFailure: true },
  );
  t.diagnostic(`${rows} rows compared in ${RUNS} runs, ${programs} of which gave any`);
  assert.ok(rows >= LEAST_ROWS && programs >= LEAST_PROGRAMS);
});
