import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ANALYTICS } from '../knowledge/analytics.ts';
import type { Ir } from '../model/ir.ts';
import { SHARED } from '../testing/corpus.ts';
import { sourcePath } from '../testing/repository.ts';
import { compile, compileFile } from './index.ts';

test('every built-in analytic compiles as it is written', () => {
  assert.ok(ANALYTICS.length > 0);
  for (const { id, text } of ANALYTICS) {
    assert.equal(text, readFileSync(sourcePath(`analytics/${id}/analytic.car`), 'utf8'));
    assert.deepEqual(compile(text).diagnostics, []);
    assert.equal(compile(text).verdict, 'compiles', id);
  }
});

/** Written by hand from the published text. */
const CAR_2014_05_001: Ir = {
  sets: [
    { node: 'search', name: 'flows', object: 'flow', actions: ['start'] },
    {
      node: 'filter',
      name: 'rpc_mapper',
      from: 0,
      where: {
        op: 'compare',
        cmp: '==',
        left: { kind: 'field', field: { at: 0, field: 'dest_port' } },
        right: { kind: 'literal', value: 135 },
        type: 'port',
      },
    },
    {
      node: 'filter',
      name: 'rpc_endpoint',
      from: 0,
      where: {
        op: 'and',
        args: ['dest_port', 'src_port'].map((field) => ({
          op: 'compare',
          cmp: '>=',
          left: { kind: 'field', field: { at: 0, field } },
          right: { kind: 'literal', value: 49152 },
          type: 'port',
        })),
      },
    },
    {
      node: 'join',
      name: 'rpc',
      from: [1, 2],
      keys: [
        { left: { at: 0, field: 'src_ip' }, right: { at: 1, field: 'src_ip' }, type: 'ip' },
        { left: { at: 0, field: 'dest_ip' }, right: { at: 1, field: 'dest_ip' }, type: 'ip' },
      ],
      windows: [
        {
          earlier: { at: 0, field: 'time' },
          later: { at: 1, field: 'time' },
          low: { micros: 0, strict: true },
          high: { micros: 2_000_000, strict: true },
        },
      ],
      where: null,
    },
  ],
  outputs: [{ name: 'rpc', set: 3 }],
};

test('CAR-2014-05-001 means what it says', () => {
  const { text } = ANALYTICS.find(({ id }) => id === 'CAR-2014-05-001')!;
  assert.deepEqual(compile(text).ir, CAR_2014_05_001);
});

test('CAR-2014-05-001 means what the published file means', {
  skip: SHARED === null ? 'the published analytics are not there' : false,
}, () => {
  const { text } = ANALYTICS.find(({ id }) => id === 'CAR-2014-05-001')!;
  const published = readFileSync(join(SHARED!, 'car/analytics/CAR-2014-05-001.yaml'), 'utf8');
  const [only, ...more] = compileFile('CAR-2014-05-001.yaml', published);
  assert.equal(more.length, 0);
  assert.deepEqual(compile(text).ir, only!.ir);
});
