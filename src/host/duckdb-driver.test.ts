import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

const HOOK = `
  export function resolve(specifier, context, next) {
    if (specifier.startsWith('@duckdb/')) throw new Error('not installed');
    return next(specifier, context);
  }`;

test('where the package is not installed the message says how to install it', () => {
  const driver = new URL('./duckdb-driver.js', import.meta.url);
  const script = `
    import { register } from 'node:module';
    register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(HOOK)}`)});
    const { loadDuckdbDriver, MissingPackage } = await import(${JSON.stringify(driver.href)});
    await loadDuckdbDriver().catch((error) => console.log(error instanceof MissingPackage, error.message));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  assert.equal(
    stdout,
    'true the duckdb engine needs the package @duckdb/node-api: npm install @duckdb/node-api\n',
  );
});
