import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KINDS } from './campaigns/kinds.ts';
import { DEFAULT_OPTIONS, evaluateSeed, ORACLE, OURS, SHUFFLED } from './evaluate.ts';
import { measure } from './measures.ts';
import { shuffledHops } from './methods/bounds.ts';
import { reportTable } from './report-table.ts';
import { summarise } from './summary.ts';
import { makeTrial, type SeenHop } from './trial.ts';
import { ratesWith } from './world/rates.ts';

const OPTIONS = { ...DEFAULT_OPTIONS, hosts: 250, days: 40, learnDays: 26, seeds: [11, 12] };
const results = OPTIONS.seeds.map((seed) => evaluateSeed(OPTIONS, seed));
const trial = makeTrial({ ...OPTIONS, seed: 11, rates: ratesWith(), kinds: KINDS });

test('every hop of the hunt is in the truth, with its kind, its family and what was known of the edge', () => {
  const planned = trial.campaigns.flatMap(({ hops }) => hops.filter(({ day }) => day >= trial.huntFrom));
  assert.equal(trial.hops.length, planned.length);
  assert.equal(trial.campaigns.length, KINDS.length);
  for (const { kind, family, servers, difficulty } of trial.hops) {
    assert.equal(KINDS.find(({ name }) => name === kind)?.family, family);
    assert.ok(servers.length > 0);
    assert.ok(['new edge', 'rare edge', 'common edge'].includes(difficulty));
  }
});

test('an evaluation is its seed', () => {
  assert.deepEqual(evaluateSeed(OPTIONS, 11), results[0]);
});

test('the oracle finds all that fits, nothing finds more, and shuffled labels are found by chance', () => {
  for (const { methods, alternatives } of results) {
    const oracle = methods.get(ORACLE)!;
    assert.equal(oracle.hops[3]!.hits, oracle.hops[3]!.of);
    const others = [...alternatives.values()].flat().map(({ measures }) => measures);
    for (const one of [methods.get(OURS)!, ...others])
      for (const [k, { hits, of }] of one.hops.entries()) {
        assert.equal(of, oracle.hops[k]!.of);
        // At one lead a day the oracle takes any intruder's client-day, not the one with the most hops.
        if (k > 1) assert.ok(hits <= oracle.hops[k]!.hits);
        if (k > 0) assert.ok(hits >= one.hops[k - 1]!.hits);
      }
    const shuffled = methods.get(SHUFFLED)!.hops[2]!;
    assert.ok(shuffled.hits / shuffled.of <= 0.1, 'labels that say nothing are found');
  }
  assert.equal(shuffledHops(trial).length, trial.hops.length);
});

test('a hop is found by a lead of its day and client that names a server of it', () => {
  const hop: SeenHop = {
    campaign: 0,
    kind: 'wmi',
    family: 'page',
    day: 7,
    client: 1,
    servers: [5, 6],
    difficulty: 'new edge',
  };
  const lead = (client: number, servers: readonly number[], rank: number) => ({
    day: 7,
    leads: [{ client, servers, rank, ongoing: false }],
  });
  const found = (...one: Parameters<typeof lead>) =>
    measure([lead(...one)], [hop]).hops.map(({ hits }) => hits);
  assert.deepEqual(found(1, [9, 6], 1), [1, 1, 1, 1]);
  assert.deepEqual(found(1, [6], 10), [0, 0, 1, 1]);
  assert.deepEqual(found(1, [9], 1), [0, 0, 0, 0]);
  assert.deepEqual(found(2, [6], 1), [0, 0, 0, 0]);
  assert.deepEqual(measure([{ ...lead(1, [6], 1), day: 8 }], [hop]).hops[3], { hits: 0, of: 1 });
});

test('the table fits 120 columns, and every figure is a share', () => {
  const summary = summarise(OPTIONS, results);
  const table = reportTable(summary);
  assert.ok(table.split('\n').every((line) => line.length <= 120));
  const shares = [...summary.methods, ...summary.kinds, ...summary.difficulties].flatMap((one) => [
    ...Object.values(one.hops),
    one.firstDay,
  ]);
  assert.ok(shares.length > 100);
  for (const { share, hits, of } of shares)
    assert.ok(hits <= of && share !== null && share >= 0 && share <= 1);
  for (const { share } of summary.calibration) assert.ok(share >= 0 && share <= 1);
  for (const { name } of summary.methods) assert.ok(table.includes(name));
});

test('without calls, no rule that needs them is reported', () => {
  const { alternatives } = evaluateSeed({ ...OPTIONS, visibility: 'flows', days: 32 }, 11);
  assert.deepEqual(
    [...alternatives.keys()].filter((name) => /BZAR|execution/.test(name)),
    [],
  );
  assert.ok(alternatives.size > 0);
});
