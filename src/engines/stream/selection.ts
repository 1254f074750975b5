import { PortSieve } from '../../columns/sieve.ts';
import { mirrored } from '../../ir/compare-test.ts';
import { compileTest } from '../../ir/evaluate.ts';
import type { EventRefs } from '../../ir/event-refs.ts';
import { conjuncts } from '../../ir/expr-fields.ts';
import { columnName } from '../../ir/row-events.ts';
import type { StoreValues } from '../../ir/store-values.ts';
import { BLOCK_ROWS, TRUE } from '../../ir/truth.ts';
import type { Expr } from '../../model/ir.ts';
import type { FieldTest } from '../../model/want.ts';

/**
 * The refs, ascending, of the events for which all conditions are true. What compares a port with a constant is
 * looked up in a table, and only what passes goes through the tests of the other conditions.
 */
export function selectRefs(events: EventRefs, conditions: readonly Expr[], values: StoreValues): Uint32Array {
  const ports: FieldTest[] = [];
  const others: Expr[] = [];
  for (const part of conditions.flatMap(conjuncts)) {
    const test = events.tables.length === 1 ? portTest(part) : null;
    if (test === null) others.push(part);
    else ports.push(test);
  }
  const passing = ports.length === 0 ? allRefs(events.count) : refsByPorts(events, ports);
  return others.length === 0 ? passing : refsByTest(passing, events, { op: 'and', args: others }, values);
}

/** A comparison of a port with a constant; null where it is anything else. */
function portTest(expr: Expr): FieldTest | null {
  if (expr.op !== 'compare' || expr.type !== 'port') return null;
  const { cmp, left, right } = expr;
  if (left.kind === 'field' && right.kind === 'literal')
    return { field: columnName(left.field), cmp, value: right.value };
  if (right.kind === 'field' && left.kind === 'literal')
    return { field: columnName(right.field), cmp: mirrored(cmp), value: left.value };
  return null;
}

function allRefs(count: number): Uint32Array {
  const refs = new Uint32Array(count);
  for (let ref = 0; ref < count; ref++) refs[ref] = ref;
  return refs;
}

/** The refs of the events whose ports are known and pass all tests. */
function refsByPorts({ tables, count }: EventRefs, tests: readonly FieldTest[]): Uint32Array {
  const sieve = new PortSieve({ fields: null, terms: [tests] });
  let refs: Uint32Array | null = null;
  for (const field of new Set(tests.map((test) => test.field))) {
    const column = tables[0]!.fields[field];
    if (column?.type !== 'port') return new Uint32Array(0);
    const masks = sieve.table(field);
    const { values, unknown } = column;
    const passed: Uint32Array = refs ?? new Uint32Array(count);
    const among = refs === null ? count : refs.length;
    let size = 0;
    for (let i = 0; i < among; i++) {
      const ref: number = refs === null ? i : refs[i]!;
      passed[size] = ref;
      size += masks[values[ref]!]! & (unknown === null ? 1 : 1 - unknown[ref]!);
    }
    refs = passed.subarray(0, size);
  }
  return refs!;
}

/** Those of the refs for which the condition is true, moved together. */
function refsByTest(refs: Uint32Array, events: EventRefs, where: Expr, values: StoreValues): Uint32Array {
  const test = compileTest(where, [events], values);
  const truth = new Uint8Array(BLOCK_ROWS);
  let size = 0;
  for (let from = 0; from < refs.length; from += BLOCK_ROWS) {
    const block = refs.subarray(from, from + BLOCK_ROWS);
    test({ count: block.length, refs: [block] }, truth);
    for (let i = 0; i < block.length; i++) {
      refs[size] = block[i]!;
      size += truth[i] === TRUE ? 1 : 0;
    }
  }
  return refs.subarray(0, size);
}
