import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { formatAddress } from '../model/address.ts';
import { CORPUS, readManifest } from '../testing/corpus.ts';
import { hear } from '../testing/rpc-hearing.ts';
import { HAS_TSHARK } from '../testing/tshark.ts';
import { followTcp, tsharkRpc } from '../testing/tshark-rpc.ts';
import { MAPPER } from './epm/mapper-calls.ts';
import { mappingsOf, wantsMappingStub } from './mapping-calls.ts';
import { RpcMemory } from './rpc/rpc-memory.ts';

const captures = HAS_TSHARK ? readManifest()?.captures : undefined;

/** The expected answers leave those of ept_lookup out. */
const EPT_LOOKUP = 2;

interface Expected {
  readonly ept_map_answers: readonly { readonly port: number; readonly opnum: string }[];
  readonly dcom_oxid_bindings: readonly { readonly port: number; readonly addr: string }[];
}

test('the mappings of the corpus are those that tshark and an independent script read', {
  skip: captures === undefined && 'needs the corpus and tshark',
}, () => {
  const reached = {
    captures: 0,
    calls: 0,
    ndr64: 0,
    towers: 0,
    lookups: 0,
    bindings: 0,
    activations: 0,
    refusals: 0,
  };
  for (const capture of captures!) {
    const file = join(CORPUS!, capture.extracted ?? capture.file);
    const expected: Expected = JSON.parse(
      readFileSync(join(CORPUS!, 'expected', `${capture.id}.rpc.json`), 'utf8'),
    );
    const mapped: string[] = [];
    const bound: string[] = [];
    const streams = [...tsharkRpc(file)]
      .filter(([, { binds }]) => binds.some(mayMap))
      .map(([stream]) => stream);
    const followed = streams.length === 0 ? [] : followTcp(file, streams).values();
    for (const chunks of followed) {
      const spoken = chunks.map(({ side, bytes }) => ({ side, bytes: bytes ?? 0 }));
      for (const call of hear(spoken, new RpcMemory(), wantsMappingStub).calls) {
        if (call.response === null) continue;
        reached.calls += 1;
        if (call.ndr64) reached.ndr64 += 1;
        for (const { port, host, address, status, activation } of mappingsOf(call)) {
          if (status !== 0) reached.refusals += 1;
          if (activation !== null) reached.activations += 1;
          if (port === null) continue;
          if (call.interface === MAPPER && call.opnum === EPT_LOOKUP) reached.lookups += 1;
          else if (call.interface === MAPPER) mapped.push(`${port} ${call.opnum}`);
          else bound.push(`${port} ${address === null ? host : formatAddress(address)}`);
        }
      }
    }
    reached.captures += 1;
    reached.towers += mapped.length;
    reached.bindings += bound.length;
    const towers = expected.ept_map_answers.map(({ port, opnum }) => `${port} ${opnum}`);
    const bindings = expected.dcom_oxid_bindings.map(({ port, addr }) => `${port} ${addr}`);
    assert.deepEqual(mapped.sort(), towers.sort(), capture.id);
    assert.deepEqual(bound.sort(), bindings.sort(), capture.id);
  }
  console.log(
    `mappings: ${Object.entries(reached)
      .map(([what, n]) => `${what} ${n}`)
      .join(', ')}`,
  );
  assert.ok(reached.towers > 100 && reached.bindings > 20, 'too little was compared');
});

function mayMap(iface: string): boolean {
  return [0, 2, 3].some((opnum) => wantsMappingStub(iface, opnum));
}
