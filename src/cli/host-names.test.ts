import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseDay } from '../baseline/day-number.ts';
import { readSnapshot } from '../baseline/read-snapshot.ts';
import type { Snapshot } from '../baseline/snapshot.ts';
import { parseIsoTime } from '../model/time.ts';
import { fileOf, runHere, runQuietly } from '../testing/command.ts';
import { zeekDay } from '../testing/zeek-day.ts';

let runs = 0;

function seconds(at: string): string {
  return (parseIsoTime(`${at}Z`)! / 1_000_000).toFixed(6);
}

/** A file of that ending that holds the text. */
function written(ending: string, text: string): string {
  const path = fileOf(`names-${++runs}.${ending}`);
  writeFileSync(path, text);
  return path;
}

/** Each lease is time, address and name. */
function dhcpLog(...leases: readonly (readonly [at: string, address: string, name: string])[]): string {
  const rows = leases.map(([at, address, name]) =>
    [seconds(at), 'Cx', '02:00:00:00:00:01', name, address, '691200.000000', 'REQUEST,ACK'].join('\t'),
  );
  const fields = 'ts\tuids\tmac\thost_name\tassigned_addr\tlease_time\tmsg_types';
  return `#separator \\x09\n#path\tdhcp\n#fields\t${fields}\n${rows.map((row) => `${row}\n`).join('')}`;
}

/** Each answer is time, query, type and answers. */
function dnsLog(
  ...answers: readonly (readonly [at: string, query: string, type: string, told: string])[]
): string {
  const rows = answers.map(([at, query, type, told]) =>
    [seconds(at), query, type, 'NOERROR', told].join('\t'),
  );
  return `#separator \\x09\n#path\tdns\n#fields\tts\tquery\tqtype_name\trcode_name\tanswers\n${rows.map((row) => `${row}\n`).join('')}`;
}

function talkLogs(
  ...talks: readonly (readonly [at: string, client: string, server: string])[]
): readonly string[] {
  const made = zeekDay(
    talks.map(([at, client, server]) => ({ at, client, server, calls: ['svcctl OpenSCManagerW'] })),
  );
  return [written('conn.log', made.conn), written('rpc.log', made.calls)];
}

async function pairsLearned(inputs: readonly string[], baseline = fileOf(`names-${++runs}.baseline`)) {
  const { code, err } = await runQuietly('learn', ...inputs, '--baseline', baseline);
  assert.equal(code, 0, err);
  const { rows, hosts } = readSnapshot(readFileSync(baseline)) as Snapshot;
  const pairs = Array.from(
    { length: rows.length },
    (_, n) => `${hosts[rows.client[n]!]} ${hosts[rows.server[n]!]}`,
  );
  return { pairs: [...new Set(pairs)], baseline };
}

test('an address that changes hands is two hosts, each by the name of its lease', async () => {
  const dhcp = dhcpLog(
    ['2020-08-03T08:00:00', '10.0.1.9', 'WS01'],
    ['2020-08-03T12:00:00', '10.0.1.9', 'ws02'],
  );
  const talks = talkLogs(
    ['2020-08-03T09:00:00', '10.0.1.9', '10.0.0.1'],
    ['2020-08-03T13:00:00', '10.0.1.9', '10.0.0.2'],
  );
  const { pairs } = await pairsLearned([...talks, written('dhcp.log', dhcp)]);
  assert.deepEqual(pairs, ['ws01 10.0.0.1', 'ws02 10.0.0.2']);
});

test('a lease names its host before it was logged, and not after eight days and its end', async () => {
  const dhcp = written('dhcp.log', dhcpLog(['2020-08-04T08:00:00', '10.0.1.9', 'ws01']));
  const talks = talkLogs(
    ['2020-08-03T09:00:00', '10.0.1.9', '10.0.0.1'],
    ['2020-08-12T07:59:00', '10.0.1.9', '10.0.0.2'],
    ['2020-08-12T08:01:00', '10.0.1.9', '10.0.0.3'],
  );
  const { pairs } = await pairsLearned([...talks, dhcp]);
  assert.deepEqual(pairs, ['10.0.1.9 10.0.0.3', 'ws01 10.0.0.1', 'ws01 10.0.0.2']);
});

test('a baseline keeps names for the days that come, and a lead says what told them', async () => {
  const dhcp = written('dhcp.log', dhcpLog(['2020-08-03T08:00:00', '10.0.1.9', 'ws01.corp.example']));
  const { baseline } = await pairsLearned([
    ...talkLogs(['2020-08-03T09:00:00', '10.0.1.9', '10.0.0.1']),
    dhcp,
  ]);
  const next = talkLogs(['2020-08-05T09:00:00', '10.0.1.9', '10.0.0.7']);
  const identityIn = async (inputs: readonly string[]) => {
    const { out, err } = await runHere('hunt', ...inputs, '--baseline', baseline, '--format', 'jsonl');
    const [lead] = out.split('\n').filter((line) => line !== '');
    assert.ok(lead !== undefined, err);
    const { client, identity } = JSON.parse(lead) as { readonly client: string; readonly identity: string };
    return `${client} ${identity}`;
  };
  assert.equal(await identityIn(next), 'ws01 baseline');
  const today = written('dhcp.log', dhcpLog(['2020-08-05T08:00:00', '10.0.1.9', 'ws07']));
  assert.equal(await identityIn([...next, today]), 'ws07 dhcp');
  const { pairs } = await pairsLearned(next, baseline);
  assert.deepEqual(pairs, ['ws01 10.0.0.1', 'ws01 10.0.0.7']);
});

test('DNS names a host where it has one name for an address; services, aliases and the outside do not count', async () => {
  const at = '2020-08-03T08:00:00';
  const dns = dnsLog(
    [at, 'fs01.corp.example', 'A', '10.0.0.1'],
    [at, 'files.corp.example', 'A', 'fs01.corp.example,10.0.0.1'],
    [at, 'corp.example', 'A', '10.0.0.2,10.0.0.3'],
    [at, 'one.corp.example', 'A', '10.0.0.4'],
    [at, 'two.corp.example', 'A', '10.0.0.4'],
    [at, 'three.corp.example', 'A', '10.0.0.5'],
    [at, 'four.corp.example', 'A', '10.0.0.5'],
    [at, '5.0.0.10.in-addr.arpa', 'PTR', 'srv05.corp.example'],
    [at, 'web.example', 'A', '203.0.113.7'],
  );
  const servers = ['10.0.0.1', '10.0.0.2', '10.0.0.4', '10.0.0.5', '203.0.113.7'];
  const talks = talkLogs(
    ...servers.map((server, n) => [`2020-08-03T09:0${n}:00`, '10.0.1.1', server] as const),
  );
  const { pairs } = await pairsLearned([...talks, written('dns.log', dns)]);
  const named = pairs.map((pair) => pair.split(' ')[1]).sort();
  assert.deepEqual(named, ['10.0.0.2', '10.0.0.4', '203.0.113.7', 'fs01', 'srv05']);
});

test('full names that begin alike are kept whole', async () => {
  const dhcp = dhcpLog(
    ['2020-08-03T08:00:00', '10.0.1.1', 'ws01.a.example'],
    ['2020-08-03T08:00:00', '10.0.1.2', 'ws01.b.example'],
  );
  const talks = talkLogs(['2020-08-03T09:00:00', '10.0.1.1', '10.0.1.2']);
  const { pairs } = await pairsLearned([...talks, written('dhcp.log', dhcp)]);
  assert.deepEqual(pairs, ['ws01.a.example ws01.b.example']);
});

test('JSON says the same, only what a server acknowledged counts, and a damaged row is counted', async () => {
  const at = parseIsoTime('2020-08-03T08:00:00Z')! / 1_000_000;
  const lease = {
    ts: at,
    mac: 'x',
    host_name: 'ws01',
    assigned_addr: '10.0.1.1',
    msg_types: ['REQUEST', 'ACK'],
  };
  const refused = { ...lease, ts: at + 60, host_name: 'ws99', msg_types: ['REQUEST', 'NAK'] };
  const text = [lease, refused].map((one) => `${JSON.stringify(one)}\n`).join('');
  const talks = talkLogs(['2020-08-03T09:00:00', '10.0.1.1', '10.0.0.1']);
  assert.deepEqual((await pairsLearned([...talks, written('dhcp.log', text)])).pairs, ['ws01 10.0.0.1']);
  const damaged = written('dhcp.log', `${dhcpLog()}1.0\tonly two\n`);
  const { code, err } = await runQuietly('learn', damaged, '--baseline', fileOf('damaged.baseline'));
  assert.equal(code, 2);
  assert.match(err, /2 columns where #fields names 7/);
});

test('a name that is told of a far day takes no room from the days of traffic', async () => {
  const talks = talkLogs(['2020-08-03T09:00:00', '10.0.1.9', '10.0.0.1']);
  const dhcp = written(
    'dhcp.log',
    dhcpLog(['2020-08-03T08:00:00', '10.0.1.9', 'ws01'], ['2030-01-01T00:00:00', '10.0.1.8', 'late']),
  );
  const { baseline } = await pairsLearned([...talks, dhcp]);
  const { last, rows, names } = readSnapshot(readFileSync(baseline)) as Snapshot;
  assert.equal(last, parseDay('2020-08-03'));
  assert.ok(rows.length > 0);
  assert.deepEqual(
    names.map(({ host }) => host),
    ['ws01'],
  );
});

test('days learned one by one give the names that they give together', async () => {
  const days = ['2020-08-03', '2020-08-04', '2020-08-05'].map((day) => [
    ...talkLogs([`${day}T09:00:00`, '10.0.1.9', '10.0.0.1']),
    written('dhcp.log', dhcpLog([`${day}T08:00:00`, '10.0.1.9', 'ws01'])),
    written('dns.log', dnsLog([`${day}T08:30:00`, '1.0.0.10.in-addr.arpa', 'PTR', 'dc1.corp.example'])),
  ]);
  const together = await pairsLearned(days.flat());
  const daily = fileOf('names-daily.baseline');
  for (const inputs of days) await pairsLearned(inputs, daily);
  assert.equal(readFileSync(daily, 'utf8'), readFileSync(together.baseline, 'utf8'));
  assert.deepEqual(together.pairs, ['ws01 dc1']);
});

test('two hosts with the same first label stay two, whichever of them a later day tells of', async () => {
  const baseline = fileOf('names-labels.baseline');
  const day = (date: string, ...names: readonly string[]) => [
    ...talkLogs([`${date}T09:00:00`, '10.0.1.9', '10.0.0.1']),
    written(
      'dhcp.log',
      dhcpLog(...names.map((name, n) => [`${date}T08:00:00`, `10.0.1.${9 - n}`, name] as const)),
    ),
  ];
  await pairsLearned(day('2020-08-03', 'ws01.a.example', 'ws01.b.example'), baseline);
  const { pairs } = await pairsLearned(day('2020-08-04', 'ws01.b.example'), baseline);
  assert.deepEqual(pairs, ['ws01.a.example 10.0.0.1', 'ws01.b.example 10.0.0.1']);
});

test('an earlier day goes by the name that the baseline knows of it', async () => {
  const baseline = fileOf('names-earlier.baseline');
  for (const [date, name] of [
    ['2020-08-03', 'alice'],
    ['2020-08-06', 'bob'],
  ] as const)
    await pairsLearned(
      [
        ...talkLogs([`${date}T09:00:00`, '10.0.1.9', '10.0.0.1']),
        written('dhcp.log', dhcpLog([`${date}T08:00:00`, '10.0.1.9', name])),
      ],
      baseline,
    );
  const { pairs } = await pairsLearned(talkLogs(['2020-08-03T10:00:00', '10.0.1.9', '10.0.0.2']), baseline);
  assert.ok(pairs.includes('alice 10.0.0.2'));
});
