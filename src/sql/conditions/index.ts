import type { Expr } from '../../model/ir.ts';
import type { SqlContext } from '../context.ts';
import type { FieldUse } from '../held-field.ts';
import { all, any, type Phrase } from '../phrase.ts';
import { compare } from './compare.ts';
import { contains } from './contains.ts';
import { isIn } from './in.ts';
import { like } from './like.ts';
import { match } from './match.ts';

/** The fields that a condition looks at. */
export function usesOf(expr: Expr): readonly FieldUse[] {
  switch (expr.op) {
    case 'and':
    case 'or':
      return expr.args.flatMap(usesOf);
    case 'not':
      return usesOf(expr.arg);
    case 'compare':
      return compare.uses(expr);
    case 'in':
      return isIn.uses(expr);
    case 'like':
      return like.uses(expr);
    case 'match':
      return match.uses(expr);
    case 'contains':
      return contains.uses(expr);
  }
}

/** A condition as SQL, whose own three values are those of the language. */
export function conditionSql(expr: Expr, context: SqlContext): Phrase {
  switch (expr.op) {
    case 'and':
      return all(expr.args.map((arg) => conditionSql(arg, context)));
    case 'or':
      return any(expr.args.map((arg) => conditionSql(arg, context)));
    case 'not':
      return { not: conditionSql(expr.arg, context) };
    case 'compare':
      return compare.write(expr, context);
    case 'in':
      return isIn.write(expr, context);
    case 'like':
      return like.write(expr, context);
    case 'match':
      return match.write(expr, context);
    case 'contains':
      return contains.write(expr, context);
  }
}
