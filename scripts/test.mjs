// Compiles everything to build/ and runs every *.test.ts in this one process under node:test.
// `--update-goldens` writes the golden files anew; other words select test files whose path contains them.
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';

const root = fileURLToPath(new URL('..', import.meta.url));
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
if (process.argv.includes('--update-goldens')) process.env.RPCTRAIL_UPDATE_GOLDENS = '1';

rmSync(join(root, 'build'), { recursive: true, force: true });
const tsc = spawnSync(
  process.execPath,
  [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json'],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
if (tsc.status !== 0) process.exit(tsc.status ?? 1);

const files = readdirSync(join(root, 'build/src'), { recursive: true })
  .filter((name) => name.endsWith('.test.js'))
  .filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
  .sort();
if (files.length === 0) {
  console.error('no test file matches');
  process.exit(1);
}
// Properties take new random cases at every run by hand, and the same ones at every run of CI.
if (process.env.CI !== undefined) fc.configureGlobal({ seed: 20_140_501 });
for (const file of files) await import(pathToFileURL(join(root, 'build/src', file)).href);
