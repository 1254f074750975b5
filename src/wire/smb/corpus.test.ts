import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CORPUS, readManifest } from '../../testing/corpus.ts';
import { PipeEar, pdusOf } from '../../testing/pipe-ear.ts';
import { sourcePath } from '../../testing/repository.ts';
import { HAS_TSHARK } from '../../testing/tshark.ts';
import { type FollowedChunk, followTcp } from '../../testing/tshark-rpc.ts';
import { tsharkPipes } from '../../testing/tshark-smb.ts';
import { SmbConversation } from './smb-conversation.ts';

function listen(chunks: readonly FollowedChunk[]): PipeEar {
  const ear = new PipeEar();
  const conversation = new SmbConversation(ear);
  for (const [record, { side, bytes }] of chunks.entries())
    if (bytes === null) conversation.gap(side, 0, { time: 0, record });
    else conversation.bytes(side, bytes, 0, bytes.length, { time: 0, record });
  conversation.end({ time: 0, record: chunks.length });
  return ear;
}

const lab = readdirSync(sourcePath('lab/captures'))
  .filter((name) => name.endsWith('.pcap'))
  .map((name) => sourcePath(join('lab/captures', name)));
const corpus = (readManifest()?.captures ?? []).map(({ file, extracted }) =>
  join(CORPUS!, extracted ?? file),
);
if (corpus.length === 0) console.log('smb: the corpus is not there, its captures are skipped');

test('pipes of SMB and the RPC in them are as tshark reads them', {
  skip: !HAS_TSHARK && 'tshark is not here',
}, () => {
  const reached = { captures: 0, streams: 0, pipes: 0, pdus: 0, bytes: 0, 'other bytes': 0 };
  for (const file of [...lab, ...corpus]) {
    const expected = tsharkPipes(file);
    if (expected.size === 0) continue;
    reached.captures += 1;
    const followed = followTcp(file, [...expected.keys()]);
    for (const [stream, { names, pdus }] of expected) {
      const { pipes } = listen(followed.get(stream) ?? []);
      const where = `${file} stream ${stream}`;
      const named = pipes.filter(({ name }) => name !== null);
      assert.deepEqual(
        named.map(({ name }) => name),
        names,
        where,
      );
      const ours = pipes.flatMap((pipe) => pdusOf(pipe) ?? []);
      assert.deepEqual(ours.toSorted(), pdus.toSorted(), where);
      reached.streams += 1;
      reached.pipes += pipes.length;
      reached.pdus += pdus.length;
      for (const pipe of pipes) {
        assert.deepEqual([pipe.gaps, pipe.ended], [[], 1], where);
        const bytes = pipe.client.length + pipe.server.length;
        reached[pdusOf(pipe) === null ? 'other bytes' : 'bytes'] += bytes;
      }
    }
  }
  console.log(
    `against tshark: ${Object.entries(reached)
      .map(([what, n]) => `${what} ${n}`)
      .join(', ')}`,
  );
  assert.ok(reached.pipes > (corpus.length > 0 ? 40 : 5), 'too little was compared');
});
