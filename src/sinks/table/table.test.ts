import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { displayWidth } from '../../columns/printer/visible-text.ts';
import { fieldsOf } from '../../model/car-table.ts';
import type { MatchBatch } from '../../model/match.ts';
import type { OutputShape, Page } from '../../model/sink.ts';
import { assertGolden } from '../../testing/golden.ts';
import { type StatedEvent, storeOf } from '../../testing/stated-events.ts';
import { table } from './table-sink.ts';

const PARTS = [{ input: 'conn.log', firstRecord: 1 }];
const FOUR = ['src_ip', 'src_port', 'dest_ip', 'dest_port'];
const RPC: OutputShape = {
  analytic: 'CAR-2014-05-001',
  output: 'rpc',
  events: [
    { name: 'rpc_mapper', object: 'flow', fields: FOUR },
    { name: 'rpc_endpoint', object: 'flow', fields: FOUR },
  ],
};

function flow(
  time: number,
  src_ip: string,
  src_port: number,
  dest_ip: string,
  dest_port?: number,
): StatedEvent {
  return { kind: 'flow/start', time, fields: { src_ip, src_port, dest_ip, dest_port } };
}

const T = 1_596_593_402_479_858;
const V4 = [
  flow(T, '172.18.39.5', 50012, '172.18.38.5', 135),
  flow(T + 1234, '172.18.39.5', 50013, '172.18.38.5', 49676),
  flow(T + 78_000_000_000, '10.0.0.1', 1025, '10.255.255.254', 135),
  flow(T + 78_001_999_999, '10.0.0.1', 65535, '10.255.255.254'),
];
const LONGEST = '2001:db8:1111:2222:3333:4444:5555:6666';
const V6 = [
  flow(T, LONGEST, 50012, '2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff', 135),
  flow(T + 1_999_999, LONGEST, 50013, '2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff', 49676),
];

async function tableOf(
  outputs: readonly OutputShape[],
  events: readonly StatedEvent[],
  batch: MatchBatch,
  page: Partial<Page> = {},
): Promise<string> {
  let text = '';
  const writer = table.openMatches(outputs, { width: 120, colour: false, limit: 1000, ...page }, (chunk) => {
    text += new TextDecoder().decode(chunk);
  });
  await writer.write(storeOf(events, PARTS), batch);
  await writer.end();
  return text;
}

function batchOf(
  output: OutputShape,
  kinds: readonly StatedEvent['kind'][],
  rows: readonly (readonly number[])[],
): MatchBatch {
  return {
    analytic: output.analytic,
    output: output.output,
    columns: output.events.map(({ name }, i) => ({
      name,
      kinds: [kinds[i]!],
      kindOf: null,
      rows: Uint32Array.from(rows, (row) => row[i]!),
    })),
    count: rows.length,
  };
}

const PAIRS = batchOf(
  RPC,
  ['flow/start', 'flow/start'],
  [
    [0, 1],
    [2, 3],
  ],
);
const ONE_PAIR = batchOf(RPC, ['flow/start', 'flow/start'], [[0, 1]]);

describe('table', () => {
  it('flow pairs, at the width of a wide and of a narrow terminal', async () => {
    assertGolden('src/sinks/table/goldens/pairs-120.txt', await tableOf([RPC], V4, PAIRS));
    for (const width of [90, 80]) {
      const narrow = await tableOf([RPC], V4, PAIRS, { width });
      assertGolden(`src/sinks/table/goldens/pairs-${width}.txt`, narrow);
      assert.ok(narrow.split('\n').every((line) => displayWidth(line) <= width));
    }
  });

  it('the longest IPv6 addresses fit 120 columns', async () => {
    const text = await tableOf([RPC], V6, ONE_PAIR);
    assertGolden('src/sinks/table/goldens/ipv6-120.txt', text);
    assert.ok(text.split('\n').every((line) => displayWidth(line) <= 120));
  });

  it('rows beyond the limit are counted', async () => {
    const text = await tableOf([RPC], V4, PAIRS, { limit: 1 });
    assertGolden('src/sinks/table/goldens/limit-1.txt', text);
  });

  it('what a log holds cannot move the terminal, wide characters keep columns straight, free text is cut', async () => {
    const shape: OutputShape = {
      analytic: 'mine',
      output: 'odd',
      events: [{ name: 'odd', object: 'process', fields: ['hostname', 'exe', 'command_line', 'pid'] }],
    };
    const process = (hostname: string, exe: string, command_line: string): StatedEvent => ({
      kind: 'process/create',
      time: T,
      fields: { hostname, exe, command_line, pid: 4 },
    });
    const events = [
      process('ws1', 'cmd.exe', '\x1b]0;title\x07\x1b[2J cleared\r\n'),
      process('日本-01', 'gnp.\u202eexe', 'e\u0301'.repeat(4)),
      process('ws3', 'a.exe', 'x'.repeat(500)),
    ];
    const text = await tableOf([shape], events, batchOf(shape, ['process/create'], [[0], [1], [2]]));
    assertGolden('src/sinks/table/goldens/odd-texts.txt', text);
    assert.doesNotMatch(text.replaceAll('\n', ''), /\p{Cc}|\p{Cf}/u);
    assert.ok(text.split('\n').every((line) => displayWidth(line) <= 120));
  });

  it('events of different objects stand side by side under their names', async () => {
    const shape: OutputShape = {
      analytic: 'mine',
      output: 'both',
      events: [
        { name: 'call', object: 'flow', fields: FOUR },
        { name: 'start', object: 'process', fields: ['hostname', 'exe'] },
      ],
    };
    const events: StatedEvent[] = [
      flow(T, '10.0.0.1', 50000, 'fe80::1%eth0', 49700),
      { kind: 'process/create', time: T + 5, fields: { hostname: 'ws1', exe: 'cmd.exe' } },
    ];
    const batch = batchOf(shape, ['flow/start', 'process/create'], [[0, 0]]);
    assertGolden('src/sinks/table/goldens/mixed.txt', await tableOf([shape], events, batch));
  });

  it('what RPC is about stands there in words, beside what they do not say', async () => {
    const fields = Object.keys(fieldsOf('rpc'));
    const shape: OutputShape = {
      analytic: 'mine',
      output: 'rpc',
      events: [{ name: 'rpc', object: 'rpc', fields }],
    };
    const ends = { src_ip: '10.0.0.1', src_port: 50000, dest_ip: '10.0.0.2', dest_port: 135 };
    const called = {
      interface: 'ab',
      interface_name: 'svcctl',
      opnum: 12,
      named_pipe: 'svcctl',
      flow_id: 'f',
    };
    const calls = [
      { ...called, operation: 'CreateServiceW', status: 'answered', auth_type: 10, auth_level: 6 },
      { opnum: 9, status: 'unanswered' },
      { status: 'fault 0x00000005' },
      { interface: '86d35949-83c9', opnum: 1, status: 'fault 0x00000005', named_pipe: 'a\x1b[2J' },
    ];
    const maps = [
      { interface_name: 'svcctl', mapped_ip: '10.0.0.2', mapped_port: 49_671, opnum: 3, status: 'ok' },
      { interface_name: 'svcctl', opnum: 3, operation: 'ept_map', status: '0x16c9a0d6' },
    ];
    for (const [kind, rows, golden] of [
      ['rpc/call', calls, 'rpc-calls'],
      ['rpc/map', maps, 'rpc-maps'],
    ] as const) {
      const events = rows.map((row): StatedEvent => ({ kind, time: T, fields: { ...ends, ...row } }));
      const batch = batchOf(
        shape,
        [kind],
        events.map((_, i) => [i]),
      );
      assertGolden(`src/sinks/table/goldens/${golden}.txt`, await tableOf([shape], events, batch));
    }
  });

  it('colours mark only what is not data, and only where there are to be any', async () => {
    const coloured = await tableOf([RPC], V4, PAIRS, { colour: true });
    const plain = await tableOf([RPC], V4, PAIRS);
    for (const code of [1, 22, 2]) assert.ok(coloured.includes(`\x1b[${code}m`));
    assert.equal(
      [1, 2, 22].reduce((text, code) => text.replaceAll(`\x1b[${code}m`, ''), coloured),
      plain,
    );
  });
});
