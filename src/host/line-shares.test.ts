import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { temporaryFolder } from '../testing/packing.ts';
import { lineShares } from './line-shares.ts';

const folder = temporaryFolder();
const path = join(folder.path, 'lines');
after(folder.remove);

/** Lines of any length, empty ones too; the last with an end or without. */
const text = fc
  .tuple(fc.array(fc.nat(30), { maxLength: 40 }), fc.constantFrom('', 'no end'))
  .map(([lengths, last]) => `${lengths.map((length) => `${'x'.repeat(length)}\n`).join('')}${last}`);

test('the shares lie end to end, hold whole lines, and none is empty', () => {
  let shares = 0;
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 100 }), (lines, size) => {
      writeFileSync(path, lines);
      const cut = lineShares(path, lines.length, () => size);
      shares += cut.length;
      let end = 0;
      for (const { from, to } of cut) {
        assert.equal(from, end);
        assert.ok(to > from);
        assert.ok(from === 0 || lines[from - 1] === '\n');
        end = to;
      }
      assert.equal(end, lines.length);
    }),
    { numRuns: 1000 },
  );
  assert.ok(shares > 1500, `${shares} shares`);
});

test('a file of many lines is cut into shares of about the size asked for', () => {
  const lines = `${'x'.repeat(9)}\n`.repeat(1000);
  writeFileSync(path, lines);
  const lengths = lineShares(path, lines.length, () => 500).map(({ from, to }) => to - from);
  assert.ok(lengths.length >= 19 && lengths.length <= 21, `${lengths.length} shares`);
  assert.ok(lengths.every((length) => length >= 250 && length <= 750));
});

test('a line longer than what is looked at in one go is not cut', () => {
  const lines = `a\n${'x'.repeat(200_000)}\nb\n`;
  writeFileSync(path, lines);
  const ends = lineShares(path, lines.length, () => 10).map(({ to }) => to);
  assert.deepEqual(ends, [200_003, 200_005]);
});
