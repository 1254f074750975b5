// Puts one named fault at a time into the compiled code and runs the tests that ought to notice. Fails where a
// fault survives, and where a fault no longer fits the source. Words select mutants whose name contains them.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { MUTANTS } from './mutant-list.mjs';

const SIDE_BY_SIDE = 2;
const TIME_MS = 120_000;
const root = fileURLToPath(new URL('..', import.meta.url));
const builds = Array.from({ length: SIDE_BY_SIDE }, (_, i) => join(root, `build-mutants-${i}`));
const words = process.argv.slice(2);
const chosen = MUTANTS.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
const survivors = [];
const sound = new Map();

for (const build of builds) rmSync(build, { recursive: true, force: true });
try {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.json', '--outDir', builds[0]], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
  for (const build of builds.slice(1)) cpSync(builds[0], build, { recursive: true });
  const tests = readdirSync(join(builds[0], 'src'), { recursive: true }).filter((name) =>
    name.endsWith('.test.js'),
  );
  const waiting = chosen[Symbol.iterator]();
  await Promise.all(
    builds.map(async (build) => {
      for (const mutant of waiting) {
        const start = performance.now();
        const verdict = await tryMutant(mutant, build, tests);
        const seconds = ((performance.now() - start) / 1000).toFixed(1);
        console.log(`${verdict.padEnd(12)} ${mutant.name} (${seconds} s)`);
        if (verdict !== 'killed') survivors.push(mutant.name);
      }
    }),
  );
} finally {
  for (const build of builds) rmSync(build, { recursive: true, force: true });
}
console.log(`mutants: ${chosen.length - survivors.length} of ${chosen.length} killed`);
if (survivors.length > 0 || chosen.length === 0) process.exit(1);

/** `tests` are words of the paths of test files, tried in turn; `only` is a pattern for the names of their tests. */
async function tryMutant({ file, find, replace, tests: needed, only }, build, tests) {
  const source = readFileSync(join(root, file), 'utf8');
  if (source.split(find).length !== 2) return 'STALE';
  const files = needed.flatMap((word) => tests.filter((name) => name.includes(word)));
  if (files.length === 0) return 'NO TESTS';
  for (const name of files) if (!(await passesSound(name, only, build))) return 'FAILS ANYWAY';
  const compiled = join(build, file.replace(/\.ts$/, '.js'));
  const whole = readFileSync(compiled, 'utf8');
  const { outputText } = ts.transpileModule(
    source.replace(find, () => replace),
    { compilerOptions: options },
  );
  writeFileSync(compiled, outputText);
  try {
    for (const name of files) if (!(await passes(join(build, 'src', name), only))) return 'killed';
    return 'SURVIVED';
  } finally {
    writeFileSync(compiled, whole);
  }
}

/** Whether a test passes where there is no fault: only then does its failing tell anything. */
function passesSound(name, only, build) {
  const key = `${name} ${only ?? ''}`;
  if (!sound.has(key)) sound.set(key, passes(join(build, 'src', name), only));
  return sound.get(key);
}

function passes(test, only) {
  const pattern = only === undefined ? [] : [`--test-name-pattern=${only}`];
  const child = spawn(process.execPath, [...pattern, test], { cwd: root, timeout: TIME_MS, stdio: 'ignore' });
  return new Promise((resolve) => child.once('close', (code) => resolve(code === 0)));
}
