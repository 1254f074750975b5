import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as after } from 'node:timers/promises';
import { temporaryFolder } from '../testing/packing.ts';
import { replaceFile } from './replace-file.ts';

const MODULE = new URL(
  import.meta.url.endsWith('.ts') ? 'replace-file.ts' : 'replace-file.js',
  import.meta.url,
).href;
const CHUNK = 1 << 16;
const CHUNKS = 64;

/** Replaces the file again and again, each time with bytes of another value, and says when it has once. */
const WRITER = `
  const { replaceFile } = await import(${JSON.stringify(MODULE)});
  function* chunks(value) { for (let i = 0; i < ${CHUNKS}; i++) yield new Uint8Array(${CHUNK}).fill(value); }
  for (let n = 0; ; n++) {
    replaceFile(process.argv[1], chunks(1 + (n % 255)));
    if (n === 0) process.stdout.write('once');
  }`;

test('a file is replaced, and nothing is left beside it', () => {
  const folder = temporaryFolder();
  try {
    const file = join(folder.path, 'file');
    writeFileSync(file, 'old');
    replaceFile(file, [new TextEncoder().encode('ne'), new TextEncoder().encode('w')]);
    assert.equal(readFileSync(file, 'utf8'), 'new');
    assert.throws(() =>
      replaceFile(
        file,
        (function* () {
          yield new Uint8Array(10);
          throw new Error('no more');
        })(),
      ),
    );
    assert.equal(readFileSync(file, 'utf8'), 'new');
    assert.deepEqual(readdirSync(folder.path), ['file']);
    assert.throws(() => replaceFile(join(folder.path, 'none', 'file'), []), { code: 'ENOENT' });
  } finally {
    folder.remove();
  }
});

test('killed at any moment, it leaves one whole file or another', async (t) => {
  const folder = temporaryFolder();
  const caught = new Set<string>();
  try {
    const file = join(folder.path, 'file');
    for (let turn = 0; turn < 12; turn++) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', WRITER, file], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      await after(3 * turn);
      child.kill('SIGKILL');
      await once(child, 'exit');
      const bytes = readFileSync(file);
      assert.equal(bytes.length, CHUNK * CHUNKS);
      assert.ok(bytes.every((byte) => byte === bytes[0]));
      for (const name of readdirSync(folder.path)) {
        caught.add(name === 'file' ? 'whole' : 'in the middle');
        if (name !== 'file') rmSync(join(folder.path, name));
      }
    }
    t.diagnostic(`killed with a file ${[...caught].join(' and ')}`);
    assert.ok(caught.has('in the middle'), 'no kill met a file that was being written');
  } finally {
    folder.remove();
  }
});
