import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { SHARED } from '../testing/corpus.ts';
import { sourcePath } from '../testing/repository.ts';
import { readCarYaml } from './car-yaml.ts';
import { compileFile, explainIr, formatDiagnostics, type NamedCompilation, printProgram } from './index.ts';

/** What holds for every text, whatever it is. */
function check(compilation: NamedCompilation): void {
  const { verdict, repairs, diagnostics, ir, ast, source } = compilation;
  assert.equal(diagnostics.length > 0, verdict === 'refused');
  assert.equal(ir === null, verdict === 'refused');
  assert.equal(repairs.length > 0, verdict === 'repaired');
  const notes = [...repairs, ...diagnostics];
  for (const { span } of notes)
    assert.ok(span.start >= 0 && span.start <= span.end && span.end <= source.length && span.line > 0);
  formatDiagnostics('x', source, notes);
  printProgram(ast);
  if (ir !== null) explainIr(ir);
}

const verdicts = new Map<string, number>();
function checkFile(name: string, text: string): void {
  for (const compilation of compileFile(name, text)) {
    check(compilation);
    verdicts.set(compilation.verdict, (verdicts.get(compilation.verdict) ?? 0) + 1);
  }
}

function seeds(): { name: string; text: string }[] {
  const folders = [
    ...(SHARED === null ? [] : [join(SHARED, 'car/analytics')]),
    ...['compiles', 'repaired', 'refused'].map((kind) => sourcePath(`src/language/cases/${kind}`)),
  ];
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => !file.endsWith('.json'))
      .map((file) => ({ name: file, text: readFileSync(join(folder, file), 'utf8') })),
  );
}

const PIECES =
  'a b flows rpc.x.time Flow:Start search filter join output where and or not in match == != < <= > >= = ( ) [ ] , : ; ... + - 2 seconds 135 0x1f "x" "x\\" " \' “ \\ * ? {{pipe}} # // \n true null now group from run contains proto_info.a src_ip dest_port time 1.5 é %'.split(
    ' ',
  );

interface Edit {
  /** In ten-thousandths of the text. */
  readonly at: number;
  readonly length: number;
  readonly by: string;
}

const edits = fc.array(
  fc.record({
    at: fc.noBias(fc.nat(9999)),
    length: fc.nat(6),
    by: fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 4 }), fc.constant('')),
  }),
  { minLength: 1, maxLength: 2 },
);

function edited(text: string, all: readonly Edit[]): string {
  return all.reduce((one, { at, length, by }) => {
    const from = Math.floor((at / 10_000) * one.length);
    return one.slice(0, from) + by + one.slice(from + length);
  }, text);
}

test('mutated texts are judged, whatever they have become', (t) => {
  const all = seeds().flatMap(({ name, text }) =>
    name.endsWith('.yaml') ? readCarYaml(text).blocks.map(({ code }) => code) : [text],
  );
  verdicts.clear();
  fc.assert(
    fc.property(fc.nat(all.length - 1), edits, (i, changes) => checkFile('x.car', edited(all[i]!, changes))),
    { numRuns: 10_000 },
  );
  for (const verdict of ['compiles', 'repaired', 'refused']) {
    t.diagnostic(`${verdict}: ${verdicts.get(verdict)}`);
    assert.ok(verdicts.get(verdict)! > 100);
  }
});

test('mutated YAML files are judged', () => {
  const all = seeds().filter(({ name }) => name.endsWith('.yaml'));
  fc.assert(
    fc.property(fc.nat(all.length - 1), edits, (i, changes) =>
      checkFile('x.yaml', edited(all[i]!.text, changes)),
    ),
    { numRuns: 500 },
  );
});

test('soups of the words of the language are judged', () => {
  const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(soup, (text) => checkFile('x.car', text)),
    { numRuns: 10_000 },
  );
  const statements = fc.array(
    fc.tuple(
      fc.constantFrom('a = search Flow:Start', 'a = filter a where', 'b = join a, a where', 'output a'),
      soup,
    ),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(statements, (lines) => checkFile('x.car', lines.map((line) => line.join(' ')).join('\n'))),
    { numRuns: 5000 },
  );
});

test('texts of any characters are judged', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.boolean(), (text, yaml) =>
      checkFile(yaml ? 'x.yaml' : 'x.car', text),
    ),
    { numRuns: 3000 },
  );
});

test('a long or deep text is judged as well', () => {
  const deep = 30_000;
  const start = 'p = search Process:Create\na = filter p where ';
  for (const condition of [
    '('.repeat(deep),
    `${'not '.repeat(deep)}exe == "a"`,
    `exe == "a"${' or exe == "a"'.repeat(deep)}`,
    `time == time${' + 1 s'.repeat(deep)}`,
    `1 < pid${' < 2'.repeat(deep)}`,
    `exe in (${'"a", '.repeat(deep)}"b")`,
    `exe == ${'"a'.repeat(deep)}`,
    `exe == "${'\\" '.repeat(deep)}`,
    `exe match "${'('.repeat(deep)}${')'.repeat(deep)}"`,
    `exe match "${'a{9}'.repeat(deep)}"`,
    `${'a.'.repeat(deep)}b == 1`,
    `end_time - start_time > ${'9'.repeat(deep)} days`,
  ])
    checkFile('x.car', `${start}${condition}\noutput a\n`);
  checkFile('x.car', 'a = search Flow:Start\n'.repeat(deep / 10));
});
