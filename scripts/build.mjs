// Builds dist/: declarations by the compiler, and the entry points bundled, so that a command loads a few files
// instead of a few hundred. Dependencies stay outside, but for yaml: it is needed at every start and has 84 files.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
rmSync(dist, { recursive: true, force: true });
const tsc = spawnSync(
  process.execPath,
  [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
if (tsc.status !== 0) process.exit(tsc.status ?? 1);
await build({
  absWorkingDir: root,
  entryPoints: {
    'cli/main': 'src/cli/main.ts',
    index: 'src/index.ts',
    node: 'src/node.ts',
    // Beside the chunks: the code that starts it looks for it in its own folder.
    'read-worker': 'src/host/read-worker.ts',
  },
  outdir: dist,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  target: 'es2023',
  external: ['node:*', '@duckdb/*', '@zip.js/zip.js', 'commander', 'fzstd', 're2js', 'tinyglobby'],
  chunkNames: 'chunk-[hash]',
  logLevel: 'warning',
});
chmodSync(join(dist, 'cli/main.js'), 0o755);
copyFileSync(join(root, 'node_modules/yaml/LICENSE'), join(dist, 'LICENSE-yaml.txt'));
