import type { Dialect } from './dialect.ts';
import { fill } from './phrase.ts';
import { KIND, type PlannedSet } from './plan.ts';
import type { SqlSchema } from './schema.ts';

/** The rows of one table, or of several one after the other; hosts without their domains where it has none. */
export function searchSql(set: PlannedSet, dialect: Dialect, schema: SqlSchema, indent: string): string {
  const { kinds, columns, fields } = set.events[0]!;
  const made = new Map(
    fields
      .filter(({ as }) => as === 'host' && !schema.folded)
      .map((held) => [schema.columns(held)[0]!, dialect.host(dialect.quote(held.field))]),
  );
  const columnSql = (column: string) => {
    const expression = made.get(column);
    return expression === undefined ? dialect.quote(column) : `${expression} AS ${dialect.quote(column)}`;
  };
  return kinds
    .map((kind, i) => {
      const tag = schema.shows === 'identity' ? String(i) : dialect.text(kind);
      const items = columns.map((column) =>
        column === KIND ? `${tag} AS ${dialect.quote(KIND)}` : columnSql(column),
      );
      return (
        `SELECT ${fill(items, `${indent}       `)}\n` + `${indent}FROM ${dialect.quote(schema.table(kind))}`
      );
    })
    .join(`\n${indent}UNION ALL\n${indent}`);
}
