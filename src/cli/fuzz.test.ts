import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { fileOf, runHere } from '../testing/command.ts';
import { CORPUS, readManifest } from '../testing/corpus.ts';
import { connJson, connLog, manyFlows, OTHER_ORDER } from '../testing/flow-logs.ts';
import { mutate, randomOf } from '../testing/mutations.ts';
import { hasProgram, run, temporaryFolder } from '../testing/packing.ts';
import { sourcePath } from '../testing/repository.ts';

/** CI asks for ten thousand. */
const RUNS = Number(process.env.RPCTRAIL_FUZZ_RUNS ?? 2000);
const SEED = Number(process.env.RPCTRAIL_FUZZ_SEED ?? 20_261_124);
const MAX_SEED_BYTES = 40_000;
const MOST_RESIDENT_BYTES = 1.5 * 2 ** 30;
const NAMES = ['plain', 'gz', 'zip', 'zst'] as const;
/** Of a hundred mutations: unpacking zst starts a program each time. */
const SHARES: Readonly<Record<(typeof NAMES)[number], number>> = { plain: 80, gz: 10, zip: 9, zst: 1 };

/** So many go into most runs; every few runs have one alone. */
const TOGETHER = 16;
const DETECT = ['detect', '--format', 'jsonl', '--json', '--quiet', '--fail-on-finding'];

interface Seed {
  readonly name: string;
  readonly bytes: Buffer;
}

type Seeds = Readonly<Record<(typeof NAMES)[number], readonly Seed[]>>;

test(`${RUNS} mutated captures and logs: no fault but those of the files`, async () => {
  const seeds = seedsByPacking();
  const others = seeds.plain.map(({ bytes }) => bytes);
  const codes = new Map<number | null, number>();
  let rejects = 0;
  for (let number = 0, round = 0; number < RUNS; round++) {
    const together = round % 4 !== 0 ? 1 : Math.min(TOGETHER, RUNS - number);
    const mutated = Array.from({ length: together }, (_, i) => mutation(number + i, seeds, others));
    const paths = mutated.map(({ bytes }, i) => {
      const path = fileOf(`mutated-${i}`);
      writeFileSync(path, bytes);
      return path;
    });
    try {
      const { code, out, err } = await runHere(...DETECT, ...paths);
      codes.set(code, (codes.get(code) ?? 0) + 1);
      rejects += checkTally(code, out, err);
    } catch (cause) {
      const names = mutated.map(({ name }) => name).join(', ');
      throw new Error(`mutations ${number} and on of seed ${SEED}: ${names}; kept as ${keep(mutated)}`, {
        cause,
      });
    }
    number += together;
  }
  const resident = process.memoryUsage().rss;
  console.log(
    `fuzz: ${RUNS} mutations of ${others.length} files, ${rejects} rejects, ${(resident / 2 ** 20).toFixed(0)} MiB; exit codes ${[...codes].map(([code, n]) => `${code}: ${n}`).join(', ')}`,
  );
  assert.ok(resident < MOST_RESIDENT_BYTES);
  for (const code of [0, 1, 2]) assert.ok((codes.get(code) ?? 0) > 0, `exit code ${code}`);
  assert.deepEqual([...codes.keys()].sort(), [0, 1, 2]);
});

/** The tally adds up, and the exit code says what it should. @returns the rejects */
function checkTally(code: number | null, out: string, err: string): number {
  const tally = JSON.parse(err.trimEnd().split('\n').at(-1)!);
  const { records, kept, skipped, unused, rejected, faults } = tally;
  assert.equal(records, kept + skipped + unused + rejected);
  const rejects = Object.values<number>(tally.rejects).reduce((sum, count) => sum + count, 0);
  assert.equal(rejects, rejected + faults);
  assert.ok(faults >= 0);
  const rows = out.split('\n').length - 1;
  assert.equal(tally.rows[0].rows, rows);
  assert.equal(code, rejects > 0 ? 2 : rows > 0 ? 1 : 0);
  return rejects;
}

interface Mutation extends Seed {
  readonly number: number;
}

function mutation(number: number, seeds: Seeds, others: readonly Buffer[]): Mutation {
  const below = randomOf(SEED + number);
  const packing = pick(below(100), seeds);
  const seed = seeds[packing][below(seeds[packing].length)]!;
  return { number, name: `${seed.name} (${packing})`, bytes: mutate(seed.bytes, below, others) };
}

/** Leaves the files of a fault for whoever looks into it. @returns the folder */
function keep(mutated: readonly Mutation[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'rpctrail-fuzz-'));
  for (const { number, bytes } of mutated) writeFileSync(join(folder, String(number)), bytes);
  return folder;
}

function pick(percent: number, seeds: Seeds): (typeof NAMES)[number] {
  let below = 0;
  for (const name of NAMES) {
    below += SHARES[name];
    if (percent < below && seeds[name].length > 0) return name;
  }
  return 'plain';
}

function seedsByPacking(): Seeds {
  const plain = plainSeeds();
  const some = plain.filter((_, i) => i % 3 === 0);
  return {
    plain,
    gz: some
      .map(({ name, bytes }) => ({ name, bytes: inTwo(bytes).map((half) => gzipSync(half)) }))
      .map(({ name, bytes }) => ({ name, bytes: Buffer.concat(bytes) })),
    zip: hasProgram('zip') ? [packedBy('zip', ['-q', 'packed.zip'], some)] : [],
    zst: hasProgram('zstd') ? some.map((seed) => packedBy('zstd', ['-q', '-o', 'packed.zst'], [seed])) : [],
  };
}

/** Captures of the lab and of the corpus, logs made here. */
function plainSeeds(): readonly Seed[] {
  const lab = sourcePath('lab/captures');
  const captures = readdirSync(lab)
    .filter((name) => name.endsWith('.pcap'))
    .map((name) => join(lab, name));
  for (const { file, extracted } of readManifest()?.captures ?? [])
    captures.push(join(CORPUS!, extracted ?? file));
  const flows = manyFlows(60);
  return [
    ...captures
      .filter((path) => statSync(path).size <= MAX_SEED_BYTES)
      .map((path) => ({ name: basename(path), bytes: readFileSync(path) })),
    { name: 'conn.log', bytes: Buffer.from(connLog(flows)) },
    { name: 'conn.log in another order', bytes: Buffer.from(connLog(flows, OTHER_ORDER)) },
    { name: 'conn.log of JSON lines', bytes: Buffer.from(connJson(flows)) },
    { name: 'two logs strung together', bytes: Buffer.from(connLog(flows) + connLog(flows, OTHER_ORDER)) },
  ];
}

function inTwo(bytes: Buffer): Buffer[] {
  const middle = bytes.length >> 1;
  return [bytes.subarray(0, middle), bytes.subarray(middle)];
}

function packedBy(program: string, args: readonly string[], seeds: readonly Seed[]): Seed {
  const folder = temporaryFolder();
  try {
    const names = seeds.map((_, i) => `member-${i}`);
    names.forEach((name, i) => {
      writeFileSync(join(folder.path, name), seeds[i]!.bytes);
    });
    run(program, [...args, ...names], folder.path);
    const packed = readdirSync(folder.path).find((name) => name.startsWith('packed'))!;
    return { name: `${seeds.length} files by ${program}`, bytes: readFileSync(join(folder.path, packed)) };
  } finally {
    folder.remove();
  }
}
