import type { CompareOp } from '../model/ir.ts';
import type { FieldTest, KindWant } from '../model/want.ts';

const MAX_TERMS = 32;
const PORTS = 65536;

/**
 * The part of a Want that two port look-ups can decide, as one table a field: bit i of `masks[port]` says that
 * the port passes every test of term i on that field. Tests on other fields count as passed, so a row that the
 * sieve drops is of no use and one that it keeps may yet be.
 */
export class PortSieve {
  private readonly terms: readonly (readonly FieldTest[])[];
  private readonly tables: Map<string, Uint32Array>;

  constructor(want: KindWant) {
    this.terms = want.terms === null || want.terms.length > MAX_TERMS ? [[]] : want.terms;
    this.tables = TABLES.get(want) ?? new Map();
    TABLES.set(want, this.tables);
  }

  /** The masks of a port field, for `and`ing over the fields of a row: 0 means that no term can hold. */
  table(field: string): Uint32Array {
    let masks = this.tables.get(field);
    if (masks === undefined) {
      masks = this.masksOf(field);
      this.tables.set(field, masks);
    }
    return masks;
  }

  /** The mask of a row in which the field is unknown. */
  unknown(field: string): number {
    return this.terms.reduce(
      (mask, term, i) => (term.some((test) => test.field === field) ? mask : mask | (1 << i)),
      0,
    );
  }

  private masksOf(field: string): Uint32Array {
    const masks = new Uint32Array(PORTS).fill(this.unknown(field));
    this.terms.forEach((term, i) => {
      const tests = term.filter((test) => test.field === field);
      if (tests.length === 0) return;
      const { low, high, others } = bounds(tests);
      for (let port = low; port <= high; port++) if (passesAll(others, port)) masks[port]! |= 1 << i;
    });
    return masks;
  }
}

/** The tables of a want, by field: every input of a run is sieved alike, and making them takes milliseconds. */
const TABLES = new WeakMap<KindWant, Map<string, Uint32Array>>();

/** The least and the greatest port that the tests of order let pass, and the tests that are of another kind. */
function bounds(tests: readonly FieldTest[]): { low: number; high: number; others: readonly FieldTest[] } {
  let low = 0;
  let high = PORTS - 1;
  const others: FieldTest[] = [];
  for (const test of tests) {
    const value = 'oneOf' in test ? Number.NaN : Number(test.value);
    if ('oneOf' in test || test.cmp === '!=' || !Number.isInteger(value)) others.push(test);
    else {
      if (test.cmp !== '<' && test.cmp !== '<=') low = Math.max(low, test.cmp === '>' ? value + 1 : value);
      if (test.cmp !== '>' && test.cmp !== '>=') high = Math.min(high, test.cmp === '<' ? value - 1 : value);
    }
  }
  return { low, high, others };
}

function passesAll(tests: readonly FieldTest[], port: number): boolean {
  for (const test of tests) if (!passes(test, port)) return false;
  return true;
}

function passes(test: FieldTest, value: number): boolean {
  if ('oneOf' in test) return test.oneOf.some((one) => Number(one) === value);
  return compare(test.cmp, value, Number(test.value));
}

function compare(cmp: CompareOp, left: number, right: number): boolean {
  switch (cmp) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}
