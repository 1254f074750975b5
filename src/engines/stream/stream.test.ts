import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { eventsArbitrary, programArbitrary } from '../../testing/arbitraries.ts';
import { rowsOf, storeOf } from '../../testing/events.ts';
import { oracleRows } from '../../testing/oracle.ts';
import { stream } from './index.ts';

test('any program over any events gives the rows of the oracle, in order', async () => {
  let [single, joined, runs] = [0, 0, 0];
  await fc.assert(
    fc.asyncProperty(
      eventsArbitrary(),
      programArbitrary,
      fc.integer({ min: 1, max: 4 }),
      async (events, program, parts) => {
        const expected = oracleRows(program.ir, events);
        assert.deepEqual(await rowsOf(stream, program, storeOf(events, { parts })), expected);
        for (const row of expected) {
          if (row.events.length === 1) single += 1;
          else joined += 1;
        }
        runs += 1;
      },
    ),
    { numRuns: 600 },
  );
  console.log(`stream = oracle: ${joined} joined rows and ${single} single ones in ${runs} runs`);
  assert.ok(joined > 1500, `only ${joined} joined rows were reached`);
});
