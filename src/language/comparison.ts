import type { FieldType } from '../model/car-table.ts';
import type { Span } from '../model/diagnostic.ts';
import type { CompareOp, Expr, Literal } from '../model/ir.ts';
import type { Operand, PathOperand } from './ast.ts';
import { type Field, resolvePath } from './field-path.ts';
import { isTextual, literalValue, NAMED } from './literal-value.ts';
import type { Notes } from './notes.ts';
import type { RowEvent } from './row.ts';
import { compareTimes, FLIPPED } from './time-sum.ts';
import { spanOver } from './token.ts';

/** `left cmp right` over a row. Null after a fault. */
export function resolveComparison(
  left: Operand,
  cmp: CompareOp,
  right: Operand,
  row: readonly RowEvent[],
  notes: Notes,
): Expr | null {
  if (isTimeSum(left) || isTimeSum(right)) return compareTimes(left, cmp, right, row, notes);
  const span = spanOver(left.span, right.span);
  if (left.kind === 'path' && right.kind === 'path') {
    const [a, b] = [resolvePath(left, row, notes), resolvePath(right, row, notes)];
    return a && b && compareFields(a, cmp, b, span, notes);
  }
  if (left.kind === 'path') return compareConstant(left, cmp, right, row, notes);
  if (right.kind === 'path') return compareConstant(right, FLIPPED[cmp], left, row, notes);
  return notes.fault('constant-comparison', span, 'the comparison has no field in it');
}

function isTimeSum(operand: Operand): boolean {
  return operand.kind === 'sum' || operand.kind === 'duration';
}

function compareFields(a: Field, cmp: CompareOp, b: Field, span: Span, notes: Notes): Expr | null {
  const type = commonType(a.type, b.type);
  if (type === null)
    return notes.fault('type-mismatch', span, `${NAMED[a.type]} cannot be compared with ${NAMED[b.type]}`);
  if (!ordered(cmp, type, span, notes)) return null;
  return {
    op: 'compare',
    cmp,
    left: { kind: 'field', field: a.ref },
    right: { kind: 'field', field: b.ref },
    type,
  };
}

function compareConstant(
  path: PathOperand,
  cmp: CompareOp,
  constant: Operand,
  row: readonly RowEvent[],
  notes: Notes,
): Expr | null {
  const field = resolvePath(path, row, notes);
  if (field === null || !ordered(cmp, field.type, spanOver(path.span, constant.span), notes)) return null;
  const value = literalValue(constant, field.type, notes);
  if (value === null) return null;
  const like = likeFor(field, value);
  if (like !== null) return cmp === '!=' ? { op: 'not', arg: like } : like;
  return {
    op: 'compare',
    cmp,
    left: { kind: 'field', field: field.ref },
    right: { kind: 'literal', value },
    type: field.type,
  };
}

/** What `field == value` is where the value is a text with the wildcards `*` and `?`; null where it is not. */
export function likeFor({ ref, type }: Field, value: Literal): Expr | null {
  if (typeof value !== 'string' || !isTextual(type) || !/[*?]/.test(value)) return null;
  return { op: 'like', field: ref, pattern: value, type };
}

function ordered(cmp: CompareOp, type: FieldType, span: Span, notes: Notes): boolean {
  if (cmp === '==' || cmp === '!=' || type === 'port' || type === 'int' || type === 'time') return true;
  notes.fault('no-order', span, `${NAMED[type]} is equal or not; \`${cmp}\` is for numbers, ports and times`);
  return false;
}

/** The type that two fields are compared as; null where they cannot be. */
export function commonType(a: FieldType, b: FieldType): FieldType | null {
  if (a === b) return a;
  if (isTextual(a) && isTextual(b)) return a === 'host' || b === 'host' ? 'host' : 'text';
  return (a === 'port' && b === 'int') || (a === 'int' && b === 'port') ? 'int' : null;
}
