import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadDuckdbDriver } from '../../host/duckdb-driver.ts';
import type { Program } from '../../model/engine.ts';
import type { Expr } from '../../model/ir.ts';
import { type PlainEvent, rowsOf, storeOf } from '../../testing/events.ts';
import { sourcePath } from '../../testing/repository.ts';
import { SQL_CASES, sqlCase } from '../../testing/sql-cases.ts';
import { createDuckdb } from './index.ts';

const engine = createDuckdb(await loadDuckdbDriver({ threads: 2 }));

test('every program of the goldens runs on kinds that the store does not have', async () => {
  for (const name of SQL_CASES) assert.deepEqual(await rowsOf(engine, sqlCase(name), storeOf([])), [], name);
});

test('sorting beyond the memory spills into the folder given, which is empty afterwards', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'rpctrail-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const driver = await loadDuckdbDriver({ memory: 32_000_000, tempFolder: folder, threads: 2 });
  const session = await driver.open();
  let rows = 0;
  let files = 0;
  for await (const { count } of session.query(
    'SELECT CAST(i AS UINTEGER) FROM range(3000000) AS numbers(i) ORDER BY hash(i)',
  )) {
    rows += count;
    files = Math.max(files, readdirSync(folder).length);
  }
  session.close();
  assert.equal(rows, 3_000_000);
  assert.ok(files > 0);
  assert.deepEqual(readdirSync(folder), []);
});

test('a database reaches neither files nor extensions, and stays so', async () => {
  const session = await (await loadDuckdbDriver()).open();
  await assert.rejects(session.run(`FROM read_csv('${sourcePath('package.json')}')`), /disabled/);
  await assert.rejects(session.run('SET enable_external_access = true'), /locked/);
  session.close();
});

/** The numbers of the processes for which the condition is true. */
async function passing(where: Expr, events: readonly PlainEvent[]): Promise<readonly number[]> {
  const program: Program = {
    analytic: 'one-filter',
    ir: {
      sets: [
        { node: 'search', name: 'all', object: 'process', actions: ['create'] },
        { node: 'filter', name: 'passing', from: 0, where },
      ],
      outputs: [{ name: 'passing', set: 1 }],
    },
  };
  return (await rowsOf(engine, program, storeOf(events, { rowsPerBatch: 8192 }))).map(
    (row) => row.events[0]!,
  );
}

function process(time: number, fields: Omit<PlainEvent, 'kind' | 'time'>): PlainEvent {
  return { ...fields, kind: 'process/create', time };
}

const EXE = { at: 0, field: 'exe' } as const;
const PID = { at: 0, field: 'pid' } as const;

function exeIs(value: string): Expr {
  return {
    op: 'compare',
    cmp: '==',
    left: { kind: 'field', field: EXE },
    right: { kind: 'literal', value },
    type: 'text',
  };
}

test('texts with quotes, NUL, marks of order and characters beyond 16 bits arrive whole', async () => {
  const odd = ["it's", 'a\0b', '\u{feff}bom', '\u{1f480}', 'x'.repeat(5000), ''];
  const events = odd.map((exe, i) => process(i, { exe }));
  for (const [i, exe] of odd.entries()) assert.deepEqual(await passing(exeIs(exe), events), [i]);
});

test('? is one code point, also beyond 16 bits', async () => {
  const events = ['\u{1f480}', 'ab', 'é', ''].map((exe, i) => process(i, { exe }));
  const like: Expr = { op: 'like', field: EXE, pattern: '?', type: 'text' };
  assert.deepEqual(await passing(like, events), [0, 2]);
});

test('case is folded as the language says, not as DuckDB would', async () => {
  const events = ['ΣΊΣΥΦΟΣ', 'σίσυφοσ', 'σίσυφος', 'İ', 'i'].map((exe, i) => process(i, { exe }));
  assert.deepEqual(await passing(exeIs('Σίσυφοσ'), events), [0, 1]);
  assert.deepEqual(await passing(exeIs('I'), events), [3, 4]);
});

test('times before 1970 and far after it, and numbers beyond 32 bits, keep their value', async () => {
  const times = [-1, -5_000_000_001, 0, 2 ** 32, 2 ** 53 - 1, -(2 ** 53) + 1];
  const events = times.map((time, i) => process(time, { pid: 2 ** 40 + i }));
  for (const [i, time] of times.entries()) {
    const at: Expr = {
      op: 'compare',
      cmp: '==',
      left: { kind: 'field', field: { at: 0, field: 'time' } },
      right: { kind: 'literal', value: time },
      type: 'time',
    };
    assert.deepEqual(await passing(at, events), [i]);
    const pid: Expr = { op: 'in', field: PID, values: [2 ** 40 + i], type: 'int' };
    assert.deepEqual(await passing(pid, events), [i]);
  }
});

test('rows beyond a chunk and a batch come in order, unknown values in every chunk', async () => {
  const count = 140_000;
  const events = Array.from({ length: count }, (_, i) =>
    process(Math.floor(i / 2), i % 3 === 0 ? {} : { pid: i }),
  );
  const known: Expr = {
    op: 'compare',
    cmp: '>=',
    left: { kind: 'field', field: PID },
    right: { kind: 'literal', value: 0 },
    type: 'int',
  };
  const expected = events.flatMap((_, i) => (i % 3 === 0 ? [] : [i]));
  assert.deepEqual(await passing(known, events), expected);
});

test('a reader may stop early', async () => {
  const events = Array.from({ length: 700 }, (_, i) => process(i, {}));
  const pairs: Program = {
    analytic: 'pairs',
    ir: {
      sets: [
        { node: 'search', name: 'all', object: 'process', actions: ['create'] },
        { node: 'join', name: 'pairs', from: [0, 0], keys: [], windows: [], where: null },
      ],
      outputs: [{ name: 'pairs', set: 1 }],
    },
  };
  for await (const batch of engine.run(pairs, storeOf(events))) {
    assert.equal(batch.count, 65_536);
    break;
  }
  assert.equal((await rowsOf(engine, pairs, storeOf(events))).length, 490_000);
});

test('an order of texts is refused by name', () => {
  const where: Expr = { ...(exeIs('m') as Extract<Expr, { op: 'compare' }>), cmp: '<' };
  const program: Program = {
    analytic: 'ordered',
    ir: {
      sets: [
        { node: 'search', name: 'all', object: 'process', actions: ['create'] },
        { node: 'filter', name: 'early', from: 0, where: { op: 'not', arg: where } },
      ],
      outputs: [{ name: 'early', set: 1 }],
    },
  };
  assert.deepEqual(
    engine.refuse(program).map(({ message }) => message),
    ['the duckdb engine cannot compare texts with < or > (in early)'],
  );
  for (const name of SQL_CASES) assert.deepEqual(engine.refuse(sqlCase(name)), []);
});
