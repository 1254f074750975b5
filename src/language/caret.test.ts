import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile, compileFile, formatDiagnostics } from './index.ts';

test('a diagnostic shows its line, a caret and the nearest spelling', () => {
  const text = 'flows = search Flow:Start\na = filter flows where (port == 135)\n\toutput a\n';
  const { diagnostics } = compile(text);
  assert.equal(
    formatDiagnostics('rpc.car', text, diagnostics),
    [
      "rpc.car:2:25: unknown-field: CAR's flow has no field `port`; src_port or dest_port?",
      '  2 | a = filter flows where (port == 135)',
      '    |                         ^^^^ src_port',
      '',
    ].join('\n'),
  );
});

test('tabs before the caret stay, and a long line is cut around it', () => {
  const text = `p = search Process:Create\na = filter p where (\n\texee == "a" or ${'exe == "a" or '.repeat(20)} exex == "b")\noutput a`;
  const lines = formatDiagnostics('x', text, compile(text).diagnostics).split('\n');
  assert.equal(lines[0], "x:3:2: unknown-field: CAR's process has no field `exee`; exe?");
  assert.equal(lines[2], '    | \t^^^^ exe');
  assert.match(lines[3]!, /^x:3:298: unknown-field/);
  const caret = lines[5]!.indexOf('^^^^');
  assert.equal(lines[4]!.slice(caret, caret + 4), 'exex');
});

test('a block that YAML has folded is shown by its own lines', () => {
  const yaml = 'id: X\nimplementations:\n- type: pseudocode\n  code: "p = search Proces:Create\\noutput p"\n';
  const [only] = compileFile('x.yaml', yaml);
  const { source, diagnostics, title } = only!;
  assert.equal(title, 'X');
  assert.equal(
    formatDiagnostics('x.yaml', source, diagnostics),
    'x.yaml:1:12: unknown-object: CAR has no object `Proces`\n  1 | p = search Proces:Create\n    |            ^^^^^^ process\n',
  );
});
