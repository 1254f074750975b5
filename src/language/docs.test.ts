import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { sourcePath } from '../testing/repository.ts';
import { compile, FAULTS, REPAIRS } from './index.ts';

const page = readFileSync(sourcePath('docs/language.md'), 'utf8');

test('every example of docs/language.md is judged as the page says', (t) => {
  const examples = [...page.matchAll(/^```car(?: (repaired|refused) ([^\n]*))?\n(.*?)^```$/gms)];
  for (const [, verdict = 'compiles', codes = '', text = ''] of examples) {
    const compilation = compile(text);
    const notes = [...compilation.repairs, ...compilation.diagnostics].map(({ code }) => code).sort();
    assert.deepEqual({ verdict: compilation.verdict, codes: notes.join(' ') }, { verdict, codes }, text);
  }
  t.diagnostic(`${examples.length} examples`);
  assert.equal(examples.length, page.split('```car').length - 1);
});

test('two ways to write a window on the page mean the same', () => {
  const text = [...page.matchAll(/^```car\n(.*?)^```$/gms)].find(([, code]) => code!.includes('two = '))![1]!;
  const joins = compile(text).ir!.sets.filter((set) => set.node === 'join');
  assert.equal(joins.length, 2);
  assert.deepEqual({ ...joins[0], name: '' }, { ...joins[1], name: '' });
});

test('the page tells every repair and every fault', () => {
  const rows = page.replaceAll(/ +\|/g, ' |');
  for (const [code, text] of [...Object.entries(REPAIRS), ...Object.entries(FAULTS)])
    assert.ok(rows.includes(`| \`${code}\` | ${text.replaceAll('|', '\\|')} |\n`), code);
});
