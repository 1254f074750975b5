import { heldAs } from '../model/car-table.ts';
import type { CompareOp, Expr } from '../model/ir.ts';
import type { FieldTest } from '../model/want.ts';
import { mirrored } from './compare-test.ts';
import { columnName } from './row-events.ts';

/** Tests that must all hold. */
export type Term = readonly FieldTest[];

/** One of the terms must hold; null: nothing is asked. An empty list cannot be satisfied. */
export type Terms = readonly Term[] | null;

const MAX_TERMS = 32;

/**
 * What a condition on one event asks of it at least, in simple tests of numbers and ports: whenever the condition
 * is true, so is one of the terms. What is not simple is taken to hold.
 */
export function termsOf(expr: Expr): Terms {
  return simplify(termsWhere(expr, true));
}

/** The terms of the condition being true, or of it being false. */
function termsWhere(expr: Expr, holds: boolean): Terms {
  switch (expr.op) {
    case 'not':
      return termsWhere(expr.arg, !holds);
    case 'and':
    case 'or': {
      const parts = expr.args.map((arg) => termsWhere(arg, holds));
      return (expr.op === 'and') === holds ? allOf(parts) : anyOf(parts);
    }
    case 'compare': {
      if (!isNumeric(expr.type)) return null;
      const [field, literal, cmp] =
        expr.left.kind === 'field'
          ? [expr.left, expr.right, expr.cmp]
          : [expr.right, expr.left, mirrored(expr.cmp)];
      if (field.kind !== 'field' || literal.kind !== 'literal') return null;
      const test = { field: columnName(field.field), cmp: holds ? cmp : OPPOSITE[cmp], value: literal.value };
      return [[test]];
    }
    case 'in': {
      if (!isNumeric(expr.type)) return null;
      const field = columnName(expr.field);
      if (holds) return [[{ field, oneOf: expr.values }]];
      return [expr.values.map((value) => ({ field, cmp: '!=', value }))];
    }
    default:
      return null;
  }
}

const OPPOSITE: Readonly<Record<CompareOp, CompareOp>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

function isNumeric(type: Parameters<typeof heldAs>[0]): boolean {
  const held = heldAs(type);
  return held === 'port' || held === 'number';
}

/** All of several asked for. Where the terms grow too many, the parts that come later are not asked for. */
export function allOf(parts: readonly Terms[]): Terms {
  let terms: Terms = null;
  for (const part of parts) {
    if (part === null) continue;
    if (terms === null) terms = part;
    else if (terms.length * part.length <= MAX_TERMS)
      terms = terms.flatMap((one) => part.map((other) => [...one, ...other]));
  }
  return terms;
}

/** One of several asked for. */
export function anyOf(parts: readonly Terms[]): Terms {
  const terms: Term[] = [];
  for (const part of parts) {
    if (part === null) return null;
    terms.push(...part);
  }
  return simplify(terms);
}

/** Without terms that ask for more than another does; null where a term asks nothing or they are too many. */
function simplify(terms: Terms): Terms {
  if (terms === null) return null;
  const keyed = terms.map((term) => ({ term, tests: new Set(term.map((test) => JSON.stringify(test))) }));
  const kept = keyed.filter(({ tests }, i) =>
    keyed.every(
      (other, j) =>
        i === j ||
        [...other.tests].some((test) => !tests.has(test)) ||
        (other.tests.size === tests.size && i < j),
    ),
  );
  if (kept.length > MAX_TERMS || kept.some(({ tests }) => tests.size === 0)) return null;
  return kept.map(({ term }) => term);
}
