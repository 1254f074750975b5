import type { Condition, Operand } from './ast.ts';

/** The fields and values of a condition, in order, without the sums that they stand in. */
export function operandsOf(condition: Condition): readonly Operand[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.args.flatMap(operandsOf);
    case 'not':
      return operandsOf(condition.arg);
    case 'compare':
      return condition.operands.flatMap(termsOf);
    case 'in':
      return [condition.operand, ...condition.items].flatMap(termsOf);
    case 'within':
      return [condition.part, condition.whole].flatMap(termsOf);
    case 'match':
      return termsOf(condition.operand);
  }
}

function termsOf(operand: Operand): readonly Operand[] {
  return operand.kind === 'sum' ? [...termsOf(operand.left), ...termsOf(operand.right)] : [operand];
}
