import { fieldSql } from '../context.ts';
import { heldFor } from '../held-field.ts';
import { literalSql } from '../literal.ts';
import { any, atom } from '../phrase.ts';
import { comparison } from './compare.ts';
import type { ConditionWriter, ExprOf } from './condition-writer.ts';

export const isIn: ConditionWriter<ExprOf<'in'>> = {
  uses: ({ field, type }) => [{ ref: field, as: heldFor(type) }],
  write: ({ field, values, type }, context) => {
    const columns = fieldSql({ ref: field, as: heldFor(type) }, context);
    const literals = values.map((value) => literalSql(value, type, context));
    if (columns.length > 1 || literals.length === 0)
      return any(literals.map((literal) => comparison('==', columns, literal)));
    return atom(`${columns[0]} IN (${literals.map((literal) => literal[0]).join(', ')})`);
  },
};
