import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { sha256 } from './sha256.ts';

test('SHA-256 of every length around its blocks, and of any bytes', () => {
  const theirs = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  for (let length = 0; length < 200; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 0xff);
    assert.equal(sha256(bytes), theirs(bytes), `${length} bytes`);
  }
  fc.assert(fc.property(fc.uint8Array({ maxLength: 1000 }), (bytes) => sha256(bytes) === theirs(bytes)));
});
