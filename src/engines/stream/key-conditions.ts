import type { Expr, JoinKey } from '../../model/ir.ts';

/** A key as a condition, where it is not used for looking up. */
export function keyCondition({ left, right, type }: JoinKey): Expr {
  return {
    op: 'compare',
    cmp: '==',
    left: { kind: 'field', field: left },
    right: { kind: 'field', field: right },
    type,
  };
}
