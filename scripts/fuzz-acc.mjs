// Runs the built command on damaged copies of real files, each in a process of its own.
// usage: fuzz.mjs [--runs 2000] [--seed 1] [FILE|FOLDER …]
//
// The files are those named, else the corpus beside the checkout (or RPCTRAIL_CORPUS), else the lab's captures.
// Every run must end with exit code 0, 1 or 2 within 20 s and 1.5 GiB, show no stack trace and no bug, and a 2
// must come with rejects that are counted. A file that does otherwise is kept, and the script fails.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mutate, randomOf } from './mutate.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const COMMAND = join(root, 'build-acc/src/cli/main.js');
const TIME_MS = 20_000;
const MOST_RESIDENT_KIB = 1.5 * 2 ** 20;
const SIDE_BY_SIDE = 2;
/** Tells the highest resident set of the process on a fourth descriptor when it ends. */
const MEASURE = `data:text/javascript,import{writeSync}from'node:fs';process.on('exit',()=>writeSync(3,String(process.resourceUsage().maxRSS)))`;

const { values, positionals } = parseArgs({
  options: { runs: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];
if (!existsSync(COMMAND)) throw new Error(`${COMMAND} is not there: npm run build makes it`);

const corpus = process.env.RPCTRAIL_CORPUS ?? join(root, '../shared/corpus');
const places =
  positionals.length > 0
    ? positionals
    : existsSync(corpus)
      ? [join(corpus, 'files'), join(corpus, 'extracted')]
      : [join(root, 'lab/captures')];
const seeds = places.flatMap(filesIn).map((path) => ({ path, bytes: readFileSync(path) }));
const others = seeds.map(({ bytes }) => bytes);
const folder = mkdtempSync(join(tmpdir(), 'rpctrail-fuzz-'));
const found = { codes: new Map(), faults: 0, longest: 0, largest: 0, rejects: 0 };
let next = 0;
await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
if (found.faults === 0) rmSync(folder, { recursive: true });
const codes = [...found.codes].sort().map(([code, count]) => `${code}: ${count}`);
console.log(
  `fuzz: ${runs} runs over ${seeds.length} files; exit codes ${codes.join(', ')}; ${found.rejects} rejects; ` +
    `at most ${(found.longest / 1000).toFixed(1)} s and ${(found.largest / 1024).toFixed(0)} MiB; ${found.faults} faults`,
);
process.exit(found.faults > 0 || runs === 0 ? 1 : 0);

function filesIn(place) {
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place, { recursive: true })
    .map((name) => join(place, name))
    .filter((path) => statSync(path).isFile())
    .sort();
}

async function work() {
  while (next < runs) {
    const number = next++;
    const below = randomOf(seed * 1_000_003 + number);
    const { path, bytes } = seeds[below(seeds.length)];
    const mutated = join(folder, `${number}-${basename(path)}`);
    writeFileSync(mutated, mutate(bytes, below, others));
    const engine = below(10) === 0 ? 'duckdb' : 'stream';
    const run = await detect(mutated, engine);
    const fault = faultOf(run); if (run.milliseconds > 3000) console.log(new Date().toISOString(), number, path.slice(-60), engine, run.milliseconds, run.code);
    found.codes.set(run.code, (found.codes.get(run.code) ?? 0) + 1);
    found.longest = Math.max(found.longest, run.milliseconds);
    found.largest = Math.max(found.largest, run.residentKib);
    if (fault === null) rmSync(mutated);
    else {
      found.faults += 1;
      console.error(`${mutated} (${engine}): ${fault}\n${run.err.slice(-2000)}`);
    }
  }
}

function detect(path, engine) {
  const args = [
    '--import',
    MEASURE,
    COMMAND,
    'detect',
    '--format',
    'jsonl',
    '--json',
    '--engine',
    engine,
    path,
  ];
  const start = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    timeout: TIME_MS,
    killSignal: 'SIGKILL',
  });
  let [err, resident] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (text) => (err += text));
  child.stdio[3].setEncoding('utf8').on('data', (text) => (resident += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) =>
      resolve({
        code: code ?? signal,
        err,
        residentKib: Number(resident),
        milliseconds: performance.now() - start,
      }),
    );
  });
}

/** What is wrong with how a run ended; null where nothing is. */
function faultOf({ code, err, residentKib }) {
  if (![0, 1, 2].includes(code)) return `ended with ${code}`;
  if (/^\s+at .+:\d+:\d+/m.test(err) || err.includes('bug in rpctrail')) return 'a stack trace or a bug';
  if (residentKib > MOST_RESIDENT_KIB) return `${residentKib} KiB resident`;
  const last = err.trimEnd().split('\n').at(-1);
  if (!last.startsWith('{')) return 'no tally';
  const { records, kept, skipped, unused, rejected, faults, rejects } = JSON.parse(last);
  const counted = Object.values(rejects).reduce((sum, count) => sum + count, 0);
  found.rejects += counted;
  if (records !== kept + skipped + unused + rejected || counted !== rejected + faults)
    return 'the tally does not add up';
  return counted > 0 === (code === 2) ? null : `exit code ${code} with ${counted} rejects`;
}
