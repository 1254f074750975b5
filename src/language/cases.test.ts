import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { sourcePath } from '../testing/repository.ts';
import { compile, compileFile, FAULTS, REPAIRS } from './index.ts';

/** What a case's first line says: `# expect: stray-quote@3`, codes with their lines, in order. */
function expectation(text: string): string[] {
  const found = /^# expect:(.*)/.exec(text);
  assert.ok(found, 'the first line states what is expected');
  return found[1]!.split(' ').filter((word) => word !== '');
}

const reached = new Set<string>();

for (const verdict of ['repaired', 'refused'] as const) {
  const folder = sourcePath(`src/language/cases/${verdict}`);
  for (const file of readdirSync(folder))
    test(`${verdict}: ${file}`, () => {
      const text = readFileSync(join(folder, file), 'utf8');
      const [compilation, ...more] = compileFile(file, text);
      assert.equal(more.length, 0);
      const { repairs, diagnostics, ir } = compilation!;
      const notes = [...repairs, ...diagnostics].map(({ code, span }) => `${code}@${span.line}`);
      assert.deepEqual(notes, expectation(text));
      assert.equal(compilation!.verdict, verdict);
      assert.equal(ir === null, verdict === 'refused');
      for (const note of notes) reached.add(note.replace(/@.*/, ''));
    });
}

const compiling = sourcePath('src/language/cases/compiles');
for (const file of readdirSync(compiling).filter((name) => name.endsWith('.car')))
  test(`compiles: ${file}`, () => {
    const { verdict, diagnostics, repairs, ir } = compile(readFileSync(join(compiling, file), 'utf8'));
    assert.deepEqual(
      { verdict, diagnostics, repairs },
      { verdict: 'compiles', diagnostics: [], repairs: [] },
    );
    assert.deepEqual(ir, JSON.parse(readFileSync(join(compiling, file.replace(/car$/, 'json')), 'utf8')));
  });

test('every repair and every fault has a case', () => {
  const all = [...Object.keys(REPAIRS), ...Object.keys(FAULTS)];
  assert.deepEqual(
    all.filter((code) => !reached.has(code)),
    [],
  );
});
