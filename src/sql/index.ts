import { duckdb } from './duckdb.ts';
import { generic } from './generic.ts';

export { duckdb } from './duckdb.ts';
export type { HeldField } from './held-field.ts';
export { PLAIN_SCHEMA, STORE_SCHEMA } from './schema.ts';
export { type OutputQuery, toSql } from './to-sql.ts';

/** The dialects that `explain --sql` knows, by name. */
export const DIALECTS = { generic, duckdb } as const;
