import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { CORPUS, readManifest } from '../../testing/corpus.ts';
import { hear } from '../../testing/rpc-hearing.ts';
import { HAS_TSHARK } from '../../testing/tshark.ts';
import { followTcp, tsharkRpc } from '../../testing/tshark-rpc.ts';

const captures = HAS_TSHARK ? readManifest()?.captures : undefined;

test('RPC over TCP in the corpus is as tshark reads it', {
  skip: captures === undefined && 'needs the corpus and tshark',
}, () => {
  const reached = {
    captures: 0,
    streams: 0,
    binds: 0,
    accepted: 0,
    calls: 0,
    answered: 0,
    faults: 0,
    stubs: 0,
  };
  for (const capture of captures!) {
    const file = join(CORPUS!, capture.extracted ?? capture.file);
    const expected = tsharkRpc(file);
    if (expected.size > 0) reached.captures += 1;
    const followed = expected.size === 0 ? null : followTcp(file, [...expected.keys()]);
    for (const [stream, { binds, opnums }] of expected) {
      const chunks = followed?.get(stream) ?? [];
      const ours = hear(chunks.map(({ side, bytes }) => ({ side, bytes: bytes ?? 0 })));
      const where = `${capture.id} stream ${stream}`;
      assert.deepEqual(
        ours.binds.map((bind) => bind.interface),
        binds,
        where,
      );
      assert.deepEqual(
        ours.calls.map((call) => call.opnum),
        opnums,
        where,
      );
      reached.streams += 1;
      reached.binds += binds.length;
      reached.accepted += ours.binds.filter(({ result }) => result === 'accepted').length;
      reached.calls += opnums.length;
      reached.answered += ours.calls.filter(({ outcome }) => outcome === 'answered').length;
      reached.faults += ours.calls.filter(({ outcome }) => outcome === 'fault').length;
      reached.stubs += ours.calls.filter(({ response }) => response !== null).length;
    }
  }
  console.log(
    `against tshark: ${Object.entries(reached)
      .map(([what, n]) => `${what} ${n}`)
      .join(', ')}`,
  );
  assert.ok(reached.streams > 200 && reached.calls > 2000, 'too little was compared');
});
