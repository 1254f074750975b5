import { CAR_TABLE, fieldType, heldAs } from '../model/car-table.ts';
import { type EventKind, objectOf } from '../model/event-kind.ts';
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
  private readonly masks = new Map<string, Uint32Array>();
  private readonly untested = new Map<string, number>();
  private readonly all: number;

  constructor(kind: EventKind, want: KindWant) {
    const object = objectOf(kind);
    const terms = want.terms === null || want.terms.length > MAX_TERMS ? [[]] : want.terms;
    this.all = terms.length === MAX_TERMS ? -1 : (1 << terms.length) - 1;
    for (const field of Object.keys(CAR_TABLE[object].fields)) {
      const type = fieldType(object, field);
      if (type === null || heldAs(type) !== 'port') continue;
      const tested = terms.map((term) => term.filter((test) => test.field === field));
      const untested = tested.reduce((mask, tests, i) => (tests.length === 0 ? mask | (1 << i) : mask), 0);
      const masks = new Uint32Array(PORTS).fill(untested);
      tested.forEach((tests, i) => {
        for (let port = 0; tests.length > 0 && port < PORTS; port++)
          if (tests.every((test) => passes(test, port))) masks[port]! |= 1 << i;
      });
      this.masks.set(field, masks);
      this.untested.set(field, untested);
    }
  }

  /** The masks of a port field, for `and`ing over the fields of a row: 0 means that no term can hold. */
  table(field: string): Uint32Array {
    return this.masks.get(field) ?? new Uint32Array(PORTS).fill(this.all);
  }

  /** The mask of a row in which the field is unknown. */
  unknown(field: string): number {
    return this.untested.get(field) ?? this.all;
  }
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
