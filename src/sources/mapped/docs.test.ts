import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { sourcePath } from '../../testing/repository.ts';
import { checkMapping } from './index.ts';
import { MAPPING_FAULTS } from './mapping-faults.ts';
import { TIME_FORMATS } from './time-format.ts';

const page = readFileSync(sourcePath('docs/mappings.md'), 'utf8');

test('the mappings of docs/mappings.md can be used', () => {
  const mappings = [...page.matchAll(/^```yaml mapping\n(.*?)^```$/gms)].map(([, text]) => text!);
  assert.equal(mappings.length, 2);
  for (const mapping of mappings) assert.deepEqual(checkMapping(mapping), []);
});

test('the page tells every fault and every named format of times', () => {
  for (const [code, text] of Object.entries(MAPPING_FAULTS))
    assert.ok(page.replaceAll(/ +\|/g, ' |').includes(`| \`${code}\` | ${text} |\n`), code);
  for (const format of TIME_FORMATS) assert.ok(page.includes(`\`${format}\``), format);
});
