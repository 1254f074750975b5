import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stringEnd, stringText, valueEnd } from './json-scan.ts';

const encoder = new TextEncoder();

/** Whether all of the text is one value. */
function scans(text: string): boolean {
  const bytes = encoder.encode(`${text}\n`);
  return valueEnd(bytes, 0) === bytes.length - 1;
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('json-scan: whatever JSON.parse reads is a value, and what it refuses is none', () => {
  const damage = fc.tuple(
    fc.nat(200),
    fc.constantFrom('"', '\\', '{', '}', '[', ',', ':', '-', '.', 'e', '0', 'u', 't'),
  );
  let refused = 0;
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), fc.array(damage, { maxLength: 2 }), (json, damages) => {
      let text = json;
      for (const [at, char] of damages) {
        const place = at % (text.length + 1);
        text = text.slice(0, place) + char + text.slice(place + (at % 2));
      }
      text = text.trim();
      assert.equal(scans(text), parses(text), text);
      if (!parses(text)) refused += 1;
    }),
    { numRuns: 3000 },
  );
  assert.ok(refused > 500, `${refused} refused`);
});

test('json-scan: numbers, words and escapes at their edges', () => {
  const texts = [
    '0',
    '-0',
    '01',
    '1.',
    '.5',
    '1e5',
    '1E+05',
    '1e',
    '--1',
    '-',
    '+1',
    'tru',
    'truex',
    'null',
    'NaN',
  ];
  const more = [
    '"\\u12g4"',
    '"\\u00e4"',
    '"\\x"',
    '"\t"',
    '"',
    '""',
    '[1,]',
    '[,]',
    '{"a"}',
    '{"a":1,}',
    '{a:1}',
    '[}',
  ];
  for (const text of [...texts, ...more, '[', '{', '[[[]]]', '{"a":{"b":[{}]}}', ''])
    assert.equal(scans(text), parses(text), text);
});

test('json-scan: nesting without end is no value, and no overflow of the stack', () => {
  assert.equal(scans('['.repeat(100_000)), false);
});

test('json-scan: the end of a string tells whether it has escapes', () => {
  const plain = encoder.encode('abcä"\n');
  assert.equal(stringEnd(plain, 0), 5);
  const escaped = encoder.encode('a\\"b\\\\"\n');
  assert.equal(stringEnd(escaped, 0), ~6);
  assert.equal(stringText(escaped, 0, 6), 'a"b\\');
});
