import type { FieldType } from '../../model/car-table.ts';
import type { CompareOp, Operand } from '../../model/ir.ts';
import { fieldSql, type SqlContext } from '../context.ts';
import { heldFor } from '../held-field.ts';
import { literalSql } from '../literal.ts';
import { all, any, atom, type Phrase } from '../phrase.ts';
import type { ConditionWriter, ExprOf } from './condition-writer.ts';

export const compare: ConditionWriter<ExprOf<'compare'>> = {
  uses: ({ left, right, type }) =>
    [left, right].flatMap((operand) =>
      operand.kind === 'literal' ? [] : [{ ref: operand.field, as: heldFor(type) }],
    ),
  write: ({ cmp, left, right, type }, context) =>
    comparison(cmp, operandSql(left, type, context), operandSql(right, type, context)),
};

/** `left + micros`, as SQL. */
export function shifted(left: string, micros: number): string {
  if (micros === 0) return left;
  return micros < 0 ? `${left} - ${-micros}` : `${left} + ${micros}`;
}

/** Compares two values that take one column, or two of which the first counts more. */
export function comparison(cmp: CompareOp, left: readonly string[], right: readonly string[]): Phrase {
  const pairs = left.map((expression, i) => [expression, right[i]!] as const);
  const [first, second] = pairs;
  if (second === undefined) return atom(`${first![0]} ${SQL[cmp]} ${first![1]}`);
  if (cmp === '==') return all(pairs.map(([a, b]) => atom(`${a} = ${b}`)));
  if (cmp === '!=') return any(pairs.map(([a, b]) => atom(`${a} <> ${b}`)));
  const strict = cmp.startsWith('<') ? '<' : '>';
  return any([
    atom(`${first![0]} ${strict} ${first![1]}`),
    all([atom(`${first![0]} = ${first![1]}`), atom(`${second[0]} ${SQL[cmp]} ${second[1]}`)]),
  ]);
}

const SQL: Readonly<Record<CompareOp, string>> = {
  '==': '=',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

function operandSql(operand: Operand, type: FieldType, context: SqlContext): readonly string[] {
  if (operand.kind === 'literal') return literalSql(operand.value, type, context);
  const field = fieldSql({ ref: operand.field, as: heldFor(type) }, context);
  return operand.kind === 'field' ? field : field.map((column) => shifted(column, operand.micros));
}
