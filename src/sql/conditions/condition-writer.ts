import type { Expr } from '../../model/ir.ts';
import type { SqlContext } from '../context.ts';
import type { FieldUse } from '../held-field.ts';
import type { Phrase } from '../phrase.ts';

/** One kind of condition: the fields that it looks at, and how it is written. */
export interface ConditionWriter<E extends Expr> {
  uses(expr: E): readonly FieldUse[];
  write(expr: E, context: SqlContext): Phrase;
}

export type ExprOf<Op extends Expr['op']> = Extract<Expr, { readonly op: Op }>;
