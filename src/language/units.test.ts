import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { durationMicros, formatDuration, unitMicros } from './units.ts';

test('units as people write them', () => {
  const seconds = Object.entries({
    s: 1,
    SEC: 1,
    Seconds: 1,
    min: 60,
    m: 60,
    hrs: 3600,
    day: 86_400,
    weeks: 604_800,
  });
  for (const [name, each] of seconds) assert.equal(unitMicros(name), each * 1_000_000);
  assert.equal(unitMicros('ms'), 1000);
  assert.equal(unitMicros('µs'), 1);
  for (const name of ['month', 'year', 'ns', '', 'constructor']) assert.equal(unitMicros(name), null);
});

test('decimals are exact or refused', () => {
  assert.equal(durationMicros('0.1', 1_000_000), 100_000);
  assert.equal(durationMicros('1.000001', 1_000_000), 1_000_001);
  assert.equal(durationMicros('0.0000001', 1_000_000), null);
  assert.equal(durationMicros('9007199254740993', 1), null);
});

test('a printed length of time reads as itself', () => {
  fc.assert(
    fc.property(
      fc.nat(Number.MAX_SAFE_INTEGER),
      fc.constantFrom(1, 1000, 1_000_000, 60_000_000),
      (n, unit) => {
        const micros = Math.floor(n / unit) * unit;
        const [amount, name] = formatDuration(micros).split(' ');
        assert.equal(durationMicros(amount!, unitMicros(name!)!), micros);
      },
    ),
  );
});
