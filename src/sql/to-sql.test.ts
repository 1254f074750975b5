import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { assertGolden } from '../testing/golden.ts';
import { sourcePath } from '../testing/repository.ts';
import { SQL_CASES, sqlCase } from '../testing/sql-cases.ts';
import { DIALECTS, PLAIN_SCHEMA, STORE_SCHEMA, toSql } from './index.ts';

const GOLDENS = 'src/sql/goldens';

const RENDERINGS = [
  ['generic', DIALECTS.generic, PLAIN_SCHEMA],
  ['duckdb', DIALECTS.duckdb, STORE_SCHEMA],
] as const;

for (const name of SQL_CASES)
  for (const [rendering, dialect, schema] of RENDERINGS)
    test(`SQL of ${name} in ${rendering}`, () => {
      const { queries } = toSql(sqlCase(name), dialect, schema);
      const text = queries.map(({ output, sql }) => `-- ${output}\n${sql};\n`).join('\n');
      assertGolden(`${GOLDENS}/${name}.${rendering}.sql`, text);
    });

test('every golden has its case', () => {
  for (const golden of readdirSync(sourcePath(GOLDENS)))
    assert.ok(SQL_CASES.includes(golden.replace(/\..*$/, '')), golden);
});
