import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { formatDay } from '../baseline/day-number.ts';
import { DEFAULT_OPTIONS, kindsOf } from '../evaluation/evaluate.ts';
import { judgeTrial } from '../evaluation/methods/judged.ts';
import { makeTrial } from '../evaluation/trial.ts';
import { ratesWith } from '../evaluation/world/rates.ts';
import { intruderCalls } from '../knowledge/intruder-calls.ts';
import { zeekCall } from '../knowledge/zeek-names.ts';
import { runHere, runQuietly } from '../testing/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'rpctrail-world-'));
after(() => rmSync(folder, { recursive: true }));

const SIZE = ['--hosts', '150', '--days', '24', '--learn-days', '20'];
const OPTIONS = { ...DEFAULT_OPTIONS, hosts: 150, days: 24, learnDays: 20 };

test('figures of a small world are shares, as JSON', async () => {
  const { code, out, err } = await runHere('evaluate', ...SIZE, '--seeds', '5', '--format', 'json');
  assert.equal(code, 0, err);
  const { methods, seeds } = JSON.parse(out) as {
    readonly seeds: readonly number[];
    readonly methods: readonly { readonly hops: Readonly<Record<string, { readonly share: number }>> }[];
  };
  assert.deepEqual(seeds, [5]);
  assert.ok(methods.length > 5);
  for (const { hops } of methods)
    for (const { share } of Object.values(hops)) assert.ok(share >= 0 && share <= 1);
  assert.match(err, /seed 5: \d+ of \d+ hops/);
});

test('what cannot be is said', async () => {
  for (const [args, message] of [
    [['--rate', 'develper-runs=x5'], /did you mean developer-runs/],
    [['--rate', 'developer-runs'], /NAME=FACTOR/],
    [['--seeds', '9-3'], /--seeds takes/],
    [['--days', '10', '--learn-days', '10'], /none of --days/],
  ] as const) {
    const { code, err } = await runQuietly('evaluate', ...args);
    assert.equal(code, 2);
    assert.match(err, message);
  }
});

for (const [name, more, visibility] of [
  ['calls', [], 'operation'],
  ['flows', ['--flows-only'], 'flows'],
] as const)
  test(`a world written as logs, learned and hunted, is judged as in memory: ${name}`, async () => {
    const world = join(folder, name);
    const written = await runQuietly('evaluate', ...SIZE, ...more, '--seeds', '5', '--write', world);
    assert.equal(written.code, 0, written.err);
    const days = readdirSync(world).filter((one) => one.startsWith('20'));
    assert.equal(days.length, OPTIONS.days);
    const trial = makeTrial({ ...OPTIONS, visibility, seed: 5, rates: ratesWith(), kinds: kindsOf(OPTIONS) });
    const baseline = join(folder, `${name}.baseline`);
    const learn = async (some: readonly string[]) => {
      const inputs = some.map((day) => join(world, day));
      const { code, err } = await runQuietly(
        'learn',
        ...inputs,
        '--baseline',
        baseline,
        '--jobs',
        '1',
        '--quiet',
      );
      assert.equal(code, 0, err);
    };
    await learn(days.slice(0, OPTIONS.learnDays));
    let compared = 0;
    let intruders = 0;
    for (const judgement of judgeTrial(trial, intruderCalls()).slice(0, 2)) {
      const day = formatDay(judgement.day);
      const file = join(folder, 'client-days.jsonl');
      const args = ['--baseline', baseline, '--client-days', file, '--jobs', '1', '--quiet'];
      const { code, err } = await runHere('hunt', join(world, day), ...args);
      assert.equal(code, 0, err);
      const scores = new Map(
        readFileSync(file, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as { readonly client: string; readonly score: number })
          .map(({ client, score }) => [client, score]),
      );
      assert.equal(scores.size, judgement.clients.length);
      for (const [n, client] of judgement.clients.entries()) {
        const found = scores.get(trial.snapshot.hosts[client]!)!;
        assert.ok(Math.abs(found - judgement.scores[n]!) < 1e-6, `${day} ${trial.snapshot.hosts[client]}`);
        compared += 1;
      }
      intruders += trial.hops.filter((hop) => hop.day === judgement.day).length;
      await learn([day]);
    }
    assert.ok(compared > 100 && intruders > 0);
  });

test('calls are written by names that Zeek uses, and read back as the same calls', () => {
  const world = join(folder, 'calls');
  const seen = new Set<string>();
  for (const day of readdirSync(world)
    .filter((one) => one.startsWith('20'))
    .slice(0, 2))
    for (const line of readFileSync(join(world, day, 'dce_rpc.log'), 'utf8').split('\n'))
      if (line !== '' && !line.startsWith('#')) seen.add(line.split('\t').slice(8).join('\t'));
  assert.ok(seen.size > 30);
  for (const names of seen) {
    const [endpoint = '', operation = ''] = names.split('\t');
    assert.notEqual(zeekCall(endpoint, operation)?.opnum ?? null, null, names);
  }
});
