import type { Dialect } from './dialect.ts';
import type { FieldUse } from './held-field.ts';
import { heldField } from './held-field.ts';
import type { SqlSchema } from './schema.ts';

/** Where a condition stands: the language, the tables, and how a column of an event of the row is written there. */
export interface SqlContext {
  readonly dialect: Dialect;
  readonly schema: SqlSchema;
  column(event: number, column: string): string;
}

/** A field as SQL: one expression, or two where an address is held in two columns. */
export function fieldSql(use: FieldUse, context: SqlContext): readonly string[] {
  const { dialect, schema } = context;
  const columns = schema.columns(heldField(use)).map((column) => context.column(use.ref.at, column));
  return use.as === 'folded' && !schema.folded ? columns.map((column) => dialect.fold(column)) : columns;
}

/** As `fieldSql`, for a field that takes one column. */
export function oneSql(use: FieldUse, context: SqlContext): string {
  return fieldSql(use, context)[0]!;
}
