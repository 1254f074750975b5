import { oneSql } from '../context.ts';
import { atom } from '../phrase.ts';
import type { ConditionWriter, ExprOf } from './condition-writer.ts';

/** The text as it is, for a regular expression says itself what it folds. */
export const match: ConditionWriter<ExprOf<'match'>> = {
  uses: ({ field }) => [{ ref: field, as: 'value' }],
  write: ({ field, regex, type }, context) =>
    atom(context.dialect.matches(oneSql({ ref: field, as: 'value' }, context), regex, type !== 'cased')),
};
