import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileInput } from '../host/file-input.ts';
import { CORPUS, readManifest } from '../testing/corpus.ts';
import { trickle, unpackAll } from '../testing/packing.ts';

const manifest = readManifest();

interface Hashed {
  readonly file: string;
  readonly member: string | null;
  readonly sha256_capture?: string;
}

describe('the files of the corpus', { skip: manifest === null ? 'the corpus is not here' : false }, () => {
  const captures = (manifest?.captures ?? []) as readonly Hashed[];
  const files = new Set([...captures, ...(manifest?.zeek ?? [])].map(({ file }) => file));

  it('give the bytes that the manifest states, from a file and from a stream', async () => {
    let captured = 0;
    let logs = 0;
    for (const file of files) {
      const path = join(CORPUS!, file);
      for (const input of [fileInput(path), trickle(readFileSync(path), 65536)]) {
        const leaves = await unpackAll(input);
        assert.deepEqual(
          leaves.filter((leaf) => leaf.fault !== null),
          [],
          file,
        );
        const found = leaves.map((leaf) => createHash('sha256').update(leaf.bytes).digest('hex'));
        for (const capture of captures.filter((each) => each.file === file)) {
          const at = leaves.findIndex((leaf) => leaf.member === capture.member);
          assert.equal(found[at], capture.sha256_capture, `${file} ${capture.member}`);
          captured += 1;
        }
        for (const log of manifest!.zeek.filter((each) => each.file === file)) {
          const text = leaves.find((leaf) => leaf.member === log.member)!.bytes.toString('latin1');
          const rows = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
          assert.equal(rows.length, log.conn_rows, file);
          logs += 1;
        }
      }
    }
    assert.equal(captured, 2 * captures.length);
    assert.equal(logs, 2 * manifest!.zeek.length);
  });
});
