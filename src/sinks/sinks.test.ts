import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { EventStore } from '../model/event-store.ts';
import type { MatchBatch } from '../model/match.ts';
import type { OutputShape, Page, Sink } from '../model/sink.ts';
import { type StatedEvent, storeOf } from '../testing/stated-events.ts';
import { SINKS } from './index.ts';

const PAGE: Page = { width: 120, colour: false, limit: 1000 };
const PARTS = [
  { input: 'conn.log', firstRecord: 9 },
  { input: 'a "b", c.zip', member: 'x/conn.log', firstRecord: 1 },
];
const FOUR = ['src_ip', 'src_port', 'dest_ip', 'dest_port'];
const RPC: OutputShape = {
  analytic: 'CAR-2014-05-001',
  output: 'rpc',
  events: [
    { name: 'rpc_mapper', object: 'flow', fields: FOUR },
    { name: 'rpc_endpoint', object: 'flow', fields: FOUR },
  ],
};
const PROCESSES: OutputShape = {
  analytic: 'mine',
  output: 'p',
  events: [{ name: 'p', object: 'process', fields: ['hostname', 'command_line', 'pid', 'signature_valid'] }],
};

function sinkOf(name: string): Sink {
  return SINKS.find((sink) => sink.name === name)!;
}

/** Collects copies, and spoils each chunk as its owner may. */
function collector() {
  const chunks: Buffer[] = [];
  return {
    write: async (chunk: Uint8Array) => {
      chunks.push(Buffer.from(chunk));
      await Promise.resolve();
      chunk.fill(0x21);
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
}

async function rowsAs(
  format: string,
  outputs: readonly OutputShape[],
  batches: readonly (readonly [EventStore, MatchBatch])[],
): Promise<string> {
  const out = collector();
  const writer = sinkOf(format).openMatches(outputs, PAGE, out.write);
  for (const [store, batch] of batches) await writer.write(store, batch);
  await writer.end();
  return out.text();
}

function pairs(rows: readonly (readonly [number, number])[]): MatchBatch {
  const column = (name: string, c: 0 | 1) => ({
    name,
    kinds: ['flow/start'] as const,
    kindOf: null,
    rows: Uint32Array.from(rows, (row) => row[c]),
  });
  return {
    analytic: 'CAR-2014-05-001',
    output: 'rpc',
    columns: [column('rpc_mapper', 0), column('rpc_endpoint', 1)],
    count: rows.length,
  };
}

function single(analytic: string, name: string, kind: 'process/create', rows: readonly number[]): MatchBatch {
  const columns = [{ name, kinds: [kind] as const, kindOf: null, rows: Uint32Array.from(rows) }];
  return { analytic, output: name, columns, count: rows.length };
}

const MAPPER: StatedEvent = {
  kind: 'flow/start',
  time: 1_596_593_402_479_858,
  record: 8,
  fields: { src_ip: '172.18.39.5', src_port: 50012, dest_ip: '172.18.38.5', dest_port: 135, pid: 4 },
};
const ENDPOINT: StatedEvent = {
  kind: 'flow/start',
  time: 1_596_593_402_999_999,
  part: 1,
  record: 0,
  fields: { src_ip: 'fe80::1%eth0', src_port: 50013, dest_port: 49676 },
};

describe('sinks', () => {
  it('jsonl has the form of the contract: what is unknown is absent, what was not asked for too', async () => {
    const text = await rowsAs('jsonl', [RPC], [[storeOf([MAPPER, ENDPOINT], PARTS), pairs([[0, 1]])]]);
    assert.equal(
      text,
      '{"analytic":"CAR-2014-05-001","output":"rpc","events":{' +
        '"rpc_mapper":{"time":"2020-08-05T02:10:02.479858Z","src_ip":"172.18.39.5","src_port":50012,' +
        '"dest_ip":"172.18.38.5","dest_port":135,"origin":{"input":"conn.log","record":17}},' +
        '"rpc_endpoint":{"time":"2020-08-05T02:10:02.999999Z","src_ip":"fe80::1%eth0","src_port":50013,' +
        '"dest_port":49676,"origin":{"input":"a \\"b\\", c.zip","member":"x/conn.log","record":1}}}}\n',
    );
  });

  it('json is one array of what jsonl has, also when it is empty', async () => {
    const store = storeOf([MAPPER, ENDPOINT], PARTS);
    const rows = pairs([
      [0, 1],
      [0, 0],
    ]);
    const lines = (await rowsAs('jsonl', [RPC], [[store, rows]])).trimEnd().split('\n');
    const array = JSON.parse(await rowsAs('json', [RPC], [[store, rows]]));
    assert.deepEqual(
      array,
      lines.map((line) => JSON.parse(line)),
    );
    assert.deepEqual(JSON.parse(await rowsAs('json', [RPC], [])), []);
    assert.equal(await rowsAs('jsonl', [RPC], []), '');
  });

  it('csv names columns set.field, and disarms what a spreadsheet would run', async () => {
    const process: StatedEvent = {
      kind: 'process/create',
      time: 0,
      part: 1,
      record: 4,
      fields: { hostname: '', command_line: '=cmd|"/c calc"!A1', pid: 7, signature_valid: false },
    };
    const store = storeOf([MAPPER, ENDPOINT, process], PARTS);
    const text = await rowsAs(
      'csv',
      [RPC, PROCESSES],
      [
        [store, pairs([[0, 1]])],
        [store, single('mine', 'p', 'process/create', [0])],
      ],
    );
    assert.deepEqual(text.split('\n'), [
      'analytic,output,rpc_mapper.time,rpc_mapper.src_ip,rpc_mapper.src_port,rpc_mapper.dest_ip,' +
        'rpc_mapper.dest_port,rpc_mapper.origin,rpc_endpoint.time,rpc_endpoint.src_ip,' +
        'rpc_endpoint.src_port,rpc_endpoint.dest_ip,rpc_endpoint.dest_port,rpc_endpoint.origin,p.time,' +
        'p.hostname,p.command_line,p.pid,p.signature_valid,p.origin',
      'CAR-2014-05-001,rpc,2020-08-05T02:10:02.479858Z,172.18.39.5,50012,172.18.38.5,135,conn.log:17,' +
        '2020-08-05T02:10:02.999999Z,fe80::1%eth0,50013,,49676,"a ""b"", c.zip!x/conn.log:1",,,,,,',
      'mine,p,,,,,,,,,,,,,1970-01-01T00:00:00.000000Z,"","\'=cmd|""/c calc""!A1",7,false,' +
        '"a ""b"", c.zip!x/conn.log:5"',
      '',
    ]);
  });

  it('any bytes in a text come out as sound JSON and as sound CSV', async () => {
    let reached = 0;
    const texts = fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc.string({ unit: 'grapheme' }).map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(texts, { minLength: 1, maxLength: 20 }), async (values) => {
        const events = values.map(
          (value): StatedEvent => ({
            kind: 'process/create',
            time: 1,
            fields: { command_line: value },
          }),
        );
        const rows = single('mine', 'p', 'process/create', [...values.keys()]);
        const store = storeOf(events, PARTS);
        const expected = values.map((value) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(value));
        const lines = (await rowsAs('jsonl', [PROCESSES], [[store, rows]])).trimEnd().split('\n');
        assert.deepEqual(
          lines.map((line) => JSON.parse(line).events.p.command_line),
          expected,
        );
        const [header, ...records] = parseCsv(await rowsAs('csv', [PROCESSES], [[store, rows]]));
        const column = header!.indexOf('p.command_line');
        assert.deepEqual(
          records.map((record) => record[column]),
          expected.map((text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)),
        );
        reached += values.length;
      }),
      { numRuns: 60 },
    );
    assert.ok(reached >= 200, `${reached} texts`);
  });

  it('rows stay right when pieces are driven out of the cache, are too long for it, or the store changes', async () => {
    const events = Array.from(
      { length: 300 },
      (_, i): StatedEvent => ({
        kind: 'process/create',
        time: i,
        fields: { command_line: `${i} ${'x'.repeat(i % 50 === 0 ? 1_500_000 : 40_000)}`, pid: i },
      }),
    );
    const first = storeOf(events, PARTS);
    const second = storeOf([...events].reverse(), PARTS);
    const order = Array.from({ length: 900 }, (_, i) => (i * 7) % 300);
    const rows = single('mine', 'p', 'process/create', order);
    const text = await rowsAs(
      'jsonl',
      [PROCESSES],
      [
        [first, rows],
        [second, rows],
      ],
    );
    const seen = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).events.p);
    assert.deepEqual(
      seen.map((event) => event.pid),
      [...order, ...order.map((row) => 299 - row)],
    );
    for (const { command_line, pid } of seen) {
      assert.ok(command_line.startsWith(`${pid} `));
      assert.equal(command_line.length, `${pid} `.length + (pid % 50 === 0 ? 1_500_000 : 40_000));
    }
  });

  it('events come flat, with object and action, of several kinds in the order given', async () => {
    const end: StatedEvent = { kind: 'flow/end', time: 5, record: 1, fields: { dest_port: 445 } };
    const store = storeOf([MAPPER, end], PARTS);
    const shape = { name: 'events', object: 'flow', fields: [...FOUR, 'start_time'] } as const;
    const events = {
      kinds: ['flow/start', 'flow/end'],
      kindOf: Uint8Array.of(1, 0),
      rows: Uint32Array.of(0, 0),
    } as const;
    const out = { jsonl: collector(), csv: collector() };
    for (const format of ['jsonl', 'csv'] as const) {
      const writer = sinkOf(format).openEvents(shape, PAGE, out[format].write);
      await writer.write(store, events, 2);
      await writer.end();
    }
    assert.equal(
      out.jsonl.text(),
      '{"object":"flow","action":"end","time":"1970-01-01T00:00:00.000005Z","dest_port":445,' +
        '"origin":{"input":"conn.log","record":10}}\n' +
        '{"object":"flow","action":"start","time":"2020-08-05T02:10:02.479858Z","src_ip":"172.18.39.5",' +
        '"src_port":50012,"dest_ip":"172.18.38.5","dest_port":135,"origin":{"input":"conn.log","record":17}}\n',
    );
    assert.equal(
      out.csv.text(),
      'object,action,time,src_ip,src_port,dest_ip,dest_port,start_time,origin\n' +
        'flow,end,1970-01-01T00:00:00.000005Z,,,,445,,conn.log:10\n' +
        'flow,start,2020-08-05T02:10:02.479858Z,172.18.39.5,50012,172.18.38.5,135,,conn.log:17\n',
    );
  });
});

/** RFC 4180, written apart from the product. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let cells: string[] = [];
  let rest = text;
  while (rest !== '') {
    const quoted = /^"((?:[^"]|"")*)"/.exec(rest);
    const cell = quoted === null ? /^[^,\n]*/.exec(rest)![0] : quoted[0];
    cells.push(quoted === null ? cell : quoted[1]!.replaceAll('""', '"'));
    const mark = rest[cell.length];
    assert.ok(mark === ',' || mark === '\n', 'a cell ends in a comma or a line end');
    if (mark === '\n') {
      records.push(cells);
      cells = [];
    }
    rest = rest.slice(cell.length + 1);
  }
  return records;
}
