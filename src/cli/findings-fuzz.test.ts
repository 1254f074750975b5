import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findingFromJson } from '../model/finding.ts';
import { fileOf, runHere } from '../testing/command.ts';
import { CORPUS, readManifest } from '../testing/corpus.ts';
import { mutate, randomOf } from '../testing/mutations.ts';
import { sourcePath } from '../testing/repository.ts';

const RUNS = Math.ceil(Number(process.env.RPCTRAIL_FUZZ_RUNS ?? 2000) / 5);
const SEED = Number(process.env.RPCTRAIL_FUZZ_SEED ?? 20_261_124);
const MAX_SEED_BYTES = 60_000;
const FINDINGS = ['findings', '--format', 'jsonl', '--json', '--quiet', '--fail-on-finding'];

test(`${RUNS} mutated captures: findings, or rejects that are counted`, async () => {
  const seeds = captures();
  const codes = new Map<number | null, number>();
  const evidences = new Map<string, number>();
  for (let number = 0; number < RUNS; number++) {
    const below = randomOf(SEED + number);
    const path = fileOf('mutated');
    writeFileSync(path, mutate(seeds[below(seeds.length)]!, below, seeds));
    const { code, out, err } = await runHere(...FINDINGS, path).catch((cause: unknown) => {
      throw new Error(`mutation ${number} of seed ${SEED}`, { cause });
    });
    const tally = JSON.parse(err.trimEnd().split('\n').at(-1)!);
    assert.equal(tally.records, tally.kept + tally.skipped + tally.unused + tally.rejected);
    const found = out.split('\n').filter((line) => line !== '');
    for (const line of found) {
      const finding = findingFromJson(line);
      assert.ok(finding !== null, line);
      evidences.set(finding.evidence, (evidences.get(finding.evidence) ?? 0) + 1);
    }
    const stands = found.some((line) => JSON.parse(line).evidence !== 'disproved');
    const rejects = tally.rejected + tally.faults;
    assert.equal(code, rejects > 0 ? 2 : stands ? 1 : 0, `mutation ${number}`);
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  console.log(
    `findings, fuzz: ${RUNS} mutations of ${seeds.length} captures; exit codes ${[...codes].map(([code, n]) => `${code}: ${n}`).join(', ')}; ` +
      [...evidences].map(([evidence, n]) => `${evidence}: ${n}`).join(', '),
  );
  for (const code of [1, 2]) assert.ok((codes.get(code) ?? 0) > 0, `exit code ${code}`);
  assert.ok((evidences.get('called') ?? 0) >= RUNS);
});

/** Captures of the lab and of the corpus. */
function captures(): readonly Buffer[] {
  const lab = sourcePath('lab/captures');
  const paths = readdirSync(lab)
    .filter((name) => name.endsWith('.pcap'))
    .map((name) => join(lab, name));
  for (const { file, extracted } of readManifest()?.captures ?? [])
    paths.push(join(CORPUS!, extracted ?? file));
  return paths.filter((path) => statSync(path).size <= MAX_SEED_BYTES).map((path) => readFileSync(path));
}
