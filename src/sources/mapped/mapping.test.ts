import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_LIMITS } from '../../model/want.ts';
import { readAllOf } from '../../testing/source-reading.ts';
import { checkMapping, csv } from './index.ts';

const START = `format: csv
events:
  - object: flow
    action: start
    time: { field: ts, format: iso }
    fields: { src_ip: src }
`;

/** What is put in place of what, and then the place, the code and the suggestion that are to come of it. */
const REFUSED: readonly [find: string, put: string, place: string, code: string, suggestion?: string][] = [
  ['object: flow', 'object: flows', '3:13', 'unknown-object', 'flow'],
  ['action: start', 'action: strat', '4:13', 'unknown-action', 'start'],
  ['action: start', 'action: [start, end]', '4:13', 'bad-value'],
  ['src_ip: src', 'scr_ip: src', '6:15', 'unknown-field', 'src_ip'],
  ['src_ip: src', 'port: src', '6:15', 'unknown-field', 'src_port'],
  ['src_ip: src', 'time: src', '6:15', 'unknown-field'],
  ['src_ip: src', 'src_ip: [src]', '6:23', 'bad-value'],
  ['src_ip: src', 'src_ip: { field: src, format: iso }', '6:23', 'bad-value'],
  [
    'src_ip: src',
    'start_time: { field: src, format: epoc-seconds }',
    '6:49',
    'unknown-format',
    'epoch-seconds',
  ],
  ['fields:', 'feilds:', '6:5', 'unknown-key', 'fields'],
  ['format: csv', 'format: cvs', '1:9', 'unknown-format', 'csv'],
  ['format: csv\n', '', '1:1', 'missing-key'],
  ['format: csv', 'format: jsonl\ndelimiter: ";"', '2:1', 'unknown-key'],
  ['format: csv', 'format: csv\ndelimiter: tab', '2:12', 'bad-value'],
  ['format: csv', 'format: csv\nheader: false', '2:9', 'missing-key'],
  ['format: csv', 'format: csv\ncolumns: [a]', '2:10', 'bad-value'],
  ['format: csv', 'format: csv\nheader: false\ncolumns: [ts, srcs]', '8:23', 'unknown-column', 'srcs'],
  ['format: iso', 'format: "DD.MM.YYYY HH:MM"', '5:11', 'missing-zone'],
  ['format: iso', 'format: "DD.MM HH:MM"', '5:32', 'unknown-format'],
  ['format: iso', 'format: iso, zone: Mars', '5:43', 'bad-value'],
  [', format: iso', '', '5:11', 'missing-key'],
  ['    time:', '    where: { proto: [] }\n    time:', '5:21', 'bad-value'],
  ['    time:', '    where: { proto: ~ }\n    time:', '5:21', 'bad-value'],
  ['events:', 'events: {}\nother:', '2:9', 'bad-value'],
  ['{ src_ip: src }', '{ src_ip: src', '7:1', 'yaml-syntax'],
];

test('what is wrong with a mapping is said with its place and the nearest spelling', () => {
  assert.deepEqual(checkMapping(START), []);
  for (const [find, put, place, code, suggestion] of REFUSED) {
    const text = START.replace(find, put);
    assert.notEqual(text, START);
    const [first] = checkMapping(text);
    const found = first === undefined ? null : `${first.span.line}:${first.span.column} ${first.code}`;
    assert.equal(found, `${place} ${code}`, put);
    assert.equal(first!.suggestion, suggestion, put);
  }
});

test('all that is wrong is said at once, in order of place', () => {
  const text = START.replace('start', 'strat').replace('iso', 'ios').replace('src_ip', 'scr_ip');
  assert.deepEqual(
    checkMapping(text).map(({ code, span }) => `${span.line} ${code}`),
    ['4 unknown-action', '5 unknown-format', '6 unknown-field'],
  );
});

test('a file that is read with a mapping of no use gives one reject that says why', async () => {
  const bytes = new TextEncoder().encode('ts,src\n2020-05-01T07:09:51Z,10.0.0.1\n');
  const mapping = START.replace('src_ip', 'scr_ip');
  assert.equal(csv.recognise(bytes, mapping)?.used, true);
  const { rejects, events } = await readAllOf(csv, bytes, { kinds: {}, limits: NO_LIMITS }, { mapping });
  assert.deepEqual(events, []);
  assert.deepEqual(rejects, [
    {
      record: null,
      code: 'mapping',
      detail: "line 6 of the mapping: CAR's flow has no field `scr_ip`; src_ip?",
    },
  ]);
});
