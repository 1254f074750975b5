import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadDuckdbDriver, MissingPackage } from '../../host/duckdb-driver.ts';
import type { Engine } from '../../model/engine.ts';
import { type ConformanceCase, conformanceCases } from '../../testing/conformance-cases.ts';
import { type PlainEvent, type PlainRow, rowsOf, storeOf } from '../../testing/events.ts';
import { oracleRows } from '../../testing/oracle.ts';
import { Reached } from '../../testing/reached.ts';
import { ENGINES, type EngineEntry } from '../index.ts';

const LEAST_CASES = 200;
const LEAST_ROWS = 700;
const LEAST_ROWS_V6 = 28;
const PARTS = 3;

const cases = conformanceCases();
const engines = (await Promise.all(ENGINES.map(loaded))).filter((engine) => engine !== null);
const casesReached = new Reached();
const rowsReached = new Reached();

/** Null where a package that the engine needs is not installed. */
async function loaded({ name, load }: EngineEntry): Promise<Engine | null> {
  try {
    return await load({ duckdb: () => loadDuckdbDriver({ threads: 1 }) });
  } catch (error) {
    if (!(error instanceof MissingPackage)) throw error;
    console.log(`conformance: ${name} is skipped: ${error.message}`);
    return null;
  }
}

for (const one of cases)
  test(`${one.name}: ${one.about}`, async () => {
    assert.deepEqual(inOrder(one.rows, one.events), one.rows, 'the case states its rows out of order');
    assert.deepEqual(oracleRows(one.program.ir, one.events), one.rows, 'oracle');
    const shuffled = inOtherOrder(one);
    for (const engine of engines) {
      assert.deepEqual(engine.refuse(one.program), [], engine.name);
      assert.deepEqual(await rowsOf(engine, one.program, storeOf(one.events)), one.rows, engine.name);
      assert.deepEqual(
        await rowsOf(engine, one.program, storeOf(shuffled.events, { parts: PARTS })),
        shuffled.rows,
        `${engine.name}, events in another order`,
      );
      casesReached.add(1, { engine: engine.name });
      const v6 = one.rows.filter((row) => isV6(row, one.events)).length;
      rowsReached.add(one.rows.length - v6, { engine: engine.name, ip: 'IPv4 or none' });
      rowsReached.add(v6, { engine: engine.name, ip: 'IPv6' });
    }
  });

test('enough cases and rows were compared', () => {
  console.log(`conformance: cases ${casesReached.line}`);
  console.log(`conformance: rows ${rowsReached.line}`);
  assert.equal(engines[0]?.name, 'stream');
  for (const { name } of engines) {
    assert.ok(casesReached.of('engine', name) >= LEAST_CASES, `${name}: too few cases`);
    assert.ok(rowsReached.of('engine', name) >= LEAST_ROWS, `${name}: too few rows`);
  }
  assert.ok(rowsReached.of('ip', 'IPv6') >= LEAST_ROWS_V6 * engines.length, 'too few rows of IPv6');
});

/** The same events in another order of arrival, and the same rows under their new numbers. */
function inOtherOrder({ events, rows }: ConformanceCase): Pick<ConformanceCase, 'events' | 'rows'> {
  const order = otherOrder(events.length);
  const moved = order.map((number) => events[number]!);
  const renumbered = rows.map((row) => ({ ...row, events: row.events.map((n) => order.indexOf(n)) }));
  return { events: moved, rows: inOrder(renumbered, moved) };
}

/** The numbers below `count`, shuffled; never as they are, where there is another order. */
function otherOrder(count: number): readonly number[] {
  const numbers = Array.from({ length: count }, (_, number) => number);
  const all = fc.shuffledSubarray(numbers, { minLength: count });
  const [order = numbers] = fc.sample(all, { numRuns: 1, seed: count });
  return order.every((number, i) => number === i) ? numbers.reverse() : order;
}

/** The rows of each output in order: by the earliest time, the times in turn, the records in turn. */
function inOrder(rows: readonly PlainRow[], events: readonly PlainEvent[]): readonly PlainRow[] {
  const keys = new Map(rows.map((row) => [row, orderKey(row, events)]));
  const outputs = new Set(rows.map(({ output }) => output));
  return [...outputs].flatMap((output) =>
    rows.filter((row) => row.output === output).sort((a, b) => firstDifference(keys.get(a)!, keys.get(b)!)),
  );
}

function orderKey(row: PlainRow, events: readonly PlainEvent[]): readonly number[] {
  const times = row.events.map((number) => events[number]!.time);
  return [Math.min(...times), ...times, ...row.events];
}

function firstDifference(a: readonly number[], b: readonly number[]): number {
  return a.map((value, i) => value - b[i]!).find((difference) => difference !== 0) ?? 0;
}

function isV6(row: PlainRow, events: readonly PlainEvent[]): boolean {
  return row.events.some((number) => String(events[number]!.src_ip ?? '').includes(':'));
}
