import { foldText, hostPatternIsWhole } from '../../ir/fold.ts';
import { oneSql } from '../context.ts';
import { type HeldAs, heldFor } from '../held-field.ts';
import { atom } from '../phrase.ts';
import type { ConditionWriter, ExprOf } from './condition-writer.ts';

export const like: ConditionWriter<ExprOf<'like'>> = {
  uses: (expr) => [{ ref: expr.field, as: takenAs(expr) }],
  write: (expr, context) => {
    const text = oneSql({ ref: expr.field, as: takenAs(expr) }, context);
    return atom(context.dialect.like(text, expr.type === 'cased' ? expr.pattern : foldText(expr.pattern)));
  },
};

function takenAs({ pattern, type }: ExprOf<'like'>): HeldAs {
  return type === 'host' && hostPatternIsWhole(pattern) ? 'folded' : heldFor(type);
}
