import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csv, jsonl } from './index.ts';

const LINES = 'format: jsonl\nevents: [{ object: flow, action: start, time: { field: t, format: iso } }]\n';
const TABLE = LINES.replace('jsonl', 'csv');

/** The bytes, and what they are to csv and jsonl without a mapping, null for nothing. */
const FILES: readonly [text: string, csv: string | null, jsonl: string | null][] = [
  ['ts,src_ip,dest_ip\n', 'CSV without a mapping', null],
  ['ts\tsrc_ip\n1\t2\t3\n1\t2\n', 'CSV with tabs without a mapping', null],
  ['a;b;c\n1;2;3\n4;"5;6";7\n', 'CSV with ; without a mapping', null],
  ['# a comment, here\n\na|b|c\n1|2|3\n', 'CSV with | without a mapping', null],
  ['a,b,c\n', null, null],
  ['a,b,c\n1,2,3\n1,2\n', null, null],
  ['a,b\n1,2\n', null, null],
  ['Dear all,\nhere is, as promised, the log,\nyours,\nme\n', null, null],
  ['src_ip,dest_ip\0,ts\n', null, null],
  ['', null, null],
  ['{"a":1}', null, 'JSON lines without a mapping'],
  ['\ufeff{"a":1}\n', null, 'JSON lines without a mapping'],
  ['t rest of a line"}\n{"a":1}\n{"a":2}\n', null, 'JSON lines without a mapping'],
  ['{"a":1}\nnoise\nnoise\n', null, 'JSON lines without a mapping'],
  ['{\n  "a": {},\n  "b": 1\n}\n', null, null],
  ['[\n{"a":1,"b":2},\n{"a":1,"b":2}\n]\n', null, null],
  ['[{"a":1}]\n', null, null],
];

test('only clear tables and lines of objects are recognised', () => {
  for (const [text, table, lines] of FILES) {
    const head = new TextEncoder().encode(text);
    for (const [source, what] of [[csv, table] as const, [jsonl, lines] as const]) {
      const recognition = source.recognise(head, null);
      assert.equal(recognition?.what ?? null, what, text);
      if (recognition !== null) assert.equal(recognition.used, false);
    }
  }
});

test('a mapping makes use of files of its own format alone', () => {
  const table = new TextEncoder().encode('t,a,b\n1,2,3\n');
  const lines = new TextEncoder().encode('{"t":1}\n');
  assert.deepEqual(csv.recognise(table, TABLE), { what: 'CSV', used: true });
  assert.deepEqual(csv.recognise(table, LINES), { what: 'CSV, and the mapping is for jsonl', used: false });
  assert.deepEqual(jsonl.recognise(lines, LINES), { what: 'JSON lines', used: true });
  assert.deepEqual(jsonl.recognise(lines, TABLE), {
    what: 'JSON lines, and the mapping is for csv',
    used: false,
  });
  assert.equal(csv.recognise(lines, TABLE), null);
});

test('what nobody would take for a table is one where a mapping describes it', () => {
  const two = new TextEncoder().encode('t,x\n1,2\n');
  assert.equal(csv.recognise(two, null), null);
  assert.equal(csv.recognise(two, TABLE)?.used, true);
  const bare = new TextEncoder().encode('1 2\n3 4\n');
  const spaces = TABLE.replace('events', 'delimiter: " "\nheader: false\ncolumns: [t, x]\nevents');
  assert.equal(csv.recognise(bare, spaces)?.used, true);
  assert.equal(csv.recognise(new TextEncoder().encode('words alone\n'), TABLE), null);
});
