import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type CommandRun, fileOf, runHere, spawnCommand } from '../testing/command.ts';
import { readManifest, SHARED } from '../testing/corpus.ts';
import { type CorpusCase, corpusCases } from '../testing/corpus-cases.ts';
import { pairsOf, reportedPairs, reportedTotals, sameRows } from '../testing/pairs.ts';
import { Reached } from '../testing/reached.ts';

const ENGINES = ['stream', 'duckdb'];
const DETECT = ['detect', '--analytic', 'CAR-2014-05-001', '--format', 'jsonl'];
const PUBLISHED = SHARED === null ? '' : join(SHARED, 'car/analytics/CAR-2014-05-001.yaml');
/** Rows of the corpus' captures and logs as it was first put together: fewer were a test that looks at less. */
const LEAST_ROWS = { stream: 513, duckdb: 513, ether: 459, zeek: 54 };

/** Captures and logs of the corpus as it was first put together. */
const CASES = 40;

const manifest = readManifest();
const cases = manifest === null ? [] : await corpusCases(manifest);
const reached = new Reached();
let casesReached = 0;

if (manifest === null)
  test('the corpus', { skip: `not beside the checkout: ${CASES} captures and logs are skipped` }, () => {});

test('the corpus is there where it is required', () => {
  const required = process.env.RPCTRAIL_REQUIRE_CORPUS === '1';
  assert.ok(!required || cases.length > 0, 'RPCTRAIL_REQUIRE_CORPUS is set, and there is no corpus');
});

for (const one of cases)
  test(`${shortened(one.name)}: counts and rows, bare, packed anew and through standard input`, async () => {
    await comparesWithInspect(one.bare, [one]);
    for (const engine of ENGINES) {
      await comparesWithDetect(one.bare, [one], ['--engine', engine]);
      reached.add(one.pairs.length, { engine });
    }
    reached.addPairs(one.pairs, { link: one.link });
    const packed = fileOf('packed');
    writeFileSync(packed, gzipSync(readFileSync(one.bare)));
    await comparesWithDetect(packed, [one]);
    await comparesWithDetect(one.bare, [one], ['--no-want']);
    const run = spawnCommand([...DETECT, '-'], readFileSync(one.bare));
    compares(run, [one], 'through standard input');
    casesReached += 1;
  });

/** An archive of several captures is one pool. */
for (const [published, members] of byPublished())
  test(`${shortened(basename(published))}: as published`, async () => {
    await comparesWithInspect(published, members);
    for (const engine of ENGINES) await comparesWithDetect(published, members, ['--engine', engine]);
    if (members[0]!.bare === published) return;
    const run = spawnCommand([...DETECT, '-'], readFileSync(published));
    compares(run, members, 'through standard input');
  });

if (existsSync(PUBLISHED))
  test('the published text gives the rows of the built-in one', async () => {
    for (const one of cases.filter(({ pairs }) => pairs.length > 0))
      for (const engine of ENGINES) {
        const asked = ['detect', '--analytic', PUBLISHED, '--format', 'jsonl', '--engine', engine];
        const run = await runHere(...asked, one.bare);
        sameRows(reportedPairs(run.out), one.pairs, `${one.name} on ${engine}`);
      }
  });

if (cases.length > 0)
  test('the corpus in one run: what is found is found in the pool of all', async () => {
    const run = await runHere(...DETECT, ...cases.map((one) => one.bare));
    compares(run, cases, 'all at once');
  });

test('enough was compared', () => {
  console.log(
    `corpus: ${casesReached} of ${Math.max(cases.length, CASES)} cases; rows compared ${reached.line || 'none'}`,
  );
  if (cases.length === 0) return;
  assert.equal(casesReached, cases.length);
  assert.ok(cases.length >= CASES);
  for (const engine of ENGINES) assert.ok(reached.of('engine', engine) >= LEAST_ROWS[engine as 'stream']);
  for (const link of ['ether', 'zeek'] as const) assert.ok(reached.of('link', link) >= LEAST_ROWS[link]);
});

async function comparesWithInspect(path: string, members: readonly CorpusCase[]): Promise<void> {
  const { code, out, err } = await runHere('inspect', '--format', 'json', '--quiet', path);
  const sum = (pick: (one: CorpusCase) => number) => members.reduce((total, one) => total + pick(one), 0);
  assert.deepEqual(reportedTotals(out), {
    flows: sum(({ totals }) => totals.flows),
    mapper_flows: sum(({ totals }) => totals.mapper_flows),
    endpoint_candidates: sum(({ totals }) => totals.endpoint_candidates),
  });
  const rejects = JSON.parse(out).inputs.flatMap((input: { rejects: object }) =>
    Object.entries(input.rejects),
  );
  const expected = members.filter((one) => one.cutShort).map(() => ['cut-short', 1]);
  assert.deepEqual(rejects, expected, err);
  assert.equal(code, expected.length > 0 ? 2 : 0);
}

async function comparesWithDetect(
  path: string,
  members: readonly CorpusCase[],
  more: string[] = [],
): Promise<void> {
  compares(await runHere(...DETECT, ...more, path), members, more.join(' '));
}

function compares({ code, out, err }: CommandRun, members: readonly CorpusCase[], what: string): void {
  const expected = members.length === 1 ? members[0]!.pairs : pairsOf(members.flatMap((one) => one.flows));
  sameRows(reportedPairs(out), expected, what);
  const short = members.filter((one) => one.cutShort).length;
  assert.equal(code, short > 0 ? 2 : 0, err);
  assert.equal(err.match(/^rejects: .*$/m)?.[0], short === 0 ? undefined : `rejects: ${short} cut-short`);
}

function byPublished(): Map<string, CorpusCase[]> {
  const groups = new Map<string, CorpusCase[]>();
  for (const one of cases) groups.set(one.published, [...(groups.get(one.published) ?? []), one]);
  return groups;
}

function shortened(name: string): string {
  return name.length <= 60 ? name : `…${name.slice(-60)}`;
}
