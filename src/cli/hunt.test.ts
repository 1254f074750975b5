import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { formatDay, parseDay } from '../baseline/day-number.ts';
import { fileOf, runHere, runQuietly } from '../testing/command.ts';
import { type ZeekTalk, zeekDay } from '../testing/zeek-day.ts';

const FIRST = parseDay('2020-08-03')!;
const DAYS = 20;
const DC = '10.0.0.1';
const FILES = '10.0.0.2';
const MGMT = '10.0.0.3';
const INTRUDER = '10.0.1.3';
const VICTIM = '10.0.1.7';
const LAST = formatDay(FIRST + DAYS);

/** Twelve workstations that log on and look for files, and a management host; on the last day one makes a service on another. */
function talksOf(day: number, isVisible: boolean): ZeekTalk[] {
  const talks: ZeekTalk[] = [];
  const calls = (...made: string[]) => (isVisible ? made : []);
  const date = formatDay(FIRST + day);
  for (let n = 1; n <= 12; n++) {
    const client = `10.0.1.${n}`;
    const minute = String(10 + n);
    talks.push({
      at: `${date}T08:${minute}:00`,
      client,
      server: DC,
      calls: calls('netlogon NetrLogonSamLogonEx'),
    });
    if ((day + n) % 3 === 0)
      talks.push({
        at: `${date}T09:${minute}:00`,
        client,
        server: FILES,
        calls: calls('srvsvc NetrShareEnum'),
        pipe: 'srvsvc',
      });
    if (day % 7 === n % 7)
      talks.push({
        at: `${date}T03:${minute}:00`,
        client: MGMT,
        server: client,
        calls: calls('svcctl OpenSCManagerW', 'svcctl StartServiceW'),
      });
  }
  if (day === DAYS)
    talks.push({
      at: `${date}T14:00:00`,
      client: INTRUDER,
      server: VICTIM,
      calls: calls('svcctl OpenSCManagerW', 'svcctl CreateServiceW', 'svcctl StartServiceW'),
      pipe: 'svcctl',
    });
  return talks;
}

function writeDays(name: string, isVisible: boolean): readonly string[] {
  return Array.from({ length: DAYS + 1 }, (_, day) => {
    const folder = fileOf(join(name, formatDay(FIRST + day)));
    mkdirSync(folder, { recursive: true });
    const { conn, calls } = zeekDay(talksOf(day, isVisible));
    writeFileSync(join(folder, 'conn.log'), conn);
    if (isVisible) writeFileSync(join(folder, 'dce_rpc.log'), calls);
    return folder;
  });
}

const DAY_FOLDERS = writeDays('seen', true);
const FLOW_FOLDERS = writeDays('flows', false);
const BASELINE = fileOf('hunt.baseline');
const [TODAY] = DAY_FOLDERS.slice(-1);

before(async () => {
  const { code, err } = await runQuietly('learn', ...DAY_FOLDERS.slice(0, -1), '--baseline', BASELINE);
  assert.equal(code, 0, err);
});

interface LeadLine {
  readonly rank: number;
  readonly day: string;
  readonly client: string;
  readonly servers: readonly string[];
  readonly start: string;
  readonly score: number;
  readonly p_value: number;
  readonly ongoing: boolean;
  readonly reasons: readonly { readonly text: string; readonly weight: number }[];
  readonly path: readonly (readonly [string, string])[];
  readonly findings: readonly string[];
  readonly edges: readonly {
    readonly server: string;
    readonly calls: readonly string[];
    readonly evidence?: string;
  }[];
}

function leadsIn(out: string): readonly LeadLine[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LeadLine);
}

test('days learned one by one give the file that they give together', async () => {
  const daily = fileOf('daily.baseline');
  for (const folder of DAY_FOLDERS.slice(0, -1)) {
    const { code, err } = await runQuietly('learn', folder, '--baseline', daily);
    assert.equal(code, 0, err);
  }
  assert.equal(readFileSync(daily, 'utf8'), readFileSync(BASELINE, 'utf8'));
});

test('an input that was learned is refused by name, and changes nothing', async () => {
  const whole = readFileSync(BASELINE, 'utf8');
  const { code, err } = await runQuietly('learn', DAY_FOLDERS[3]!, '--baseline', BASELINE);
  assert.equal(code, 2);
  assert.match(err, /2020-08-06.conn\.log: was learned already/);
  assert.equal(readFileSync(BASELINE, 'utf8'), whole);
});

test('a service made on a neighbour comes first, with reasons that add up and findings that are there', async () => {
  const [findings, clientDays] = [fileOf('hunt-findings.jsonl'), fileOf('client-days.jsonl')];
  const { code, out, err } = await runHere(
    'hunt',
    TODAY!,
    ...['--baseline', BASELINE, '--format', 'jsonl', '--top', '20'],
    ...['--findings-out', findings, '--client-days', clientDays],
  );
  assert.equal(code, 0, err);
  const [lead] = leadsIn(out);
  assert.ok(lead !== undefined);
  assert.equal(lead.rank, 1);
  assert.equal(lead.day, LAST);
  assert.equal(lead.client, INTRUDER);
  assert.equal(lead.servers[0], VICTIM);
  assert.equal(lead.ongoing, false);
  assert.equal(lead.start, `${LAST}T14:00:00.000000Z`);
  const sum = lead.reasons.reduce((total, { weight }) => total + weight, 0);
  assert.ok(Math.abs(sum - lead.score) < 1e-9, `${sum} is not ${lead.score}`);
  assert.ok(lead.reasons.some(({ text }) => text.includes('first RPC from 10.0.1.3 to 10.0.1.7 in 20 days')));
  assert.ok(lead.path.some(([from, to]) => from === INTRUDER && to === VICTIM));
  assert.ok(lead.edges[0]!.calls.some((call) => /CreateServiceW/.test(call)));
  assert.equal(lead.edges[0]!.evidence, 'called');
  const found = readFileSync(findings, 'utf8').trim().split('\n');
  const ids = new Set(found.map((line) => (JSON.parse(line) as { id: string }).id));
  assert.ok(lead.findings.length > 0 && lead.findings.every((id) => ids.has(id)));
  const clients = readFileSync(clientDays, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { day: string; client: string });
  const expected = new Set(talksOf(DAYS, true).map(({ client }) => client));
  assert.deepEqual(new Set(clients.map(({ client }) => client)), expected);
  assert.equal(clients.length, expected.size);
});

test('without a baseline each day is judged by the days before it', async () => {
  const { code, out } = await runHere('hunt', ...DAY_FOLDERS, '--format', 'jsonl', '--budget', '2');
  assert.equal(code, 0);
  const last = leadsIn(out).filter(({ day }) => day === LAST);
  assert.equal(last[0]?.client, INTRUDER);
  assert.equal(last[0]?.servers[0], VICTIM);
  const fresh = leadsIn(out).filter(({ ongoing }) => !ongoing);
  for (const { day } of fresh) assert.ok(fresh.filter((lead) => lead.day === day).length <= 2);
  assert.ok(new Set(fresh.map(({ day }) => day)).size > 1);
});

test('flows alone give less, and the report says so', async () => {
  const { code, out, err } = await runHere('hunt', ...FLOW_FOLDERS, '--format', 'jsonl', '--budget', '3');
  assert.equal(code, 0);
  assert.match(err, /no call is visible, only flows/);
  const lead = leadsIn(out).find(({ day, client }) => day === LAST && client === INTRUDER);
  assert.deepEqual(lead?.edges[0]?.calls, ['SMB']);
});

test('names of hosts stand for addresses, and a bad file of them is named', async () => {
  const names = fileOf('hosts.csv');
  writeFileSync(names, 'address,name\n10.0.1.3,WS03\n10.0.1.7 ws07 # a neighbour\n');
  const { out } = await runHere('hunt', ...DAY_FOLDERS, '--hosts', names, '--format', 'jsonl', '--top', '1');
  assert.equal(leadsIn(out)[0]?.client, 'ws03');
  assert.equal(leadsIn(out)[0]?.servers[0], 'ws07');
  writeFileSync(names, '10.0.1.3 ws03\n10.0.1.7\n');
  const bad = await runHere('hunt', TODAY!, '--hosts', names);
  assert.equal(bad.code, 2);
  assert.match(bad.err, /hosts\.csv:2: 10\.0\.1\.7 has no name/);
});

test('the table fits 120 columns, csv has a line a lead, and leads may decide the exit code', async () => {
  const table = await runHere('hunt', TODAY!, '--baseline', BASELINE);
  assert.equal(table.code, 0);
  assert.ok(table.out.includes('10.0.1.3 (workstation) → 10.0.1.7'));
  for (const line of table.out.split('\n')) assert.ok([...line].length <= 120, line);
  const csv = await runHere('hunt', TODAY!, '--baseline', BASELINE, '--format', 'csv', '--fail-on-finding');
  assert.equal(csv.code, 1);
  assert.match(
    csv.out,
    /^rank,day,client,servers,score,p_value,ongoing,reason\n1,2020-08-23,10\.0\.1\.3,10\.0\.1\.7,/,
  );
});

test('a baseline that is not there is named, and so are flags that contradict each other', async () => {
  const missing = await runHere('hunt', TODAY!, '--baseline', fileOf('none.baseline'));
  assert.equal(missing.code, 2);
  assert.match(missing.err, /there is no baseline .*none\.baseline/);
  const both = await runHere('hunt', TODAY!, '--top', '3', '--budget', '3');
  assert.equal(both.code, 2);
  assert.match(both.err, /--top counts over all days/);
});

test('the findings of a lead are those that `findings` gives, also from low ports of the client', async () => {
  const folder = fileOf('low-ports');
  mkdirSync(folder, { recursive: true });
  const { conn, calls } = zeekDay([
    { at: '2020-08-05T10:00:00', client: INTRUDER, server: VICTIM, calls: ['svcctl CreateServiceW'] },
  ]);
  for (const [name, text] of [
    ['conn.log', conn],
    ['dce_rpc.log', calls],
  ] as const)
    writeFileSync(
      join(folder, name),
      text.replaceAll('\t49152\t', '\t40000\t').replaceAll('\t49153\t', '\t40001\t'),
    );
  const [lead] = leadsIn((await runHere('hunt', folder, '--format', 'jsonl')).out);
  const found = (await runHere('findings', folder, '--format', 'jsonl')).out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string });
  assert.ok(lead !== undefined && lead.findings.length > 0);
  assert.deepEqual(
    lead.findings.filter((id) => !found.some((finding) => finding.id === id)),
    [],
  );
});

test('days too far before the baseline are left out, and said to be', async () => {
  const [folder, later] = [fileOf('far-before'), fileOf('later')];
  const baseline = fileOf('far.baseline');
  for (const [path, at] of [
    [folder, '2020-05-01T10:00:00'],
    [later, '2020-08-05T10:00:00'],
  ] as const) {
    mkdirSync(path, { recursive: true });
    const { conn, calls } = zeekDay([
      { at, client: INTRUDER, server: VICTIM, calls: ['svcctl CreateServiceW'] },
    ]);
    writeFileSync(join(path, 'conn.log'), conn);
    writeFileSync(join(path, 'dce_rpc.log'), calls);
  }
  await runQuietly('learn', later, '--baseline', baseline);
  const { code, err } = await runHere('hunt', folder, '--baseline', baseline);
  assert.equal(code, 0);
  assert.match(err, /left out: 1 day .* more than 63 days before 2020-08-05/);
});

test('a host that calls itself is no lead', async () => {
  const folder = fileOf('itself');
  mkdirSync(folder, { recursive: true });
  const { conn, calls } = zeekDay([
    { at: '2020-08-05T10:00:00', client: INTRUDER, server: INTRUDER, calls: ['svcctl CreateServiceW'] },
  ]);
  writeFileSync(join(folder, 'conn.log'), conn);
  writeFileSync(join(folder, 'dce_rpc.log'), calls);
  const { code, out } = await runHere('hunt', folder, '--format', 'jsonl');
  assert.equal(code, 0);
  assert.equal(out, '');
});
