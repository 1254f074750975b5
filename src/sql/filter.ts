import type { Expr } from '../model/ir.ts';
import { conditionSql } from './conditions/index.ts';
import type { Dialect } from './dialect.ts';
import { fill, layOut } from './phrase.ts';
import { columnOf, type PlannedSet } from './plan.ts';
import type { SqlSchema } from './schema.ts';

/** The rows of `from` for which the condition is true. */
export function filterSql(
  where: Expr,
  set: PlannedSet,
  from: PlannedSet,
  dialect: Dialect,
  schema: SqlSchema,
  indent: string,
): string {
  const column = (event: number, name: string) => dialect.quote(columnOf(from.events[event]!, name));
  const items = set.events.map((event) =>
    fill(
      event.columns.map((name) => dialect.quote(columnOf(event, name))),
      `${indent}       `,
    ),
  );
  return (
    `SELECT ${items.join(`,\n${indent}       `)}\n` +
    `${indent}FROM ${dialect.quote(from.name)}\n` +
    `${indent}WHERE ${layOut(conditionSql(where, { dialect, schema, column }), `${indent}  `)}`
  );
}
