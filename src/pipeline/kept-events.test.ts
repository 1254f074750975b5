import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import fc from 'fast-check';
import { BatchBuilder } from '../columns/batch-builder.ts';
import { originOf } from '../columns/event-view.ts';
import type { Chunk } from '../columns/seal-table.ts';
import { stream } from '../engines/stream/index.ts';
import { SpillFolder } from '../host/spill-folder.ts';
import { spanOf } from '../ir/span.ts';
import type { Batch } from '../model/batch.ts';
import type { Program } from '../model/engine.ts';
import { NO_LIMITS } from '../model/want.ts';
import { KeptEvents } from './kept-events.ts';
import { matchesOf, mergeByTime } from './matches.ts';
import type { SpillSpace } from './spill-space.ts';

const MICROS = 1_000_000;
const T = 1_700_000_000 * MICROS;
/** So little that it holds two or three rows. */
const NO_MEMORY = 400;

/** `b` within `reach` after `a`, both of the same source; the bounds as in CAR-2014-05-001. */
function pairsWithin(reach: number): Program {
  const time = (at: number) => ({ at, field: 'time' });
  const source = (at: number) => ({ at, field: 'src_ip' });
  return {
    analytic: 'pairs',
    ir: {
      sets: [
        { node: 'search', name: 'a', object: 'flow', actions: ['start'] },
        { node: 'search', name: 'b', object: 'flow', actions: ['start'] },
        {
          node: 'join',
          name: 'pairs',
          from: [0, 1],
          keys: [{ left: source(0), right: source(1), type: 'ip' }],
          windows: [
            {
              earlier: time(0),
              later: time(1),
              low: { micros: 0, strict: true },
              high: { micros: reach, strict: true },
            },
          ],
          where: null,
        },
      ],
      outputs: [{ name: 'pairs', set: 2 }],
    },
  };
}

interface TimedFlow {
  readonly time: number;
  readonly host: number;
}

/** Times on a grid of half seconds over a few minutes, give or take a microsecond; some before 1970. */
const flowsArbitrary = fc.array(
  fc.record({
    time: fc
      .tuple(fc.nat(400), fc.constantFrom(0, 0, 1, -1), fc.constantFrom(T, T, T, 0))
      .map(([half, off, from]) => from + (half - 20) * 500_000 + off),
    host: fc.nat(1),
  }),
  { minLength: 10, maxLength: 60, size: 'max' },
);
const REACHES = [1, 500_001, 1_000_000, 2_000_000, 2_000_001, 7_500_000, 60 * MICROS];

for (const [where, space] of [
  ['in memory', () => new MemorySpace()],
  ['in a folder', () => new SpillFolder<Chunk>(tmpdir())],
] as const)
  test(`spilled ${where}: the rows are those of memory, in the same order`, async () => {
    let rowsReached = 0;
    let stretchesReached = 0;
    await fc.assert(
      fc.asyncProperty(
        flowsArbitrary,
        fc.constantFrom(...REACHES),
        fc.nat(20),
        async (flows, reach, size) => {
          const batches = () => batchesOf(flows, size + 1);
          const program = pairsWithin(reach);
          const inMemory = await run(program, batches(), Number.MAX_SAFE_INTEGER, reach, space);
          const spilled = await run(program, batches(), NO_MEMORY, reach, space);
          assert.equal(inMemory.stretches, 1);
          assert.deepEqual(spilled.rows, inMemory.rows);
          assert.deepEqual(inMemory.rows, nestedLoop(flows, reach));
          rowsReached += spilled.rows.length;
          stretchesReached += spilled.stretches;
        },
      ),
      { numRuns: where === 'in memory' ? 300 : 40 },
    );
    console.log(`spilled ${where}: ${rowsReached} rows in ${stretchesReached} stretches`);
    assert.ok(rowsReached > (where === 'in memory' ? 1000 : 50), 'too few rows were reached');
    assert.ok(stretchesReached > 100, 'too few stretches were reached');
  });

test('in memory the rows are the same however many stretches they come in', async () => {
  let stretchesReached = 0;
  await fc.assert(
    fc.asyncProperty(
      flowsArbitrary,
      fc.constantFrom(...REACHES),
      fc.nat(20),
      fc.integer({ min: 1, max: 30 }),
      async (flows, reach, size, stretchRows) => {
        const refuse = () => assert.fail('there was memory enough');
        const near = flows.filter(({ time }) => time > T / 2);
        const batches = batchesOf(near, size + 1);
        const { rows, stretches } = await run(
          pairsWithin(reach),
          batches,
          Number.MAX_SAFE_INTEGER,
          reach,
          refuse,
          stretchRows,
        );
        assert.deepEqual(rows, nestedLoop(near, reach));
        stretchesReached += stretches;
      },
    ),
    { numRuns: 300 },
  );
  assert.ok(stretchesReached > 900, 'too few stretches were reached');
});

test('what has no bound in time stays in memory, however little there is', async () => {
  const batches = batchesOf(
    [
      { time: T, host: 1 },
      { time: T + 5, host: 1 },
    ],
    1,
  );
  const refuse = () => assert.fail('no room was to be asked for');
  const { stretches, rows, beyondMemory } = await run(
    pairsWithin(10),
    batches,
    NO_MEMORY,
    Number.POSITIVE_INFINITY,
    refuse,
  );
  assert.equal(stretches, 1);
  assert.equal(rows.length, 1);
  assert.equal(beyondMemory, true);
});

test('a bucket that memory does not hold is read in slices, none shorter than the reach', async () => {
  const flows = Array.from({ length: 3000 }, (_, i) => ({
    time: T + ((i * 7919) % 3000) * 100_000,
    host: i % 3,
  }));
  const space = new MemorySpace();
  const program = pairsWithin(2 * MICROS);
  const spilled = await run(program, batchesOf(flows, 500), 4096, 2 * MICROS, () => space);
  assert.ok(spilled.stretches > space.buckets, `${spilled.stretches} of ${space.buckets} buckets`);
  assert.deepEqual(spilled.rows, nestedLoop(flows, 2 * MICROS));
});

test('the reach of CAR-2014-05-001 is two seconds', () => {
  assert.equal(spanOf([pairsWithin(2 * MICROS)]), 2 * MICROS);
});

test('several outputs come in one order of time', async () => {
  const flows = [5, 1, 3, 2, 4].map((second) => ({ time: T + second * MICROS, host: 1 }));
  const kept = new KeptEvents(Number.MAX_SAFE_INTEGER, 0, () => new MemorySpace());
  for (const batch of batchesOf(flows, 2)) kept.add(batch);
  const [stretch] = [...kept.stretches([{ input: 'flows', firstRecord: 1 }], (part) => part)];
  const outputs = [pairsWithin(1.5 * MICROS), pairsWithin(2.5 * MICROS)];
  const names: string[] = [];
  const sources = outputs.map((program, i) =>
    matchesOf(stream, { ...program, analytic: String(i) }, stretch!),
  );
  for await (const { analytic, columns, count } of mergeByTime(sources, stretch!.store))
    for (let row = 0; row < count; row++)
      names.push(
        `${(stretch!.store.tables.get('flow/start')!.time[columns[0]!.rows[row]!]! - T) / MICROS}:${analytic}`,
      );
  assert.deepEqual(names, ['1:0', '1:1', '1:1', '2:0', '2:1', '2:1', '3:0', '3:1', '3:1', '4:0', '4:1']);
});

async function run(
  program: Program,
  batches: Iterable<Batch>,
  memoryBytes: number,
  reach: number,
  openSpace: () => SpillSpace & { remove?(): void },
  stretchRows?: number,
): Promise<{ readonly rows: readonly string[]; readonly stretches: number; readonly beyondMemory: boolean }> {
  let space: (SpillSpace & { remove?(): void }) | null = null;
  const open = () => {
    space = openSpace();
    return space;
  };
  const kept = new KeptEvents(memoryBytes, reach, open, stretchRows);
  for (const batch of batches) kept.add(batch);
  const beyondMemory = kept.isBeyondMemory;
  const rows: string[] = [];
  let stretches = 0;
  for (const stretch of kept.stretches([{ input: 'flows', firstRecord: 1 }], (part) => part)) {
    stretches += 1;
    for await (const { columns, count } of matchesOf(stream, program, stretch))
      for (let row = 0; row < count; row++)
        rows.push(
          columns.map((column) => originOf(stretch.store, 'flow/start', column.rows[row]!).record - 1).join(),
        );
  }
  (space as { remove?(): void } | null)?.remove?.();
  return { rows, stretches, beyondMemory };
}

/** Pairs of flow numbers, in order of time and then of the numbers. */
function nestedLoop(flows: readonly TimedFlow[], reach: number): readonly string[] {
  const found: (readonly [number, number])[] = [];
  for (const [i, a] of flows.entries())
    for (const [j, b] of flows.entries())
      if (a.host === b.host && b.time > a.time && b.time - a.time < reach) found.push([i, j]);
  const order = ([i, j]: readonly [number, number]) => [flows[i]!.time, flows[j]!.time, i, j];
  return found
    .sort((one, other) => {
      const [a, b] = [order(one), order(other)];
      const at = a.findIndex((value, k) => value !== b[k]);
      return at < 0 ? 0 : a[at]! - b[at]!;
    })
    .map((pair) => pair.join());
}

function* batchesOf(flows: readonly TimedFlow[], rows: number): Generator<Batch> {
  const want = { kinds: { 'flow/start': { fields: null, terms: null } }, limits: NO_LIMITS };
  const builder = new BatchBuilder(0, want, rows);
  for (const { time, host } of flows) {
    const starts = builder.kind('flow/start')!;
    starts.ip('src_ip')!.values[starts.row] = starts.addresses.internV4(0x0a000000 + host);
    starts.commit(time, builder.record);
    builder.kept();
    if (builder.full) yield builder.take();
  }
  yield builder.take();
}

class MemorySpace implements SpillSpace {
  private readonly chunks = new Map<number, Chunk[]>();

  get buckets(): number {
    return this.chunks.size;
  }

  append(bucket: number, chunk: Chunk): void {
    this.chunks.set(bucket, [...(this.chunks.get(bucket) ?? []), structuredClone(chunk)]);
  }

  read(bucket: number): Iterable<Chunk> {
    return structuredClone(this.chunks.get(bucket)!);
  }

  size(bucket: number): number {
    return this.chunks.get(bucket)!.reduce((sum, { columns }) => sum + 40 * columns.count, 0);
  }
}
