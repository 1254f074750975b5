import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { NO_LIMITS, type Want } from '../../model/want.ts';
import { readAllOf } from '../../testing/source-reading.ts';
import { csv, jsonl } from './index.ts';
import { MAX_RECORD } from './limits.ts';

const encode = (text: string) => new TextEncoder().encode(text);

function wantOf(...kinds: string[]): Want {
  return {
    kinds: Object.fromEntries(kinds.map((kind) => [kind, { fields: null, terms: null }])),
    limits: NO_LIMITS,
  };
}

const TEXTS = `unset: []
events:
  - object: process
    action: create
    time: { field: t, format: epoch-seconds }
    fields: { command_line: x.a, user: x.b }
`;

test('whatever is written by the rules of RFC 4180, or of JSON, is read as it was', async () => {
  let quotes = 0;
  let lineEnds = 0;
  const text = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r\n', '\\', '{', '🙂', ' x') });
  const property = fc.asyncProperty(
    fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 8 }),
    fc.constantFrom('\n', '\r\n'),
    fc.integer({ min: 1, max: 40 }),
    async (rows, lineEnd, chunk) => {
      const field = (value: string) => `"${value.replaceAll('"', '""')}"`;
      const table = [['t', 'x.a', 'x.b'], ...rows.map((row) => ['0', ...row])];
      const written = table.map((row) => row.map(field).join(',') + lineEnd).join('');
      const lines = rows.map(([a, b]) => `${JSON.stringify({ t: 0, x: { a, b: b } })}\n`).join('');
      const want = wantOf('process/create');
      const ofTable = await readAllOf(csv, encode(written), want, {
        mapping: `format: csv\n${TEXTS}`,
        chunk,
      });
      const ofLines = await readAllOf(jsonl, encode(lines), want, {
        mapping: `format: jsonl\n${TEXTS}`,
        chunk,
      });
      const expected = rows.map(([a, b]) => ({ command_line: a.trim(), user: b.trim() }));
      assert.deepEqual(
        ofTable.events.map(({ fields }) => fields),
        expected,
      );
      assert.deepEqual(
        ofLines.events.map(({ fields }) => fields),
        expected,
      );
      quotes += written.split('""').length - 1;
      lineEnds += rows.flat().filter((value) => value.trim().includes('\n')).length;
    },
  );
  await fc.assert(property, { numRuns: 200 });
  assert.ok(
    quotes > 200 && lineEnds > 200,
    `only ${quotes} doubled quotes and ${lineEnds} line ends reached`,
  );
});

const FLOWS = `events:
  - &flow
    object: flow
    action: start
    time: { field: t, format: epoch-seconds }
    fields: { content: x }
`;

test('records of exactly the greatest length are read, longer ones rejected, in any chunks', async () => {
  const filler = 'x'.repeat(MAX_RECORD - '1,\n'.length);
  const lines = ['t,x', '0,a', `1,${filler}`, `2,${filler}y`, `3,"${filler}"`, '4,b'];
  const bytes = encode(`${lines.join('\n')}\n`);
  for (const chunk of [1 << 25, 1 << 16, 999_983]) {
    const mapping = `format: csv\n${FLOWS}`;
    const { events, rejects, counts } = await readAllOf(csv, bytes, wantOf('flow/start'), { mapping, chunk });
    assert.deepEqual(
      events.map(({ record }) => record),
      [2, 3, 6],
      `${chunk}`,
    );
    assert.equal(events[1]!.fields.content, filler);
    assert.deepEqual(
      rejects.map(({ record, code }) => [record, code]),
      [
        [4, 'too-long'],
        [5, 'too-long'],
      ],
    );
    assert.equal(counts.records, 6);
  }
  const json = (length: number) => `{"t":0,"x":"${'x'.repeat(length - '{"t":0,"x":""}'.length)}"}\n`;
  const both = encode(json(MAX_RECORD) + json(MAX_RECORD + 1) + json(20));
  for (const chunk of [1 << 25, 1 << 16]) {
    const mapping = `format: jsonl\n${FLOWS}`;
    const { events, rejects } = await readAllOf(jsonl, both, wantOf('flow/start'), { mapping, chunk });
    assert.deepEqual(
      events.map(({ record }) => record),
      [1, 3],
      `${chunk}`,
    );
    assert.deepEqual(
      rejects.map(({ record, code }) => [record, code]),
      [[2, 'too-long']],
    );
  }
});

test('a quote that is never closed costs one line, however far its text goes on', async () => {
  const rows = Array.from({ length: 200_000 }, (_, i) => `${i},row`);
  const bytes = encode(`t,x\n0,"open\n${rows.join('\n')}\n`);
  for (const chunk of [1 << 25, 1 << 16]) {
    const mapping = `format: csv\n${FLOWS}`;
    const { events, rejects } = await readAllOf(csv, bytes, wantOf('flow/start'), { mapping, chunk });
    assert.equal(events.length, rows.length);
    assert.deepEqual(
      rejects.map(({ record, code }) => [record, code]),
      [[2, 'damaged-record']],
    );
  }
});

test('records of several events of one kind are whole across batches', async () => {
  const records = 40_000;
  const lines = Array.from({ length: records }, (_, i) => `${i},x${i}\n`);
  const mapping = `format: csv\n${FLOWS}  - *flow\n  - *flow\n`;
  const { events } = await readAllOf(csv, encode(`t,x\n${lines.join('')}`), wantOf('flow/start'), {
    mapping,
  });
  assert.equal(events.length, 3 * records);
  for (const [i, { record, time, fields }] of events.entries()) {
    const row = Math.floor(i / 3);
    assert.deepEqual([record, time, fields.content], [row + 2, row * 1e6, `x${row}`]);
  }
});

test("the user's limits hide events, and say so", async () => {
  const bytes = encode('t,x,ip\n1,a,10.0.0.1\n2,b,10.0.0.2\n3,c,10.0.0.3\n');
  const mapping = `format: csv\n${FLOWS.replace('content: x', 'content: x, src_ip: ip')}`;
  const network = (last: number) => {
    const address = new Uint8Array(16).fill(0xff);
    address.set([10, 0, 0, last], 12);
    return { address, prefix: 128 };
  };
  const limits = { since: 2e6, until: null, hosts: null, exclude: [network(3)] };
  const want = { kinds: { 'flow/start': { fields: ['content'], terms: null } }, limits };
  const { events, counts } = await readAllOf(csv, bytes, want, { mapping });
  assert.deepEqual(
    events.map(({ fields }) => fields.content),
    ['b'],
  );
  const hidden = { since: 1, until: 0, hosts: 0, exclude: 1 };
  assert.deepEqual(counts, { records: 4, kept: 1, skipped: 2, unused: 1, rejected: 0, hidden });
});
