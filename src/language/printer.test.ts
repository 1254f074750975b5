import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { SHARED } from '../testing/corpus.ts';
import { sourcePath } from '../testing/repository.ts';
import type { Ast, Condition, Operand } from './ast.ts';
import { compile, compileFile, printProgram } from './index.ts';
import { RESERVED, VERBS } from './keywords.ts';
import { Notes } from './notes.ts';
import { parse } from './parse.ts';

const span = { line: 0, column: 0, start: 0, end: 0 };

/** The same program with every place forgotten. */
function placeless(ast: Ast): unknown {
  return JSON.parse(JSON.stringify(ast, (key, value) => (key === 'span' ? undefined : value)));
}

const word = fc
  .stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/)
  .filter(
    (one) =>
      !RESERVED.has(one.toLowerCase()) && !VERBS.has(one.toLowerCase()) && !/^(contains|matches)$/i.test(one),
  );
const name = word.map((one) => ({ name: one, span }));
const path = fc
  .array(word, { minLength: 1, maxLength: 4 })
  .map((words) => ({ kind: 'path', path: words.join('.'), span }) as const);
/**
 * Anything that stands on one line and is no template: quotes, backslashes and wildcards among it; but not both a
 * quote and a backslash at the end, which can have two readings.
 */
const value = fc
  .array(
    fc.oneof(fc.constantFrom('"', '\\', '*', '?', ' ', ')', ',', '#', '//', "'", '“', 'é'), fc.string()),
    {
      maxLength: 6,
    },
  )
  .map((parts) => parts.join('').replaceAll(/[\r\n]|\{\{pipe\}\}/g, ''))
  .map((one) => (one.endsWith('\\') ? one.replaceAll('"', '') : one));
const text = value.map((one) => ({ kind: 'text', value: one, span }) as const);
const constant: fc.Arbitrary<Operand> = fc.oneof(
  text,
  fc.nat().map((n) => ({ kind: 'number', raw: String(n), span }) as const),
  fc.boolean().map((one) => ({ kind: 'boolean', value: one, span }) as const),
  fc.nat(Number.MAX_SAFE_INTEGER).map((micros) => ({ kind: 'duration', micros, span }) as const),
);
const operand: fc.Arbitrary<Operand> = fc.letrec<{ sum: Operand; term: Operand }>((tie) => ({
  term: fc.oneof({ depthSize: 'small' }, path, constant, tie('sum')),
  sum: fc.record({
    kind: fc.constant('sum' as const),
    left: tie('term'),
    sign: fc.constantFrom('+' as const, '-' as const),
    right: tie('term'),
    span: fc.constant(span),
  }),
})).term;

/** Operators of a chain that run one way. */
const ops = fc.oneof(
  fc.constant(['!=' as const]),
  fc.array(fc.constantFrom('<' as const, '<=' as const), { minLength: 1, maxLength: 3 }),
  fc.array(fc.constantFrom('>' as const, '>=' as const), { minLength: 1, maxLength: 3 }),
  fc.array(fc.constant('==' as const), { minLength: 1, maxLength: 3 }),
);
const comparison = ops.chain((all) =>
  fc
    .array(operand, { minLength: all.length + 1, maxLength: all.length + 1 })
    .map((operands): Condition => ({ kind: 'compare', operands, ops: all, span })),
);
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  comparison,
  fc.record({
    kind: fc.constant('in' as const),
    operand,
    negated: fc.boolean(),
    items: fc.array(fc.oneof(constant, path), { minLength: 1, maxLength: 4 }),
    span: fc.constant(span),
  }),
  fc.record({
    kind: fc.constant('within' as const),
    part: operand,
    negated: fc.boolean(),
    whole: fc.oneof(path, text),
    span: fc.constant(span),
  }),
  fc.record({
    kind: fc.constant('match' as const),
    operand,
    negated: fc.boolean(),
    regex: text,
    span: fc.constant(span),
  }),
);
const condition = fc.letrec<{ any: Condition }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'medium' },
    leaf,
    fc.record({ kind: fc.constant('not' as const), arg: tie('any'), span: fc.constant(span) }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      args: fc.array(tie('any'), { minLength: 2, maxLength: 3 }),
      span: fc.constant(span),
    }),
  ),
})).any;

const statement = fc.oneof(
  fc.record({
    kind: fc.constant('search' as const),
    name,
    object: name,
    actions: fc.array(name, { minLength: 1, maxLength: 3 }),
    span: fc.constant(span),
  }),
  fc.record({
    kind: fc.constant('filter' as const),
    name,
    from: fc.oneof(name, fc.constant(null)),
    where: condition,
    span: fc.constant(span),
  }),
  fc.record({
    kind: fc.constant('join' as const),
    name,
    from: fc.array(name, { minLength: 2, maxLength: 4 }),
    where: condition,
    span: fc.constant(span),
  }),
  fc.record({
    kind: fc.constant('output' as const),
    sets: fc.array(name, { minLength: 1, maxLength: 3 }),
    span: fc.constant(span),
  }),
);

test('parse ∘ print is the identity on programs', (t) => {
  let endingInBackslash = 0;
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 4 }), (statements) => {
      const ast: Ast = { statements };
      const printed = printProgram(ast);
      if (printed.includes('\\"\n')) endingInBackslash += 1;
      const notes = new Notes();
      const read = parse(printed, notes);
      assert.deepEqual(notes.diagnostics, [], printed);
      assert.deepEqual(placeless(read), placeless(ast), printed);
      assert.equal(printProgram(read), printed);
    }),
    { numRuns: 2000 },
  );
  t.diagnostic(`${endingInBackslash} of 2000 programs had a text that ends in a backslash`);
  assert.ok(endingInBackslash > 50);
});

test('texts that compile still mean the same after printing', (t) => {
  const folder = SHARED === null ? null : join(SHARED, 'car/analytics');
  const published = folder === null ? [] : readdirSync(folder).map((file) => join(folder, file));
  const cases = ['compiles', 'repaired'].flatMap((kind) => {
    const own = sourcePath(`src/language/cases/${kind}`);
    return readdirSync(own).map((file) => join(own, file));
  });
  let printed = 0;
  for (const file of [...published, ...cases].filter((one) => !one.endsWith('.json')))
    for (const { ast, ir } of compileFile(file, readFileSync(file, 'utf8'))) {
      if (ir === null) continue;
      const again = compile(printProgram(ast));
      assert.deepEqual(again.ir, ir, file);
      assert.deepEqual(placeless(again.ast), placeless(ast), file);
      printed += 1;
    }
  t.diagnostic(`${printed} texts`);
  assert.ok(printed > 50);
});
