import type { Expr, FieldRef, IrJoin, JoinKey } from '../model/ir.ts';
import { Windows } from './windows.ts';

/**
 * Takes the equality keys and time windows out of a join's condition: those conditions of its top-level
 * conjunction that are between two of its sets. The rest is `where`.
 * @param sizes events in a row of each set
 */
export function splitJoinCondition(
  condition: Expr,
  sizes: readonly number[],
): Pick<IrJoin, 'keys' | 'windows' | 'where'> {
  const keys: JoinKey[] = [];
  const windows = new Windows();
  const rest: Expr[] = [];
  const setOf = (at: number) => {
    let set = 0;
    for (let from = sizes[0]!; at >= from; from += sizes[set]!) set += 1;
    return set;
  };
  for (const expr of conjuncts(condition)) {
    const pair = expr.op === 'compare' ? pairOf(expr) : null;
    if (expr.op !== 'compare' || pair === null || setOf(pair.left.at) === setOf(pair.right.at))
      rest.push(expr);
    else if (expr.cmp === '==' && pair.shift === 0) keys.push(key(pair.left, pair.right, expr.type));
    else if (expr.type !== 'time' || !windows.add(pair.left, expr.cmp, pair.right, pair.shift))
      rest.push(expr);
  }
  const [first] = rest;
  const where = first === undefined ? null : rest.length === 1 ? first : ({ op: 'and', args: rest } as const);
  return { keys, windows: windows.list(), where };
}

function conjuncts(expr: Expr): readonly Expr[] {
  return expr.op === 'and' ? expr.args.flatMap(conjuncts) : [expr];
}

/** The two fields of `left cmp right + shift`; null where one side is a constant. */
function pairOf({
  left,
  right,
}: Extract<Expr, { op: 'compare' }>): { left: FieldRef; right: FieldRef; shift: number } | null {
  if (left.kind !== 'field' || right.kind === 'literal') return null;
  return { left: left.field, right: right.field, shift: right.kind === 'shifted' ? right.micros : 0 };
}

/** The same key however it was written: the side that stands first in the row is the left one. */
function key(a: FieldRef, b: FieldRef, type: JoinKey['type']): JoinKey {
  return a.at < b.at ? { left: a, right: b, type } : { left: b, right: a, type };
}
