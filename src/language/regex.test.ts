import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RE2JS } from 're2js';
import { readRegex } from './regex.ts';

/** Expressions and what they become. */
const READ: Readonly<Record<string, string>> = {
  'a.b': 'a[^\\n]b',
  '\\s+\\S': '[\\t\\n\\f\\r ]+[^\\t\\n\\f\\r ]',
  '^\\d{1,3}\\.\\w*?$': '^\\d{1,3}\\.\\w*?$',
  '(?:a|b)(c|)': '(?:a|b)(c|)',
  '[\\s\\d.[-]': '[\\t\\n\\f\\r \\d\\.\\[\\-]',
  '[^]a]': '',
  'a{b}': 'a\\{b\\}',
  'x{,3}': 'x\\{,3\\}',
  '\\-\\"\\/\\@': '-"/@',
  '[a\\-z]': '[a\\-z]',
  '[\\x41-\\x5a]': '[\\x41-\\x5a]',
  'a]': 'a\\]',
  '\\bcmd\\B': '\\bcmd\\B',
};

test('what both read is given in a form that means the same to both', () => {
  for (const [source, regex] of Object.entries(READ)) {
    const read = readRegex(source);
    if (regex === '') assert.ok('fault' in read, source);
    else assert.deepEqual(read, { regex }, source);
  }
});

const REFUSED = [
  'a(?=b)',
  'a(?!b)',
  '(?<=a)b',
  '(?<!a)b',
  '(a)\\1',
  '\\k<a>',
  '(?<n>a)',
  '(?P<n>a)',
  '(?i)a',
  '(?i:a)',
  '(?>a)',
  '(?#x)',
  'a++',
  'a*+',
  'a**',
  'a{2}{3}',
  'a{2}+',
  '*a',
  '^*',
  '\\b+',
  '(|*)',
  'a{1001}',
  '(a{100}){100}',
  'a{3,2}',
  '\\A',
  '\\z',
  '\\Z',
  '\\K',
  '\\G',
  '\\Qa\\E',
  '\\pL',
  '\\p{L}',
  '\\u0041',
  '\\x{41}',
  '\\cA',
  '\\a',
  '\\e',
  '\\C',
  '\\0',
  '\\X',
  '[[:alpha:]]',
  '[]a]',
  '[\\b]',
  '[\\S]',
  '[z-a]',
  '[\\d-z]',
  '[a',
  '(a',
  'a)',
  'a\\',
  '{{pipe}}',
  '\\é',
];

test('what they do not both read is refused', () => {
  for (const source of REFUSED) {
    const read = readRegex(source);
    assert.ok('fault' in read && read.fault.length > 5, `${source} gives ${JSON.stringify(read)}`);
  }
});

test('RE2 and JavaScript read every accepted expression and find the same, as JavaScript found by itself', (t) => {
  const piece = fc.oneof(
    fc.constantFrom(...'abAB01 .*+?()[]{}|^$\\-,:\n\t"'),
    fc.constantFrom(
      '\\d',
      '\\D',
      '\\w',
      '\\W',
      '\\s',
      '\\S',
      '\\b',
      '\\B',
      '[a-c]',
      '[^a]',
      '(?:',
      '{2}',
      '{1,}',
      '+?',
    ),
    fc.constantFrom('\\x41', '\\t', '\\.', '[\\s\\w]', '[.]', '\\n'),
  );
  const subject = fc.array(fc.constantFrom(...'abcABC019 .\n\t\r-[]{}"_\v\u00a0\u2028é'), { maxLength: 12 });
  let accepted = 0;
  let found = 0;
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 8 }),
      fc.array(subject, { minLength: 6, maxLength: 6 }),
      (parts, texts) => {
        const source = parts.join('');
        const read = readRegex(source);
        if ('fault' in read) return;
        accepted += 1;
        const js = new RegExp(read.regex, 'u');
        const re2 = RE2JS.compile(read.regex);
        const plain = new RegExp(source);
        for (const chars of texts) {
          const text = chars.join('');
          const answer = js.test(text);
          if (answer) found += 1;
          assert.equal(re2.matcher(text).find(), answer, `${source} on ${JSON.stringify(text)}`);
          // Without the white space and line ends that the two know differently, the source itself says the same.
          if (!/[\v\u00a0\u2028\r]/.test(text)) assert.equal(plain.test(text), answer, source);
        }
      },
    ),
    { numRuns: 20_000 },
  );
  t.diagnostic(`${accepted} of 20000 expressions accepted, ${found} finds`);
  assert.ok(accepted > 3000 && found > 3000);
});
