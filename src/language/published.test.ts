import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SHARED } from '../testing/corpus.ts';
import { sourcePath } from '../testing/repository.ts';
import { compileFile, formatDiagnostics } from './index.ts';

const FOLDER = SHARED === null ? null : join(SHARED, 'car/analytics');
const skip = FOLDER === null ? 'the published analytics are not there' : false;

/** The table that was written by hand from the texts. */
function readTable(): { file: string; block: number; verdict: string; codes: string }[] {
  const lines = readFileSync(sourcePath('src/language/cases/published.tsv'), 'utf8').split('\n');
  return lines
    .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('file\t'))
    .map((line) => {
      const [file = '', block = '', verdict = '', codes = ''] = line.split('\t');
      return { file, block: Number(block), verdict, codes };
    });
}

test('every published analytic is judged as the table says', { skip }, (t) => {
  const table = readTable();
  const files = readdirSync(FOLDER!).filter((name) => name.endsWith('.yaml'));
  assert.deepEqual([...new Set(table.map(({ file }) => file))].sort(), files.sort());
  const judged = files.flatMap((file) => {
    const blocks = compileFile(file, readFileSync(join(FOLDER!, file), 'utf8'));
    if (blocks.length === 0) return [{ file, block: 0, verdict: 'none', codes: '' }];
    return blocks.map(({ verdict, repairs, diagnostics }, i) => {
      const codes = [...repairs, ...diagnostics].map(({ code }) => code).join(' ');
      return { file, block: i + 1, verdict, codes };
    });
  });
  assert.deepEqual(judged, table);
  for (const verdict of ['compiles', 'repaired', 'refused', 'none'])
    t.diagnostic(`${verdict}: ${judged.filter((row) => row.verdict === verdict).length}`);
});

test('diagnostics of a YAML file point at its own lines', { skip }, () => {
  for (const file of readdirSync(FOLDER!)) {
    const text = readFileSync(join(FOLDER!, file), 'utf8');
    for (const { source, repairs, diagnostics } of compileFile(file, text)) {
      assert.equal(source, text, `${file}: every published block is a literal one`);
      for (const { span } of [...repairs, ...diagnostics]) {
        const line = text.split('\n')[span.line - 1]!;
        const offset =
          text
            .split('\n')
            .slice(0, span.line - 1)
            .join('\n').length + (span.line > 1 ? 1 : 0);
        assert.equal(offset + span.column - 1, span.start);
        assert.ok(span.column <= line.length + 1);
      }
      assert.equal(
        formatDiagnostics(file, source, diagnostics).split('\n').length,
        3 * diagnostics.length + 1,
      );
    }
  }
});
