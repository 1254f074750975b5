import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseEpochSeconds } from '../model/time.ts';
import { plainMicros, wholeNumber } from './decimal.ts';

const encoder = new TextEncoder();

function micros(text: string): number {
  const bytes = encoder.encode(`x${text}y`);
  return plainMicros(bytes, 1, bytes.length - 1);
}

test('decimal: seconds are read as the time parser reads them, or left alone', () => {
  const digits = (maxLength: number) =>
    fc.array(fc.constantFrom(...'0123456789'), { maxLength }).map((list) => list.join(''));
  let read = 0;
  fc.assert(
    fc.property(digits(11), fc.constantFrom('', '.', 'x', '-', 'e'), digits(9), (whole, point, fraction) => {
      const text = whole + point + fraction;
      const value = micros(text);
      if (value < 0) return;
      assert.equal(value, parseEpochSeconds(text), text);
      read += 1;
    }),
    { numRuns: 3000 },
  );
  assert.ok(read > 800, `${read} read`);
});

test('decimal: what is not plain is left alone', () => {
  for (const text of ['', '-1', '1e3', '1.2.3', '1,5', ' 1', '99999999999', '.5'])
    assert.equal(micros(text), -1, text);
  assert.equal(micros('1588316619.7978069'), 1_588_316_619_797_806);
  assert.equal(micros('1588316619'), 1_588_316_619_000_000);
});

test('decimal: whole numbers', () => {
  const bytes = encoder.encode('a65535b');
  assert.equal(wholeNumber(bytes, 1, 6), 65_535);
  assert.equal(wholeNumber(bytes, 1, 1), -1);
  assert.equal(wholeNumber(bytes, 0, 6), -1);
  assert.equal(wholeNumber(encoder.encode('1234567890123456'), 0, 16), -1);
});
