import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bound } from '../model/ir.ts';
import { compile } from './index.ts';

/** The join of flows `a` and `b` (events 0 and 1) under a condition. */
function joinOf(condition: string) {
  const text = `a = search Flow:Start\nb = search Flow:Start\nj = join a, b where ${condition}\noutput j\n`;
  const { ir, diagnostics } = compile(text);
  assert.deepEqual(diagnostics, [], condition);
  const join = ir!.sets[2]!;
  assert.equal(join.node, 'join');
  return join.node === 'join' ? join : assert.fail();
}

const open = (micros: number): Bound => ({ micros, strict: true });
const closed = (micros: number): Bound => ({ micros, strict: false });
const S = 1_000_000;

/** Conditions, each with the bounds on b.time - a.time (or, `turned`, on a.time - b.time) that it must give. */
const WINDOWS: readonly [condition: string, low: Bound | null, high: Bound | null, turned?: true][] = [
  ['a.time < b.time < a.time + 2 seconds', open(0), open(2 * S)],
  ['a.time + 2 seconds > b.time > a.time', open(0), open(2 * S)],
  ['b.time < a.time + 2sec and a.time < b.time', open(0), open(2 * S)],
  ['(a.time < b.time) and ((b.time < a.time + 2000 ms))', open(0), open(2 * S)],
  ['0 < b.time - a.time and b.time - a.time < 2 s', open(0), open(2 * S)],
  ['0 < b.time - a.time < 2 s', open(0), open(2 * S)],
  ['b.time - 2 s < a.time < b.time', open(0), open(2 * S)],
  ['a.time <= b.time <= a.time + 1 minute', closed(0), closed(60 * S)],
  ['a.time - b.time >= -1 s'.replace('-1 s', '0 s - 1 s'), null, closed(S)],
  ['a.time < b.time', open(0), null],
  ['b.time >= a.time + 1 h', closed(3600 * S), null],
  ['b.time < a.time + 5 s', null, open(5 * S)],
  ['b.time < a.time', open(0), null, true],
  ['b.time < a.time < b.time + 1 day', open(0), open(86_400 * S), true],
  ['b.time == a.time + 1.5 s', closed(1.5 * S), closed(1.5 * S)],
  ['a.time - 1 s < b.time < a.time + 1 s', open(-S), open(S)],
  [
    'a.time < b.time and a.time + 1 s <= b.time and b.time < a.time + 9 s and b.time <= a.time + 9 s',
    closed(S),
    open(9 * S),
  ],
];

for (const [condition, low, high, turned] of WINDOWS)
  test(`window of ${condition}`, () => {
    const [first, second] = turned ? [1, 0] : [0, 1];
    const { keys, windows, where } = joinOf(condition);
    const [earlier, later] = [first, second].map((at) => ({ at, field: 'time' }));
    assert.deepEqual(
      { keys, windows, where },
      { keys: [], windows: [{ earlier, later, low, high }], where: null },
    );
  });

test('bounds that no pair meets leave the first as window and the other as condition', () => {
  const { windows, where } = joinOf('a.time < b.time and b.time < a.time');
  assert.equal(windows.length, 1);
  assert.deepEqual(where, {
    op: 'compare',
    cmp: '<',
    left: { kind: 'field', field: { at: 1, field: 'time' } },
    right: { kind: 'field', field: { at: 0, field: 'time' } },
    type: 'time',
  });
});

test('other times of an event are a window of their own', () => {
  const { windows } = joinOf('a.time < b.time and a.end_time > b.time');
  assert.deepEqual(
    windows.map(({ earlier, later }) => [earlier.field, later.field]),
    [
      ['time', 'time'],
      ['time', 'end_time'],
    ],
  );
});

test('what stands under or, not and != is no key and no window', () => {
  for (const condition of [
    'a.time < b.time or a.src_ip == b.src_ip',
    'not (a.time < b.time)',
    'a.time != b.time',
    'a.src_ip != b.src_ip',
    'a.src_port < b.src_port',
    'a.src_ip == a.dest_ip',
    'a.start_time < a.end_time',
  ]) {
    const { keys, windows, where } = joinOf(condition);
    assert.deepEqual([keys, windows], [[], []], condition);
    assert.notEqual(where, null);
  }
});
