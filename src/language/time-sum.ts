import type { CompareOp, Expr, FieldRef, Operand as IrOperand } from '../model/ir.ts';
import type { Operand } from './ast.ts';
import { resolvePath } from './field-path.ts';
import { timeValue } from './literal-value.ts';
import type { Notes } from './notes.ts';
import type { RowEvent } from './row.ts';

/** A sum of times: fields added and taken away, and µs. `instants` counts the constant times among the µs. */
interface TimeSum {
  readonly plus: readonly FieldRef[];
  readonly minus: readonly FieldRef[];
  readonly micros: number;
  readonly instants: number;
}

export const FLIPPED: Readonly<Record<CompareOp, CompareOp>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** A comparison of times or of lengths of time: two fields and a shift, or one field and a constant. */
export function compareTimes(
  left: Operand,
  cmp: CompareOp,
  right: Operand,
  row: readonly RowEvent[],
  notes: Notes,
): Expr | null {
  const a = timeSum(left, row, notes);
  const b = timeSum(right, row, notes);
  if (a === null || b === null) return null;
  const span = { ...left.span, end: Math.max(left.span.end, right.span.end) };
  const dimension = dimensionOf(a);
  if (dimension !== dimensionOf(b) || (dimension !== 0 && dimension !== 1))
    return notes.fault(
      'time-arithmetic',
      span,
      'one side is a time and the other a length of time, or neither is',
    );
  const difference = cancelled(added(a, negated(b)));
  const { micros } = difference;
  if (!Number.isSafeInteger(micros))
    return notes.fault('too-fine', span, 'this length of time cannot be counted exactly in microseconds');
  if (difference.plus.length > 1 || difference.minus.length > 1)
    return notes.fault('time-arithmetic', span, 'no more than two times can be set against each other');
  const [later] = difference.plus;
  const [earlier] = difference.minus;
  if (later !== undefined && earlier !== undefined)
    return {
      op: 'compare',
      cmp,
      left: { kind: 'field', field: later },
      right: shifted(earlier, 0 - micros),
      type: 'time',
    };
  if (later !== undefined) return constant(later, cmp, 0 - micros);
  if (earlier !== undefined) return constant(earlier, FLIPPED[cmp], micros);
  return notes.fault('constant-comparison', span, 'the comparison has no field in it');
}

function constant(field: FieldRef, cmp: CompareOp, value: number): Expr {
  return {
    op: 'compare',
    cmp,
    left: { kind: 'field', field },
    right: { kind: 'literal', value },
    type: 'time',
  };
}

function shifted(field: FieldRef, micros: number): IrOperand {
  return micros === 0 ? { kind: 'field', field } : { kind: 'shifted', field, micros };
}

function timeSum(operand: Operand, row: readonly RowEvent[], notes: Notes): TimeSum | null {
  switch (operand.kind) {
    case 'path': {
      const field = resolvePath(operand, row, notes);
      if (field === null) return null;
      if (field.type !== 'time')
        return notes.fault('type-mismatch', operand.span, `\`${operand.path}\` is no time`);
      return { plus: [field.ref], minus: [], micros: 0, instants: 0 };
    }
    case 'duration':
      return { plus: [], minus: [], micros: operand.micros, instants: 0 };
    case 'number':
      if (Number(operand.raw) === 0) return { plus: [], minus: [], micros: 0, instants: 0 };
      return notes.fault(
        'missing-unit',
        operand.span,
        `${operand.raw} of what? as in ${operand.raw} seconds`,
      );
    case 'sum': {
      const left = timeSum(operand.left, row, notes);
      const right = timeSum(operand.right, row, notes);
      if (left === null || right === null) return null;
      return added(left, operand.sign === '+' ? right : negated(right));
    }
    default: {
      const micros = timeValue(operand, notes);
      return micros === null ? null : { plus: [], minus: [], micros, instants: 1 };
    }
  }
}

function dimensionOf({ plus, minus, instants }: TimeSum): number {
  return plus.length - minus.length + instants;
}

function negated({ plus, minus, micros, instants }: TimeSum): TimeSum {
  return { plus: minus, minus: plus, micros: 0 - micros, instants: 0 - instants };
}

function added(a: TimeSum, b: TimeSum): TimeSum {
  return {
    plus: [...a.plus, ...b.plus],
    minus: [...a.minus, ...b.minus],
    micros: a.micros + b.micros,
    instants: a.instants + b.instants,
  };
}

/** Without the fields that are added and taken away again. */
function cancelled(sum: TimeSum): TimeSum {
  const minus = [...sum.minus];
  const plus = sum.plus.filter((ref) => {
    const same = minus.findIndex((other) => other.at === ref.at && other.field === ref.field);
    if (same >= 0) minus.splice(same, 1);
    return same < 0;
  });
  return { ...sum, plus, minus };
}
