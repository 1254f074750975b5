import type { Expr, FieldRef, Operand } from '../model/ir.ts';

/** The fields that a condition looks at, each as often as it does. */
export function exprFields(expr: Expr): readonly FieldRef[] {
  switch (expr.op) {
    case 'and':
    case 'or':
      return expr.args.flatMap(exprFields);
    case 'not':
      return exprFields(expr.arg);
    case 'compare':
      return [...operandFields(expr.left), ...operandFields(expr.right)];
    case 'contains':
      return [expr.field, expr.part];
    default:
      return [expr.field];
  }
}

function operandFields(operand: Operand): readonly FieldRef[] {
  return operand.kind === 'literal' ? [] : [operand.field];
}

/** The conditions that must all be true for the whole to be: the parts of an `and`, else the condition itself. */
export function conjuncts(expr: Expr | null): readonly Expr[] {
  if (expr === null) return [];
  return expr.op === 'and' ? expr.args.flatMap(conjuncts) : [expr];
}
