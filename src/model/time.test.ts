import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatTime, parseEpochSeconds, parseIsoTime } from './time.ts';

test('epoch seconds are cut to microseconds, never rounded and never through a float', () => {
  const cases: [string, number | null][] = [
    ['1588316991.323310', 1588316991323310],
    ['1588316991.3233109', 1588316991323310],
    ['1588316991', 1588316991000000],
    ['0.0000019', 1],
    ['-1.5', -1500000],
    ['1.588316991323310e9', 1588316991323310],
    ['1588316991323.310E-3', 1588316991323310],
    ['5e-7', 0],
    ['', null],
    ['1.2.3', null],
    ['0x10', null],
    ['1e400', null],
    ['9999999999999999', null],
  ];
  for (const [text, micros] of cases) assert.equal(parseEpochSeconds(text), micros, text);
});

test('ISO times need a zone, their own or a given one', () => {
  assert.equal(parseIsoTime('2020-08-05T02:10:02.4798589Z'), 1596593402479858);
  assert.equal(parseIsoTime('2020-08-05 02:10:02,479858', 'UTC'), 1596593402479858);
  assert.equal(parseIsoTime('2020-08-05T04:10:02.479858+02:00', 'Z'), 1596593402479858);
  assert.equal(parseIsoTime('2020-08-04T22:10:02-0400'), 1596593402000000);
  assert.equal(parseIsoTime('2020-08-05T02:10:02'), null);
  for (const wrong of [
    '2020-02-30T00:00:00Z',
    '2020-13-01T00:00:00Z',
    '2020-01-01T24:00:00Z',
    '2020-01-01T00:60:00Z',
    '0001-01-01T00:00:00Z',
    '2260-01-01T00:00:00Z',
    'x',
  ])
    assert.equal(parseIsoTime(wrong), null, wrong);
});

test('a printed time reads back', () => {
  fc.assert(
    fc.property(fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }), (time) => {
      assert.equal(parseIsoTime(formatTime(time)), time);
    }),
  );
  assert.equal(formatTime(-1), '1969-12-31T23:59:59.999999Z');
});
