import assert from 'node:assert/strict';
import { renameSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileOf } from '../testing/command.ts';
import { inputId } from './input-id.ts';
import { resolveInputs } from './inputs.ts';

async function idOf(path: string): Promise<string | null> {
  return inputId((await resolveInputs([path])).inputs[0]!);
}

test('a file is known by its size, beginning and end, wherever it lies', async () => {
  const [path, elsewhere] = [fileOf('one.log'), fileOf('elsewhere.log')];
  const bytes = new Uint8Array(200_000).fill(65);
  const ids = new Set<string | null>();
  for (const at of [-1, 0, 65_535, 199_999]) {
    const changed = bytes.slice();
    if (at >= 0) changed[at] = 66;
    writeFileSync(path, changed);
    ids.add(await idOf(path));
  }
  assert.equal(ids.size, 4);
  const id = await idOf(path);
  renameSync(path, elsewhere);
  assert.equal(await idOf(elsewhere), id);
  writeFileSync(path, bytes.subarray(1));
  ids.add(await idOf(path));
  assert.equal(ids.size, 5);
  writeFileSync(path, '');
  assert.equal(await idOf(path), null);
});
