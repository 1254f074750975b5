// Packs the package, installs it into an empty project and uses it there: both entry points and the command.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'rpctrail-pack-'));
const npm = (...args) => execFileSync('npm', args, { cwd: folder, encoding: 'utf8' });
try {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root, stdio: 'inherit' });
  const [packed] = readdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  npm('install', '--silent', '--no-audit', '--no-fund', `./${packed}`);
  writeFileSync(
    join(folder, 'use.js'),
    `import { compile, SOURCES } from 'rpctrail';
import { readAll, resolveInputs } from 'rpctrail/node';
if (compile('flows = search Flow:Start\\noutput flows').verdict !== 'compiles') throw new Error('compile');
if (SOURCES.length < 2 || typeof readAll !== 'function' || typeof resolveInputs !== 'function') throw new Error('exports');
`,
  );
  execFileSync(process.execPath, ['use.js'], { cwd: folder, stdio: 'inherit' });
  const version = execFileSync(join(folder, 'node_modules/.bin/rpctrail'), ['--version'], {
    encoding: 'utf8',
  });
  console.log(`package: ${packed} installs, both entry points import, rpctrail ${version.trim()} runs`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
