import { heldAs } from '../../model/car-table.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Program } from '../../model/engine.ts';
import type { Expr } from '../../model/ir.ts';

/** Texts have no order that all databases agree on; everything else of the language runs. */
export function refusals({ ir }: Program): readonly Diagnostic[] {
  return ir.sets.flatMap((set) => {
    const where = set.node === 'search' ? null : set.where;
    if (where === null || !ordersTexts(where)) return [];
    return [
      {
        code: 'duckdb-text-order',
        message: `the duckdb engine cannot compare texts with < or > (in ${set.name})`,
        span: { line: 1, column: 1, start: 0, end: 0 },
      },
    ];
  });
}

function ordersTexts(expr: Expr): boolean {
  switch (expr.op) {
    case 'and':
    case 'or':
      return expr.args.some(ordersTexts);
    case 'not':
      return ordersTexts(expr.arg);
    case 'compare':
      return heldAs(expr.type) === 'text' && expr.cmp !== '==' && expr.cmp !== '!=';
    default:
      return false;
  }
}
