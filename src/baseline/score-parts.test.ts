import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Calibration, referenceDay, ScoreSet } from './calibration.ts';
import { logMean } from './client-days.ts';
import { decayed, decayTable } from './decay.ts';
import { firstDay, NEVER } from './first-day.ts';
import { PARAMETERS } from './parameters.ts';
import { daysOf, maskOfDays } from './ring.ts';

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const LAST = 20_500;

describe('what days count for', () => {
  it('halves every thirty days, from the day before on', () => {
    const table = decayTable(LAST - 3, LAST, 30);
    const count = (from: number, to: number) => decayed(table, ...maskOfDays(from, to));
    assert.equal(count(LAST - 33, LAST - 33), 0.5);
    assert.equal(count(LAST - 63, LAST - 63), 0.25);
    assert.equal(count(LAST - 4, LAST - 4), 2 ** (-1 / 30));
    assert.equal(count(LAST - 3, LAST), 0);
  });

  it('is the sum over the days of a mask', () => {
    fc.assert(
      fc.property(
        word,
        word,
        fc.integer({ min: 0, max: 70 }),
        fc.integer({ min: 0, max: 63 }),
        (low, high, turn, ago) => {
          const last = LAST + turn;
          const day = last - ago;
          const expected = daysOf(low, high, last)
            .filter((one) => one < day)
            .reduce((sum, one) => sum + 2 ** ((one - day) / 30), 0);
          assert.ok(Math.abs(decayed(decayTable(day, last, 30), low, high) - expected) < 1e-9);
        },
      ),
    );
  });

  it('begins with the first day', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 130 }), (low, high, turn) => {
        assert.equal(firstDay(low, high, LAST + turn), daysOf(low, high, LAST + turn)[0] ?? NEVER);
      }),
    );
    assert.equal(firstDay(0, 0, LAST), NEVER);
  });
});

describe('the score of a client-day', () => {
  it('is the logarithm of a mean', () => {
    assert.equal(logMean(Float64Array.of(3)), 3);
    assert.ok(Math.abs(logMean(Float64Array.of(Math.log(2), Math.log(4))) - Math.log(3)) < 1e-12);
    assert.ok(Math.abs(logMean(Float64Array.of(20, -5, -5, -5)) - (20 - Math.log(4))) < 1e-9);
  });
});

describe('p-values', () => {
  const scores = (count: number, of: (n: number) => number) => Array.from({ length: count }, (_, n) => of(n));

  it('count those above, and half of the equals', () => {
    const set = new ScoreSet([
      referenceDay(
        1,
        0,
        scores(99, (n) => n),
      ),
    ]);
    assert.equal(set.pValue(49), (49 + 0.5 * 2) / 100);
    assert.equal(set.pValue(48.5), (50 + 0.5) / 100);
    assert.equal(set.pValue(49, 0), 0.49);
    assert.equal(set.pValue(-1), (99 + 0.5) / 100);
    const ties = new ScoreSet([
      referenceDay(
        1,
        0,
        scores(99, () => -5),
      ),
    ]);
    assert.equal(ties.pValue(-5), 0.5);
  });

  it('follow an exponential above the tenth largest', () => {
    const set = new ScoreSet([
      referenceDay(
        1,
        0,
        scores(1000, (n) => n / 10),
      ),
    ]);
    const excess = scores(20, (n) => n / 10).reduce((sum, one) => sum + one, 0) / 20;
    const expected = 0.02 * Math.exp(-(110 - 98) / excess);
    assert.ok(Math.abs(set.pValue(110) - expected) < 1e-12, `${set.pValue(110)} is not ${expected}`);
    assert.equal(set.pValue(98.9), (10 + 1) / 1001);
    const steep = new ScoreSet([
      referenceDay(
        1,
        0,
        scores(1000, (n) => (n < 980 ? 0 : 5)),
      ),
    ]);
    assert.ok(Math.abs(steep.pValue(5.3) - 0.02 * Math.exp(-1)) < 1e-12);
  });

  it('fall as scores rise', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 80 }), { minLength: 1, maxLength: 300 }), (tenths) => {
        const set = new ScoreSet([
          referenceDay(
            1,
            0,
            tenths.map((one) => one / 10),
          ),
        ]);
        const ps = scores(200, (n) => set.pValue(n / 10 - 6, 1));
        for (const p of ps) assert.ok(p > 0 && p <= 1);
        for (let n = 1; n < ps.length; n++)
          assert.ok(ps[n]! <= ps[n - 1]! * 1.0001, `${ps[n - 1]} then ${ps[n]}`);
      }),
    );
  });

  /** 20_459 is a Tuesday. */
  const TUESDAY = 20_459;
  const day = (after: number, group: number, score: number, count = 300) =>
    referenceDay(
      TUESDAY + after,
      group,
      scores(count, () => score),
    );

  it('go by days of the same kind, and by the group', () => {
    const reference = [day(-4, 0, 3), day(-3, 0, 9), day(-2, 0, 9), day(-1, 0, 3), day(-1, 1, 6)];
    const working = new Calibration(TUESDAY, reference, [], PARAMETERS);
    assert.ok(working.pValue(0, 5) < 0.002);
    assert.ok(working.pValue(1, 5) > 0.99);
    const weekend = new Calibration(TUESDAY + 4, reference, [], PARAMETERS);
    assert.ok(weekend.pValue(0, 5) > 0.99);
  });

  it('go by all groups where one has few, and by the day itself where there is nothing', () => {
    const few = new Calibration(TUESDAY, [day(-1, 0, 3), day(-1, 1, 6, 199)], [], PARAMETERS);
    assert.ok(Math.abs(few.pValue(1, 5) - 199.5 / 500) < 1e-12);
    const none = new Calibration(TUESDAY, [day(-3, 0, 9)], [day(0, 0, 1, 9)], PARAMETERS);
    assert.equal(none.pValue(0, 0), 0.95);
  });

  it('go by no day that is not before', () => {
    const reference = [day(-1, 0, 3), day(0, 0, 9), day(1, 0, 9)];
    assert.ok(new Calibration(TUESDAY, reference, [], PARAMETERS).pValue(0, 5) < 0.002);
  });

  it('go by the latest days', () => {
    const reference = Array.from({ length: 40 }, (_, n) => day(-1 - n, 0, n < 7 ? 1 : 9));
    assert.ok(new Calibration(TUESDAY, reference, [], PARAMETERS).pValue(0, 5) < 0.002);
  });
});
