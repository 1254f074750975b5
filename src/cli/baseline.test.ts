import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseDay } from '../baseline/day-number.ts';
import { Ledger } from '../baseline/ledger.ts';
import { withVerdicts } from '../baseline/with-verdicts.ts';
import { intruderCalls } from '../knowledge/intruder-calls.ts';
import { fileOf, runHere } from '../testing/command.ts';
import { assertGolden } from '../testing/golden.ts';
import { writeBaseline } from './baseline-file.ts';
import { runCommandLine } from './program.ts';

const NETLOGON = '12345678-1234-abcd-ef00-01234567cffb';
const SVCCTL = '367abb81-9844-35f1-ad32-98f038001003';
const SRVSVC = '4b324fc8-1670-01d3-1278-5a47bf6ee188';
const FIRST = parseDay('2020-08-03')!;
const DAYS = 30;

interface Call {
  readonly day: number;
  readonly client: string;
  readonly server: string;
  readonly call: string;
  readonly night?: boolean;
}

/** A domain of twelve workstations, one of which makes a service on another on the 25th day. */
function* domainCalls(): Generator<Call> {
  for (let day = 0; day < DAYS; day++) {
    for (let n = 1; n <= 12; n++) {
      const client = `ws${String(n).padStart(2, '0')}`;
      yield { day, client, server: 'dc1', call: `${NETLOGON}#26` };
      if ((day + n) % 3 === 0) yield { day, client, server: 'files', call: `${SRVSVC}#15` };
      if (day % 7 === n % 7) yield { day, client: 'mgmt', server: client, call: `${SVCCTL}#15`, night: true };
    }
    yield { day, client: 'sensor', server: 'dc1', call: '~dynamic' };
  }
  yield { day: 24, client: 'ws03', server: 'ws07', call: `${SVCCTL}#12` };
}

function fileOfDomain(name: string, keep: (call: Call) => boolean, input: string): string {
  const ledger = new Ledger();
  for (const one of domainCalls()) {
    if (!keep(one)) continue;
    const [client, server] = [ledger.host(one.client), ledger.host(one.server)];
    const micros = (FIRST + one.day) * 86_400_000_000 + (one.night === true ? 3_600_000_000 : 43_200_000_000);
    ledger.see(client, server, ledger.call(one.call), micros);
    if (one.call.startsWith(NETLOGON)) ledger.port(client, server, 49_667, NETLOGON, micros);
    if (one.client === 'ws03') ledger.name('10.0.0.3', 'ws03', micros);
  }
  const path = fileOf(name);
  writeBaseline(path, withVerdicts(ledger.snapshot({ inputs: [input] }), intruderCalls()));
  return path;
}

const WHOLE = fileOfDomain('domain.baseline', () => true, '00');

/** Runs a command that changes a file in place. */
async function change(...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
  let said = '';
  const { write } = process.stderr;
  process.stderr.write = ((text: string) => {
    said += text;
    return true;
  }) as typeof process.stderr.write;
  try {
    const code = await runCommandLine(args, 'test', { out: () => {}, err: () => {}, width: 100 });
    return { code, said };
  } finally {
    process.stderr.write = write;
  }
}

function copyOf(path: string): string {
  const copy = fileOf('copy.baseline');
  copyFileSync(path, copy);
  return copy;
}

test('a baseline is shown, and one host of it', async () => {
  const whole = await runHere('baseline', 'show', WHOLE);
  assert.equal(whole.code, 0);
  assertGolden('src/cli/goldens/baseline-show.txt', whole.out);
  const host = await runHere('baseline', 'show', '--baseline', WHOLE, 'WS03');
  assertGolden('src/cli/goldens/baseline-show-host.txt', host.out);
  const server = await runHere('baseline', 'show', WHOLE, 'dc1', '--limit', '3');
  assertGolden('src/cli/goldens/baseline-show-server.txt', server.out);
  for (const line of [whole.out, host.out, server.out].join('').split('\n'))
    assert.ok(line.length <= 120, line);
  const record = JSON.parse((await runHere('baseline', 'show', WHOLE, '--format', 'json')).out);
  assert.deepEqual(record.hosts, {
    workstation: 13,
    server: 1,
    'narrow explorer': 1,
    'wide explorer': 0,
    'domain controller': 1,
  });
  assert.equal(record.conversations, 12 + 12 + 12 + 1 + 1);
  assert.deepEqual(record.rows, { operation: 37, interface: 0, transport: 1 });
});

test('parts merged in any order are the file of the whole', async () => {
  const parts = [0, 1, 2].map((part) =>
    fileOfDomain(`part${part}.baseline`, ({ day }) => day % 3 === part, '00'),
  );
  const expected = readFileSync(WHOLE, 'utf8');
  for (const order of [parts, parts.toReversed(), [parts[1]!, ...parts, WHOLE]])
    assert.equal((await runHere('baseline', 'merge', ...order)).out, expected);
  const into = copyOf(parts[0]!);
  assert.equal((await change('baseline', 'merge', parts[1]!, parts[2]!, '--baseline', into)).code, 0);
  assert.equal(readFileSync(into, 'utf8'), expected);
});

test('what is forgotten is as if it had never been seen, past leads included', async () => {
  const cases: readonly (readonly [string, readonly string[], (call: Call) => boolean])[] = [
    ['a host', ['ws03'], ({ client, server }) => client !== 'ws03' && server !== 'ws03'],
    ['an edge', ['ws03>ws07'], ({ client, server }) => client !== 'ws03' || server !== 'ws07'],
    ['days', ['--before', '2020-08-20'], ({ day }) => FIRST + day >= parseDay('2020-08-20')!],
    [
      'both',
      ['mgmt', 'ws01 -> files', '--before', '2020-08-05'],
      ({ client, server, day }) => client !== 'mgmt' && (client !== 'ws01' || server !== 'files') && day >= 2,
    ],
  ];
  for (const [what, args, keep] of cases) {
    const file = copyOf(WHOLE);
    const { code, said } = await change('baseline', 'forget', file, ...args);
    assert.equal(code, 0, what);
    assert.match(said, /^forgotten/);
    const expected = readFileSync(fileOfDomain('without.baseline', keep, '00'), 'utf8');
    assert.equal(readFileSync(file, 'utf8'), expected, what);
  }
});

test('what is allowed is listed, hides its leads, and can be taken back', async () => {
  const file = copyOf(WHOLE);
  assert.match(readFileSync(file, 'utf8'), /\nleads\n 2020-08-27 ws03 .*\n {2}ws07 /);
  const why = ['--why', 'a deployment', '--who', 'Ann'];
  await change('baseline', 'allow', file, 'ws03>ws07', '--call', 'svcctl CreateServiceW', ...why);
  assert.doesNotMatch(readFileSync(file, 'utf8'), /\nleads\n 2020-08-27 ws03/);
  assert.deepEqual(JSON.parse((await runHere('baseline', 'allow', file, '--format', 'jsonl')).out), {
    client: 'ws03',
    server: 'ws07',
    call: `${SVCCTL}#12`,
    who: 'Ann',
    why: 'a deployment',
    hidden: 1,
  });
  await change('baseline', 'allow', '--baseline', file, 'mgmt', ...why, '--until', '2020-12-31');
  assertGolden('src/cli/goldens/baseline-allow.txt', (await runHere('baseline', 'allow', file)).out);
  const csv = (await runHere('baseline', 'allow', file, '--format', 'csv')).out.split('\n');
  assert.deepEqual(csv, [
    'client,server,call,who,why,until,hidden',
    'mgmt,*,*,Ann,a deployment,2020-12-31,0',
    `ws03,ws07,${SVCCTL}#12,Ann,a deployment,"",1`,
    '',
  ]);
  await change('baseline', 'allow', file, 'mgmt', '--remove');
  await change('baseline', 'allow', file, 'ws03>ws07', '--remove');
  assert.equal(readFileSync(file, 'utf8'), readFileSync(WHOLE, 'utf8'));
});

test('two baselines are compared', async () => {
  const older = fileOfDomain('older.baseline', ({ day, server }) => day < 24 && server !== 'files', '01');
  assertGolden('src/cli/goldens/baseline-diff.txt', (await runHere('baseline', 'diff', older, WHOLE)).out);
  assert.equal((await runHere('baseline', 'diff', WHOLE, WHOLE)).out, 'no difference\n');
  const records = (await runHere('baseline', 'diff', older, WHOLE, '--format', 'jsonl')).out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    records.filter(({ client, server }) => client === 'ws03' && server === 'ws07'),
    [
      {
        of: 'row',
        change: 'added',
        client: 'ws03',
        server: 'ws07',
        call: `${SVCCTL}#12`,
        days_added: ['2020-08-27'],
        days_gone: [],
      },
    ],
  );
  const back = (await runHere('baseline', 'diff', WHOLE, older, '--format', 'jsonl')).out.trim().split('\n');
  assert.equal(back.length, records.length);
});

test('all rows are exported with their days', async () => {
  const rows = (await runHere('baseline', 'export', WHOLE)).out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const seen = [...domainCalls()]
    .map(({ client, server, call, day }) => `${client} ${server} ${call} ${day}`)
    .sort();
  const told = rows.flatMap(({ client, server, call, days }) =>
    days.map((day: string) => `${client} ${server} ${call} ${parseDay(day)! - FIRST}`),
  );
  assert.deepEqual(told.sort(), seen);
  const csv = (await runHere('baseline', 'export', WHOLE, 'ws07', '--format', 'csv')).out.split('\n');
  assert.ok(
    csv.includes(
      `ws03,ws07,${SVCCTL}#12,svcctl CreateServiceW,operation,2020-08-27,2020-08-27,2020-08-27,""`,
    ),
  );
  assert.equal(
    JSON.parse((await runHere('baseline', 'export', WHOLE, '--format', 'json')).out).length,
    rows.length,
  );
});

test('what is wrong is said in the words of the user', async () => {
  const broken = fileOf('broken.baseline');
  writeFileSync(broken, 'rpctrail baseline 1\nzone Mars/Olympus\n');
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [
      ['show', fileOf('none.baseline')],
      /there is no baseline .*none\.baseline; `rpctrail learn INPUT… --baseline/,
    ],
    [
      ['show', broken],
      /broken\.baseline:2: the baseline cannot be read: there is no time zone Mars\/Olympus$/,
    ],
    [['show'], /which baseline\? Give its file first, or --baseline FILE/],
    [['show', WHOLE, 'ws33'], /the baseline knows no host ws33; did you mean ws03\?/],
    [['forget', WHOLE], /what is to be forgotten\?/],
    [['forget', WHOLE, '--before', 'monday'], /--before takes a date as 2020-08-05, not `monday`/],
    [['allow', WHOLE, 'ws03'], /why is it in order\? Give --why TEXT/],
    [['allow', WHOLE, '--why', 'x'], /--why of what\?/],
    [
      ['allow', WHOLE, 'ws03', '--call', 'svcctl MakeService', '--why', 'x'],
      /svcctl has no operation MakeService/,
    ],
    [['allow', WHOLE, 'ws03', '--remove'], /there is no such entry/],
  ];
  const before = readFileSync(WHOLE, 'utf8');
  for (const [args, expected] of cases) {
    const { code, err } = await runHere('baseline', ...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(err, expected);
  }
  assert.equal(readFileSync(WHOLE, 'utf8'), before);
});
