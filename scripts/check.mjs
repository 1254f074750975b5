// npm run check: format, lint, layer order, both type checks, generated files current, unused code, tests.
// `--static` leaves the tests out.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => `${root}/node_modules/.bin/${name}`;
const steps = [
  ['format and lint', bin('biome'), ['check', '.']],
  ['layer order', process.execPath, ['scripts/layers.mjs']],
  ['generated analytics', process.execPath, ['scripts/analytics.mjs', '--check']],
  ['generated interfaces', process.execPath, ['scripts/interfaces.mjs', '--check']],
  ['generated intruder calls', process.execPath, ['scripts/intruder-calls.mjs', '--check']],
  ['generated WebAssembly', process.execPath, ['scripts/wasm.mjs', '--check']],
  ['types', bin('tsc'), ['-p', 'tsconfig.json', '--noEmit']],
  ['types without Node', bin('tsc'), ['-p', 'tsconfig.browser.json']],
  ['unused code', bin('knip'), []],
  ['tests and goldens', process.execPath, ['scripts/test.mjs']],
];

const asked = process.argv.includes('--static') ? steps.slice(0, -1) : steps;
const failed = asked.filter(([title, command, args]) => {
  console.log(`\n── ${title}`);
  return spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status !== 0;
});
if (failed.length > 0) {
  console.error(`\nfailed: ${failed.map(([title]) => title).join(', ')}`);
  process.exit(1);
}
