import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { sourcePath } from './repository.ts';

/** Holds a text equal to a file of the source tree; RPCTRAIL_UPDATE_GOLDENS=1 writes the file instead. */
export function assertGolden(path: string, text: string): void {
  const file = sourcePath(path);
  if (process.env.RPCTRAIL_UPDATE_GOLDENS === '1') {
    mkdirSync(dirname(file), { recursive: true });
    if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
    return;
  }
  assert.ok(existsSync(file), `${path} is missing: RPCTRAIL_UPDATE_GOLDENS=1 writes it`);
  assert.equal(text, readFileSync(file, 'utf8'), `${path} is not current`);
}
