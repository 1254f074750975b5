import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  afterSeparators,
  fourTimes,
  lineEnd,
  plainTextEnd,
  spellsText,
  textWords,
  wordsOf,
} from './words.ts';

const TAB = 0x09;

/** Bytes among which the looked-for ones and their neighbours are common, with a line feed before the limit. */
const COMMON = [...new TextEncoder().encode('\t\t\t\t\n\b\v\x1f \0"#[\\abcde'), 0x89, 0x8a, 0xff];
const texts = fc
  .array(fc.constantFrom(...COMMON), { minLength: 20, maxLength: 60 })
  .map((bytes) => {
    const padded = Uint8Array.from([...bytes, 10, 0, 0, 0]);
    return padded.slice(0, padded.length - (padded.length % 4));
  })
  .filter((bytes) => bytes.includes(10));

test('words: a line ends where the first line feed stands', () => {
  fc.assert(
    fc.property(texts, fc.nat(60), (bytes, at) => {
      const end = bytes.indexOf(10, at);
      if (end >= 0) assert.equal(lineEnd(wordsOf(bytes.buffer), at), end);
    }),
    { numRuns: 2000 },
  );
});

test('words: separators are counted within one line', () => {
  let found = 0;
  fc.assert(
    fc.property(texts, fc.nat(8), fc.integer({ min: 1, max: 4 }), (bytes, at, count) => {
      const end = bytes.indexOf(10, at);
      if (end < 0) return;
      let expected = at;
      for (let n = 0; n < count && expected >= 0; n++) {
        const tab = bytes.indexOf(TAB, expected);
        expected = tab < 0 || tab > end ? -1 : tab + 1;
      }
      assert.equal(afterSeparators(wordsOf(bytes.buffer), at, count, fourTimes(TAB)), expected);
      if (expected >= 0) found += 1;
    }),
    { numRuns: 5000 },
  );
  assert.ok(found > 200, `${found} found`);
});

test('words: plain text ends at a quote, a backslash or a control character', () => {
  fc.assert(
    fc.property(texts, fc.nat(60), (bytes, at) => {
      if (bytes.indexOf(10, at) < 0) return;
      const length = bytes.subarray(at).findIndex((byte) => byte === 0x22 || byte === 0x5c || byte < 0x20);
      assert.equal(plainTextEnd(wordsOf(bytes.buffer), at), at + length);
    }),
    { numRuns: 2000 },
  );
});

test('words: a text is compared whole, and never past the limit', () => {
  const bytes = new TextEncoder().encode('{"id.orig_h":"10.0.0.1"}\n000');
  const view = wordsOf(bytes.slice().buffer);
  for (let length = 4; length <= bytes.length; length++)
    for (let from = 0; from + length <= bytes.length; from++) {
      const text = textWords(bytes.slice(from, from + length));
      assert.equal(spellsText(view, from, text), true);
      for (let i = from; i < from + length; i++) {
        const other = bytes.slice();
        other[i]! ^= 1;
        assert.equal(spellsText(wordsOf(other.buffer), from, text), false);
      }
      assert.equal(spellsText(view, view.limit - length + 1, text), false);
    }
});
