import type { Bound, Expr, FieldRef, Ir, IrJoin, IrSet, JoinWindow, Operand } from '../model/ir.ts';
import { formatTime } from '../model/time.ts';
import { formatDuration } from './units.ts';

/** What a program means, for a person: a line for each set, its keys, windows and conditions below it. */
export function explainIr(ir: Ir): string {
  const events = eventNames(ir);
  const lines = ir.sets.flatMap((set, i) => explainSet(set, i, ir, events));
  const outputs = ir.outputs.map(({ name, set }) => `output  ${name}: rows of ${events[set]!.join(', ')}`);
  return `${[...lines, ...outputs].join('\n')}\n`;
}

/** The names of the events in a row of each set. */
function eventNames(ir: Ir): readonly (readonly string[])[] {
  const names: string[][] = [];
  for (const set of ir.sets) {
    if (set.node === 'search') names.push([set.name]);
    else if (set.node === 'filter') names.push(single(names[set.from]!, set.name));
    else names.push(set.from.flatMap((from) => single(names[from]!, ir.sets[from]!.name)));
  }
  return names;
}

/** An event alone in its row goes by the name of its set; several keep their own. */
function single(names: readonly string[], set: string): string[] {
  return names.length === 1 ? [set] : [...names];
}

function explainSet(set: IrSet, i: number, ir: Ir, events: readonly (readonly string[])[]): string[] {
  if (set.node === 'search')
    return [`search  ${set.name}: ${set.actions.map((a) => `${set.object}/${a}`).join(', ')}`];
  const names = events[i]!;
  if (set.node === 'filter')
    return [`filter  ${set.name}: ${ir.sets[set.from]!.name} where ${explainExpr(set.where, names)}`];
  return explainJoin(set, ir, names);
}

function explainJoin(join: IrJoin, ir: Ir, names: readonly string[]): string[] {
  const lines = [`join    ${join.name}: ${join.from.map((from) => ir.sets[from]!.name).join(', ')}`];
  for (const { left, right } of join.keys)
    lines.push(`  key     ${explainField(left, names)} == ${explainField(right, names)}`);
  for (const window of join.windows) lines.push(`  window  ${explainWindow(window, names)}`);
  if (join.where !== null) lines.push(`  where   ${explainExpr(join.where, names)}`);
  return lines;
}

function explainWindow({ earlier, later, low, high }: JoinWindow, names: readonly string[]): string {
  const between = `${explainField(later, names)} - ${explainField(earlier, names)}`;
  const bound = ({ micros }: Bound) => (micros === 0 ? '0' : signed(micros));
  const below = low === null ? '' : `${bound(low)} ${low.strict ? '<' : '<='} `;
  const above = high === null ? '' : ` ${high.strict ? '<' : '<='} ${bound(high)}`;
  return below + between + above;
}

function signed(micros: number): string {
  return micros < 0 ? `-${formatDuration(-micros)}` : formatDuration(micros);
}

function explainField({ at, field, path }: FieldRef, names: readonly string[]): string {
  const whole = path === undefined ? field : `${field}.${path}`;
  return names.length > 1 ? `${names[at]}.${whole}` : whole;
}

function explainExpr(expr: Expr, names: readonly string[]): string {
  switch (expr.op) {
    case 'and':
    case 'or':
      return `(${expr.args.map((arg) => explainExpr(arg, names)).join(` ${expr.op} `)})`;
    case 'not':
      return `not ${explainExpr(expr.arg, names)}`;
    case 'compare': {
      const right = explainOperand(expr.right, expr.type, names);
      return `${explainOperand(expr.left, expr.type, names)} ${expr.cmp} ${right}`;
    }
    case 'in':
      return `${explainField(expr.field, names)} in (${expr.values.map((value) => JSON.stringify(value)).join(', ')})`;
    case 'like':
      return `${explainField(expr.field, names)} like ${JSON.stringify(expr.pattern)}`;
    case 'match':
      return `${explainField(expr.field, names)} match /${expr.regex}/`;
    case 'contains':
      return `${explainField(expr.field, names)} contains ${explainField(expr.part, names)}`;
  }
}

function explainOperand(operand: Operand, type: string, names: readonly string[]): string {
  if (operand.kind === 'field') return explainField(operand.field, names);
  if (operand.kind === 'literal')
    return type === 'time' ? formatTime(Number(operand.value)) : JSON.stringify(operand.value);
  const { field, micros } = operand;
  return `${explainField(field, names)} ${micros < 0 ? '-' : '+'} ${formatDuration(Math.abs(micros))}`;
}
