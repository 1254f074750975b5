// Compiles every src/**/*.wat into a module beside it that holds its code: node scripts/wasm.mjs [--check]
// A line `;; include NAME` stands for the file of that name in the same folder.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import loadWabt from 'wabt';

const src = fileURLToPath(new URL('../src', import.meta.url));
const textOf = (file) =>
  readFileSync(file, 'utf8').replaceAll(/^ *;; include (\S+)$/gm, (_, name) =>
    readFileSync(join(dirname(file), name), 'utf8'),
  );
const wabt = await loadWabt();
let stale = 0;
for (const name of readdirSync(src, { recursive: true }).filter((each) => each.endsWith('.wat'))) {
  const parsed = wabt.parseWat(name, textOf(join(src, name)), { simd: true });
  parsed.validate();
  const code = Buffer.from(parsed.toBinary({}).buffer).toString('base64');
  const lines = code.match(/.{1,90}/g).map((line) => `  '${line}'`);
  const text = `// Generated from ${name.split('/').at(-1)} by scripts/wasm.mjs; do not edit.\n\n/** WebAssembly in base64. */\nexport const CODE =\n${lines.join(' +\n')};\n`;
  const target = join(src, name.replace(/\.wat$/, '-code.ts'));
  if (!process.argv.includes('--check')) writeFileSync(target, text);
  else if (readFileSync(target, 'utf8') !== text) {
    console.error(`${target} is out of date: node scripts/wasm.mjs`);
    stale += 1;
  }
}
process.exit(stale === 0 ? 0 : 1);
