import type { Expr, Literal } from '../model/ir.ts';
import type { Condition, Operand } from './ast.ts';
import { likeFor, resolveComparison } from './comparison.ts';
import { type Field, resolvePath } from './field-path.ts';
import { isTextual, literalValue } from './literal-value.ts';
import type { Notes } from './notes.ts';
import { readRegex } from './regex.ts';
import type { RowEvent } from './row.ts';

type Of<K extends Condition['kind']> = Extract<Condition, { kind: K }>;

/** A condition over a row, with names looked up and types checked. All faults of it are told; null after one. */
export function resolveCondition(condition: Condition, row: readonly RowEvent[], notes: Notes): Expr | null {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return joined(
        condition.kind,
        condition.args.map((arg) => resolveCondition(arg, row, notes)),
      );
    case 'not': {
      const arg = resolveCondition(condition.arg, row, notes);
      return arg && { op: 'not', arg };
    }
    case 'compare':
      return resolveChain(condition, row, notes);
    case 'in':
      return resolveList(condition, row, notes);
    case 'within':
      return resolveWithin(condition, row, notes);
    case 'match':
      return resolveMatch(condition, row, notes);
  }
}

function joined(op: 'and' | 'or', exprs: readonly (Expr | null)[]): Expr | null {
  const args = exprs.filter((expr) => expr !== null);
  if (args.length < exprs.length) return null;
  return args.length === 1 ? args[0]! : { op, args };
}

function negatedIf(negated: boolean, expr: Expr | null): Expr | null {
  return expr !== null && negated ? { op: 'not', arg: expr } : expr;
}

/** `a < b < c` is `a < b and b < c`. */
function resolveChain({ operands, ops }: Of<'compare'>, row: readonly RowEvent[], notes: Notes): Expr | null {
  return joined(
    'and',
    ops.map((cmp, i) => resolveComparison(operands[i]!, cmp, operands[i + 1]!, row, notes)),
  );
}

function resolveList(condition: Of<'in'>, row: readonly RowEvent[], notes: Notes): Expr | null {
  const field = fieldOf(condition.operand, row, notes);
  if (field === null) return null;
  const values: Literal[] = [];
  const patterns: Expr[] = [];
  let fine = true;
  for (const item of condition.items) {
    const value =
      item.kind === 'path' ? constantExpected(item, notes) : literalValue(item, field.type, notes);
    if (value === null) {
      fine = false;
      continue;
    }
    const like = likeFor(field, value);
    if (like === null) values.push(value);
    else patterns.push(like);
  }
  if (!fine) return null;
  const plain: Expr[] = values.length > 0 ? [{ op: 'in', field: field.ref, values, type: field.type }] : [];
  return negatedIf(condition.negated, joined('or', [...plain, ...patterns]));
}

function constantExpected(item: Operand, notes: Notes): null {
  return notes.fault('type-mismatch', item.span, 'a list holds constants; write texts in quotes');
}

/** `exe in command_line`, `"-enc" in command_line` */
function resolveWithin(condition: Of<'within'>, row: readonly RowEvent[], notes: Notes): Expr | null {
  const { part, whole, negated } = condition;
  if (whole.kind !== 'path')
    return notes.fault(
      'type-mismatch',
      whole.span,
      'after `in` stands a list in brackets, or a field of text',
    );
  const field = fieldOf(whole, row, notes);
  if (part.kind === 'path') {
    const inner = fieldOf(part, row, notes);
    if (field === null || inner === null || !textual(field, whole, notes) || !textual(inner, part, notes))
      return null;
    const type = field.type === 'cased' && inner.type === 'cased' ? 'cased' : 'text';
    return negatedIf(negated, { op: 'contains', field: field.ref, part: inner.ref, type });
  }
  if (field === null || !textual(field, whole, notes)) return null;
  const text = literalValue(part, field.type, notes);
  if (typeof text !== 'string') return null;
  return negatedIf(negated, { op: 'like', field: field.ref, pattern: `*${text}*`, type: field.type });
}

function resolveMatch(condition: Of<'match'>, row: readonly RowEvent[], notes: Notes): Expr | null {
  const field = fieldOf(condition.operand, row, notes);
  const read = readRegex(condition.regex.value);
  if ('fault' in read) return notes.fault('bad-regex', condition.regex.span, read.fault, read.suggestion);
  if (field === null || !textual(field, condition.operand, notes)) return null;
  return negatedIf(condition.negated, { op: 'match', field: field.ref, regex: read.regex, type: field.type });
}

function fieldOf(operand: Operand, row: readonly RowEvent[], notes: Notes): Field | null {
  if (operand.kind === 'path') return resolvePath(operand, row, notes);
  return notes.fault('type-mismatch', operand.span, 'a field is needed here');
}

function textual(field: Field, operand: Operand, notes: Notes): boolean {
  if (isTextual(field.type)) return true;
  notes.fault('type-mismatch', operand.span, `\`${field.ref.field}\` is no text`);
  return false;
}
