import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TextDictionary } from '../columns/text-dictionary.ts';
import { foldText, hostKey, hostPatternIsWhole } from './fold.ts';
import { compileGlob } from './glob.ts';
import { TextClasses } from './text-classes.ts';
import { type TextForm, toForm } from './text-values.ts';

test('texts fold by simple lower case, whatever stands around a character', () => {
  for (const [text, folded] of [
    ['SVCHOST.exe', 'svchost.exe'],
    ['ÄÖÜß', 'äöüß'],
    ['ПРИВЕТ', 'привет'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['ΟΔΌΣ ΣΑΣ', 'οδόσ σασ'],
    ['ς', 'ς'],
    ['İI', 'ii'],
    ['ı', 'ı'],
    ['\u{10400}', '\u{10428}'],
  ] as const)
    assert.equal(foldText(text), folded);
});

test('a host is compared by its first label, an address whole', () => {
  for (const [text, key] of [
    ['HOST1', 'host1'],
    ['Host1.Example.com', 'host1'],
    ['host1.', 'host1'],
    ['10.0.0.1', '10.0.0.1'],
    ['FE80::1', 'fe80::1'],
    ['::ffff:10.0.0.1', '::ffff:10.0.0.1'],
    ['10.example.com', '10'],
    ['', ''],
  ] as const)
    assert.equal(hostKey(text), key);
  assert.deepEqual(['host*', '*.example.com', '10.0.*', 'fe80::*'].map(hostPatternIsWhole), [
    false,
    true,
    true,
    true,
  ]);
});

test('a wildcard pattern is what the regular expression of the same meaning is', () => {
  const letters = fc.constantFrom('a', 'b', '.', '\\', '\n', '😀');
  const pattern = fc.array(fc.oneof(letters, fc.constantFrom('*', '?')), { maxLength: 8 });
  let [matched, runs] = [0, 0];
  fc.assert(
    fc.property(pattern, fc.array(letters, { maxLength: 8 }), (parts, points) => {
      const source = parts
        .map((part) => (part === '*' ? '.*' : part === '?' ? '.' : part.replace(/[.\\]/g, '\\$&')))
        .join('');
      const expected = new RegExp(`^${source}$`, 'su').test(points.join(''));
      assert.equal(compileGlob(parts.join(''))(points.join('')), expected);
      if (expected) matched += 1;
      runs += 1;
    }),
    { numRuns: 2000 },
  );
  assert.ok(matched > 50 && runs - matched > 50, `${matched} of ${runs} matched`);
});

test('a wildcard pattern of many stars is decided soon', () => {
  assert.equal(compileGlob(`${'*a'.repeat(30)}b`)('a'.repeat(5000)), false);
});

test('texts are in one class exactly if their forms are equal', () => {
  const text = fc.oneof(
    fc.constantFrom('HOST1', 'host1.example.com', 'Σ', 'σ', 'ς', 'Ä', 'ä', '\uFEFFa', 'A', 'a', ''),
    fc.string({ unit: 'grapheme', maxLength: 3 }),
  );
  const forms: readonly TextForm[] = ['cased', 'folded', 'host'];
  let met = 0;
  fc.assert(
    fc.property(
      fc.array(text, { minLength: 10, maxLength: 40 }),
      fc.constantFrom(...forms),
      (texts, form) => {
        const dictionary = new TextDictionary();
        const ids = texts.map((one) => dictionary.internString(one));
        const classes = new TextClasses(dictionary.snapshot(), form);
        ids.forEach((id, i) => {
          ids.slice(0, i).forEach((other, j) => {
            const equal = toForm(texts[i]!, form) === toForm(texts[j]!, form);
            assert.equal(classes.of(id) === classes.of(other), equal, `${texts[i]} ${texts[j]}`);
            if (equal && id !== other) met += 1;
          });
        });
        assert.equal(classes.of(0), 0);
      },
    ),
  );
  assert.ok(met > 20, `only ${met} pairs of different, equal texts`);
});

test('classes hold for more texts than their table began with', () => {
  const dictionary = new TextDictionary();
  const upper = Array.from({ length: 5000 }, (_, i) => dictionary.internString(`HOST${i}`));
  const lower = Array.from({ length: 5000 }, (_, i) => dictionary.internString(`host${i}`));
  const classes = new TextClasses(dictionary.snapshot(), 'folded');
  assert.equal(new Set(upper.map((id) => classes.of(id))).size, 5000);
  lower.forEach((id, i) => {
    assert.equal(classes.of(id), classes.of(upper[i]!));
  });
});
