// Runs the built command on damaged copies of real files, each in a process of its own.
// usage: fuzz.mjs [--runs 2000] [--seed 1] [--only detect|events|findings]… [--main dist/cli/main.js] [FILE|FOLDER …]
//
// Each of `detect`, `events --object rpc` and `findings` gets as many runs, on the same damaged copies, unless --only
// names some of them.
// The files are those named, else the corpus beside the checkout (or RPCTRAIL_CORPUS), else the lab's captures.
// Every run must end with exit code 0, 1 or 2 within 20 s and 1.5 GiB, show no stack trace and no bug, and a 2
// must come with rejects that are counted. A file that does otherwise is kept, and the script fails. Where the time is
// up the run is tried once more: the machine may have stood still.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mutate, randomOf } from './mutate.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const COMMANDS = {
  detect: ['detect'],
  events: ['events', '--object', 'rpc'],
  findings: ['findings'],
};
const TIME_MS = 20_000;
const MOST_RESIDENT_KIB = 1.5 * 2 ** 20;
const SIDE_BY_SIDE = 2;
const LINE_FEED = 0x0a;
/** Tells the highest resident set of the process on a fourth descriptor when it ends. */
const MEASURE = `data:text/javascript,import{writeSync}from'node:fs';process.on('exit',()=>writeSync(3,String(process.resourceUsage().maxRSS)))`;

const { values, positionals } = parseArgs({
  options: {
    runs: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true, default: Object.keys(COMMANDS) },
    main: { type: 'string', default: join(root, 'dist/cli/main.js') },
  },
  allowPositionals: true,
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];
const { only, main } = values;
for (const name of only)
  if (!Object.hasOwn(COMMANDS, name)) throw new Error(`--only ${name}: no such command`);
if (!existsSync(main)) throw new Error(`${main} is not there: npm run build makes it`);

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
const found = new Map(
  only.map((name) => [name, { codes: new Map(), lines: 0, faults: 0, longest: 0, largest: 0, rejects: 0 }]),
);
let next = 0;
await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
for (const [name, { codes, lines, faults, longest, largest, rejects }] of found) {
  const counts = [...codes].sort().map(([code, count]) => `${code}: ${count}`);
  console.log(
    `fuzz ${name}: ${runs} runs over ${seeds.length} files; exit codes ${counts.join(', ')}; ${lines} lines, ` +
      `${rejects} rejects; at most ${(longest / 1000).toFixed(1)} s and ${(largest / 1024).toFixed(0)} MiB; ${faults} faults`,
  );
}
const sound = [...found.values()].every(({ faults, lines }) => faults === 0 && lines > 0);
if (sound) rmSync(folder, { recursive: true });
process.exit(sound ? 0 : 1);

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
    let sound = true;
    for (const name of only)
      if (!(await holds(name, mutated, name === 'detect' ? ['--engine', engine] : []))) sound = false;
    if (sound) rmSync(mutated);
  }
}

/** Whether a command ends on a file as it should. */
async function holds(name, path, flags) {
  const command = [...COMMANDS[name], ...flags];
  let run = await runOn(path, command);
  if (run.code === 'SIGKILL') run = await runOn(path, command);
  const of = found.get(name);
  const fault = faultOf(run, of);
  of.codes.set(run.code, (of.codes.get(run.code) ?? 0) + 1);
  of.lines += run.lines;
  of.longest = Math.max(of.longest, run.milliseconds);
  of.largest = Math.max(of.largest, run.residentKib);
  if (fault === null) return true;
  of.faults += 1;
  console.error(`${path} (${[name, ...flags].join(' ')}): ${fault}\n${run.err.slice(-2000)}`);
  return false;
}

function runOn(path, command) {
  const args = ['--import', MEASURE, main, ...command, '--format', 'jsonl', '--json', path];
  const start = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    timeout: TIME_MS,
    killSignal: 'SIGKILL',
  });
  let [err, resident, lines] = ['', '', 0];
  child.stdout.on('data', (bytes) => {
    for (const byte of bytes) if (byte === LINE_FEED) lines += 1;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => (err += text));
  child.stdio[3].setEncoding('utf8').on('data', (text) => (resident += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) =>
      resolve({
        code: code ?? signal,
        err,
        lines,
        residentKib: Number(resident),
        milliseconds: performance.now() - start,
      }),
    );
  });
}

/** What is wrong with how a run ended; null where nothing is. */
function faultOf({ code, err, residentKib }, of) {
  if (![0, 1, 2].includes(code)) return `ended with ${code}`;
  if (/^\s+at .+:\d+:\d+/m.test(err) || err.includes('bug in rpctrail')) return 'a stack trace or a bug';
  if (residentKib > MOST_RESIDENT_KIB) return `${residentKib} KiB resident`;
  const last = err.trimEnd().split('\n').at(-1);
  if (!last.startsWith('{')) return 'no tally';
  const { records, kept, skipped, unused, rejected, faults, rejects } = JSON.parse(last);
  const counted = Object.values(rejects).reduce((sum, count) => sum + count, 0);
  of.rejects += counted;
  if (records !== kept + skipped + unused + rejected || counted !== rejected + faults)
    return 'the tally does not add up';
  return counted > 0 === (code === 2) ? null : `exit code ${code} with ${counted} rejects`;
}
