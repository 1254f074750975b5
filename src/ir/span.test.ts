import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Program } from '../model/engine.ts';
import type { Expr, Ir, JoinWindow } from '../model/ir.ts';
import { eventsArbitrary, programArbitrary } from '../testing/arbitraries.ts';
import { oracleRows } from '../testing/oracle.ts';
import { spanOf } from './span.ts';

const SECOND = 1_000_000;

test('no row of a program spans more than was said', () => {
  let bounded = 0;
  let rows = 0;
  fc.assert(
    fc.property(programArbitrary, eventsArbitrary(), (program, events) => {
      const span = spanOf([program]);
      if (span === null) return;
      bounded += 1;
      for (const row of oracleRows(program.ir, events)) {
        const times = row.events.map((number) => events[number]!.time);
        assert.ok(Math.max(...times) - Math.min(...times) <= span);
        rows += 1;
      }
    }),
    { numRuns: 2000 },
  );
  console.log(`span: ${rows} rows of ${bounded} programs with a bound`);
  assert.ok(bounded > 300 && rows > 1000);
});

/** Joins of two sets, and of three that hang together in turn. */
const CASES: readonly (readonly [
  what: string,
  windows: readonly JoinWindow[],
  where: Expr | null,
  span: number | null,
])[] = [
  ['a window', [window(0, 1, 0, 2)], null, 2 * SECOND],
  ['a window that reaches back', [window(0, 1, -3, 2)], null, 3 * SECOND],
  ['a window that is all later', [window(0, 1, 5, 7)], null, 7 * SECOND],
  ['a window that is open above', [window(0, 1, 0, null)], null, null],
  ['a window that is open below', [window(0, 1, null, 2)], null, null],
  ['two windows', [window(0, 1, null, 2), window(1, 0, null, 4)], null, 4 * SECOND],
  ['no window', [], null, null],
  ['bounds in the condition', [], { op: 'and', args: [earlier(0, 1, 0), earlier(1, 0, 9)] }, 9 * SECOND],
  [
    'a bound that one side of an `or` leaves out',
    [],
    { op: 'or', args: [earlier(0, 1, 0), earlier(1, 0, 9)] },
    null,
  ],
  ['windows in turn', [window(0, 1, 0, 2), window(1, 2, 0, 3)], null, 5 * SECOND],
  ['windows in turn, one of them back', [window(0, 1, 0, 2), window(2, 1, 0, 3)], null, 3 * SECOND],
];

for (const [what, windows, where, span] of CASES)
  test(`${what}: ${span === null ? 'no bound' : `${span / SECOND} s`}`, () => {
    const members = windows.some(({ earlier, later }) => earlier.at === 2 || later.at === 2) ? 3 : 2;
    assert.equal(spanOf([joining(members, windows, where)]), span);
  });

test('single events span nothing, and of several programs the widest counts', () => {
  const two = joining(2, [window(0, 1, 0, 2)], null);
  const single: Ir = { sets: two.ir.sets, outputs: [{ name: 's0', set: 0 }] };
  assert.equal(spanOf([{ analytic: 'single', ir: single }]), 0);
  assert.equal(spanOf([two, joining(2, [window(0, 1, 0, 9)], null)]), 9 * SECOND);
});

function joining(members: number, windows: readonly JoinWindow[], where: Expr | null): Program {
  const from = Array.from({ length: members }, (_, i) => i);
  const searches = from.map((i) => ({
    node: 'search' as const,
    name: `s${i}`,
    object: 'flow' as const,
    actions: ['start'],
  }));
  const join = { node: 'join' as const, name: 'j', from, keys: [], windows, where };
  return { analytic: 'joining', ir: { sets: [...searches, join], outputs: [{ name: 'j', set: members }] } };
}

/** Seconds; null leaves a side open. */
function window(earlier: number, later: number, low: number | null, high: number | null): JoinWindow {
  const bound = (seconds: number | null) =>
    seconds === null ? null : { micros: seconds * SECOND, strict: false };
  const time = (at: number) => ({ at, field: 'time' });
  return { earlier: time(earlier), later: time(later), low: bound(low), high: bound(high) };
}

/** `a.time < b.time + seconds` */
function earlier(a: number, b: number, seconds: number): Expr {
  const time = (at: number) => ({ at, field: 'time' });
  const right = { kind: 'shifted' as const, field: time(b), micros: seconds * SECOND };
  return { op: 'compare', cmp: '<', left: { kind: 'field', field: time(a) }, right, type: 'time' };
}
