import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KeyTable } from './key-table.ts';

test('a key table is a Map that knows its oldest entry', () => {
  let removals = 0;
  const step = fc.tuple(fc.constantFrom('use', 'use', 'use', 'remove', 'let go'), fc.nat(400));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 1500, size: 'max' }), (steps) => {
      const table = new KeyTable(3);
      /** In the order of age: JavaScript's Map keeps the order of insertion. */
      const model = new Map<number, number>();
      for (const [what, number] of steps) {
        const key = Uint32Array.of(number >> 8, (number & 0xff) << 24, 7);
        const entry = table.find(key);
        assert.equal(entry, model.get(number) ?? -1);
        if (what === 'let go') {
          const [oldest] = model;
          assert.equal(table.oldest, oldest?.[1] ?? -1);
          if (oldest === undefined) continue;
          table.remove(oldest[1]);
          model.delete(oldest[0]);
          removals += 1;
        } else if (what === 'remove') {
          if (entry < 0) continue;
          table.remove(entry);
          model.delete(number);
          removals += 1;
        } else {
          if (entry >= 0) table.touch(entry);
          model.delete(number);
          model.set(number, entry >= 0 ? entry : table.add(key));
        }
        assert.equal(table.size, model.size);
      }
      assert.equal(new Set(model.values()).size, model.size);
    }),
    { numRuns: 60 },
  );
  assert.ok(removals > 3000, `only ${removals} removals`);
});
