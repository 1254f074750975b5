import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { temporaryFolder } from '../testing/packing.ts';
import { SortedTexts } from './sorted-texts.ts';

test('texts come in order of time and then of themselves, whether memory holds them or not', () => {
  const { path, remove } = temporaryFolder();
  let runs = 0;
  try {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.string()), { maxLength: 300, size: 'max' }),
        fc.constantFrom(0, 500, 3000, Number.MAX_SAFE_INTEGER),
        (texts, bound) => {
          const sorted = new SortedTexts(bound, path);
          for (const [time, text] of texts) sorted.add(time, text);
          runs += readdirSync(path).length;
          const expected = [...texts].sort(
            ([a, one], [b, other]) => a - b || (one < other ? -1 : one > other ? 1 : 0),
          );
          assert.deepEqual(
            [...sorted.texts()],
            expected.map(([, text]) => text),
          );
          sorted.remove();
          assert.deepEqual(readdirSync(path), []);
        },
      ),
      { numRuns: 60 },
    );
  } finally {
    remove();
  }
  assert.ok(runs > 20, 'too few were spilled');
});
