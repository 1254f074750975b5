import { foldText } from '../../ir/fold.ts';
import { oneSql } from '../context.ts';
import { heldFor } from '../held-field.ts';
import { atom } from '../phrase.ts';
import type { ConditionWriter, ExprOf } from './condition-writer.ts';

export const like: ConditionWriter<ExprOf<'like'>> = {
  uses: ({ field, type }) => [{ ref: field, as: heldFor(type) }],
  write: ({ field, pattern, type }, context) => {
    const text = oneSql({ ref: field, as: heldFor(type) }, context);
    return atom(context.dialect.like(text, type === 'cased' ? pattern : foldText(pattern)));
  },
};
