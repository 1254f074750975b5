import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CompareOp } from '../model/ir.ts';
import type { FieldTest } from '../model/want.ts';
import { PortSieve } from './sieve.ts';

const COMPARE: Readonly<Record<CompareOp, (left: number, right: number) => boolean>> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

const port = fc.oneof(fc.constantFrom(-1, 0, 1, 135, 49_151, 49_152, 65_535, 65_536, 135.5), fc.nat(65_535));
const fieldTest: fc.Arbitrary<FieldTest> = fc.oneof(
  fc.record({
    field: fc.constantFrom('src_port', 'dest_port'),
    cmp: fc.constantFrom(...(Object.keys(COMPARE) as CompareOp[])),
    value: port,
  }),
  fc.record({ field: fc.constantFrom('src_port', 'dest_port'), oneOf: fc.array(port, { maxLength: 3 }) }),
);

function holds(each: FieldTest, value: number): boolean {
  return 'oneOf' in each ? each.oneOf.includes(value) : COMPARE[each.cmp](value, Number(each.value));
}

test('a port passes exactly the terms whose tests of its field it satisfies', () => {
  let passed = 0;
  fc.assert(
    fc.property(
      fc.array(fc.array(fieldTest, { maxLength: 3 }), { minLength: 1, maxLength: 4 }),
      fc.array(fc.oneof(fc.constantFrom(0, 134, 135, 136, 49_151, 49_152, 49_153, 65_535), fc.nat(65_535))),
      (terms, ports) => {
        const sieve = new PortSieve({ fields: null, terms });
        for (const field of ['src_port', 'dest_port'])
          for (const value of ports)
            terms.forEach((term, i) => {
              const due = term.every((each) => each.field !== field || holds(each, value));
              assert.equal(((sieve.table(field)[value]! >>> i) & 1) === 1, due);
              if (due) passed += 1;
            });
      },
    ),
    { numRuns: 150 },
  );
  assert.ok(passed > 500, 'too little was reached');
});
