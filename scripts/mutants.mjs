// Puts one named fault at a time into the compiled code and runs the tests that ought to notice. Fails where a
// fault survives, and where a fault no longer fits the source. Words select mutants whose name contains them.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { MUTANTS } from './mutant-list.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'build-mutants');
const words = process.argv.slice(2);
const chosen = MUTANTS.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);

rmSync(out, { recursive: true, force: true });
run(join(root, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.json', '--outDir', out]);
const tests = readdirSync(join(out, 'src'), { recursive: true }).filter((name) => name.endsWith('.test.js'));

const survivors = [];
try {
  for (const mutant of chosen) {
    const verdict = tryMutant(mutant);
    console.log(`${verdict.padEnd(9)} ${mutant.name}`);
    if (verdict !== 'killed') survivors.push(mutant.name);
  }
} finally {
  rmSync(out, { recursive: true, force: true });
}
console.log(`mutants: ${chosen.length - survivors.length} of ${chosen.length} killed`);
if (survivors.length > 0 || chosen.length === 0) process.exit(1);

function tryMutant({ file, find, replace, tests: needed }) {
  const source = readFileSync(join(root, file), 'utf8');
  if (source.split(find).length !== 2) return 'STALE';
  const compiled = join(out, file.replace(/\.ts$/, '.js'));
  const sound = readFileSync(compiled, 'utf8');
  const { outputText } = ts.transpileModule(source.replace(find, () => replace), { compilerOptions: options });
  writeFileSync(compiled, outputText);
  try {
    const files = tests.filter((name) => needed.some((word) => name.includes(word)));
    if (files.length === 0) return 'NO TESTS';
    const killed = files.some((name) => {
      const ran = spawnSync(process.execPath, [join(out, 'src', name)], { cwd: root, timeout: 120_000, stdio: 'ignore' });
      return ran.status !== 0;
    });
    return killed ? 'killed' : 'SURVIVED';
  } finally {
    writeFileSync(compiled, sound);
  }
}

function run(command, args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
