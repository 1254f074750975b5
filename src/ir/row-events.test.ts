import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Ir } from '../model/ir.ts';
import { rowEvents } from './row-events.ts';

const join = { keys: [], windows: [], where: null };
const ir: Ir = {
  sets: [
    { node: 'search', name: 'flows', object: 'flow', actions: ['start', 'end', 'start'] },
    {
      node: 'filter',
      name: 'some',
      from: 0,
      where: { op: 'in', field: { at: 0, field: 'dest_port' }, values: [1], type: 'port' },
    },
    { node: 'join', name: 'pairs', from: [0, 1], ...join },
    {
      node: 'filter',
      name: 'rest',
      from: 2,
      where: { op: 'in', field: { at: 1, field: 'dest_port' }, values: [1], type: 'port' },
    },
    { node: 'join', name: 'more', from: [3, 0, 0], ...join },
  ],
  outputs: [{ name: 'more', set: 4 }],
};

test('events bear the names of their sets, told apart where one comes twice', () => {
  const kinds = ['flow/start', 'flow/end'];
  assert.deepEqual(rowEvents(ir, 0), [{ name: 'flows', kinds }]);
  assert.deepEqual(rowEvents(ir, 1), [{ name: 'some', kinds }]);
  assert.deepEqual(rowEvents(ir, 3), [
    { name: 'flows', kinds },
    { name: 'some', kinds },
  ]);
  assert.deepEqual(
    rowEvents(ir, 4).map(({ name }) => name),
    ['flows', 'some', 'flows_2', 'flows_3'],
  );
});
