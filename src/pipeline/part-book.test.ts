import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PartBook } from './part-book.ts';

test('parts come in the order of inputs, members and shares, whatever the order of reading', () => {
  const book = new PartBook();
  const place = (input: number, leaf: number, share: number, member: string | null = null) =>
    book.open({ input, leaf, share, path: `input-${input}`, member });
  const [last, third, member, second, first] = [
    place(1, 1, 0, 'b.log'),
    place(0, 0, 2),
    place(1, 0, 0, 'a.log'),
    place(0, 0, 1),
    place(0, 0, 0),
  ];
  book.addRecords(second, 20);
  book.addRecords(first, 4);
  book.addRecords(first, 6);
  book.addRecords(third, 5);
  book.addRecords(member, 7);
  const { parts, numberOf } = book.close();
  assert.deepEqual(parts, [
    { input: 'input-0', firstRecord: 1 },
    { input: 'input-0', firstRecord: 11 },
    { input: 'input-0', firstRecord: 31 },
    { input: 'input-1', member: 'a.log', firstRecord: 1 },
    { input: 'input-1', member: 'b.log', firstRecord: 1 },
  ]);
  assert.deepEqual([first, second, third, member, last].map(numberOf), [0, 1, 2, 3, 4]);
});
