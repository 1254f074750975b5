import { oneSql } from '../context.ts';
import { heldFor } from '../held-field.ts';
import { atom } from '../phrase.ts';
import type { ConditionWriter, ExprOf } from './condition-writer.ts';

export const contains: ConditionWriter<ExprOf<'contains'>> = {
  uses: ({ field, part, type }) => [field, part].map((ref) => ({ ref, as: heldFor(type) })),
  write: ({ field, part, type }, context) => {
    const as = heldFor(type);
    return atom(
      context.dialect.contains(oneSql({ ref: field, as }, context), oneSql({ ref: part, as }, context)),
    );
  },
};
