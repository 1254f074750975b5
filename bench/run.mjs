// Runs the benchmarks: node bench/run.mjs --data FOLDER [--runs 5] [--out FILE.md] [NAME...]
// Contestants of a benchmark take turns, A B C A B C …, so that a machine whose speed drifts does so for all of
// them. Whole commands are timed, start-up included. Missing tools are named and left out.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BENCHMARKS } from './benchmarks.mjs';
import { generate } from './generate.mjs';
import { measure, median } from './measure.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    runs: { type: 'string', default: '5' },
    out: { type: 'string' },
  },
});
if (values.data === undefined) {
  console.error('say where the inputs are to be kept: --data FOLDER (about 25 GB for all)');
  process.exit(2);
}
const chosen = BENCHMARKS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const report = [heading()];
for (const benchmark of chosen) report.push(await runBenchmark(benchmark));
if (values.out !== undefined) {
  mkdirSync(dirname(values.out), { recursive: true });
  writeFileSync(values.out, `${report.join('\n')}\n`);
}

async function runBenchmark({ name, title, input, contestants, note }) {
  const path = generate(values.data, input);
  const present = contestants.filter(({ needs = [], label }) => {
    const missing = needs.filter((tool) => !isThere(tool));
    if (missing.length > 0) console.error(`${name}: ${label} is left out, ${missing.join(', ')} is not here`);
    return missing.length === 0;
  });
  const results = present.map(() => []);
  for (let run = 0; run <= Number(values.runs); run++) {
    for (const [i, { command }] of present.entries()) {
      const [program, ...args] = command(path);
      const result = await measure(program, args);
      if (run > 0) results[i].push(result); // The first round only warms the caches.
    }
  }
  return table({ name, title, note, path }, present, results);
}

function table({ name, title, note, path }, present, results) {
  const own = results[0].map(({ seconds }) => seconds);
  const lines = [
    `## ${name}: ${title}`,
    '',
    `Input: ${describe(path)}.${note === undefined ? '' : ` ${note}`}`,
    '',
  ];
  lines.push(
    '| contestant | seconds: median (min–max) | peak MB | times ours | answer |',
    '|---|---|---|---|---|',
  );
  for (const [i, { label }] of present.entries()) {
    const seconds = results[i].map((result) => result.seconds);
    const ratios = seconds.map((value, run) => value / own[run]);
    const peak = Math.max(...results[i].map((result) => result.megabytes));
    const answer = [...new Set(results[i].map((result) => result.output.split('\n').at(-1)))].join(' / ');
    lines.push(
      `| ${label} | ${median(seconds).toFixed(2)} (${Math.min(...seconds).toFixed(2)}–${Math.max(...seconds).toFixed(2)}) | ${peak} | ${median(ratios).toFixed(2)} | ${answer} |`,
    );
  }
  const text = `${lines.join('\n')}\n`;
  console.log(text);
  return text;
}

function describe(path) {
  const { size } = statSync(path);
  const base = path.split('/').at(-1);
  return statSync(path).isDirectory() ? `folder ${base}` : `${base}, ${(size / 1e6).toFixed(0)} MB`;
}

function heading() {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  const [{ model }] = cpus();
  return [
    '# Benchmark run',
    '',
    `${new Date().toISOString().slice(0, 10)}; ${cpus().length} cores (${model}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB; Node ${process.version}; rpctrail ${version}; ${values.runs} runs each after one to warm up, contestants in turn.`,
    `Peers: ${peers().join('; ')}.`,
    '',
  ].join('\n');
}

function peers() {
  const versions = [
    ['DuckDB', 'node', ['-p', "require('@duckdb/node-api/package.json').version"]],
    ['polars', 'python3', ['-c', 'import polars; print(polars.__version__)']],
    ['tshark', 'tshark', ['--version']],
    ['tcpdump', 'tcpdump', ['--version']],
    ['zstd', 'zstd', ['--version']],
    ['go', 'go', ['version']],
  ];
  return versions.map(([label, command, args]) => {
    const ran = spawnSync(command, args, { encoding: 'utf8' });
    return `${label} ${ran.status === 0 ? ran.stdout.split('\n')[0] : 'not here'}`;
  });
}

function isThere(tool) {
  if (tool === 'polars') return spawnSync('python3', ['-c', 'import polars']).status === 0;
  return spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;
}
