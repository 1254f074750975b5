import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Finding } from '../model/finding.ts';
import { fileOf, runHere } from '../testing/command.ts';
import { assertGolden } from '../testing/golden.ts';
import { REPOSITORY } from '../testing/repository.ts';

process.chdir(REPOSITORY);
const DAY = 'lab/captures/domain-day.pcap';
const GOLDENS = 'src/cli/goldens';

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

test('the table fits its width and stands as it did', async () => {
  for (const capture of ['domain-day', 'failures']) {
    const { code, out, err } = await runHere('findings', `lab/captures/${capture}.pcap`);
    assert.equal(code, 0, err);
    for (const line of lines(out)) assert.ok([...line].length <= 120, line);
    assertGolden(`${GOLDENS}/findings-${capture}.txt`, out);
  }
});

test('jsonl, json and csv give the same findings', async () => {
  const jsonl = await runHere('findings', '--format', 'jsonl', '--quiet', DAY);
  const findings = lines(jsonl.out).map((line) => JSON.parse(line) as Finding);
  assert.equal(findings.length, 11);
  assert.equal(new Set(findings.map(({ id }) => id)).size, 11);
  const json = await runHere('findings', '--format', 'json', '--quiet', DAY);
  assert.deepEqual(JSON.parse(json.out), findings);
  const csv = await runHere('findings', '--format', 'csv', '--quiet', DAY);
  const [header, ...rows] = lines(csv.out);
  assert.ok(header!.startsWith('id,client,server,port,start,end,evidence,timed,mapped,bound,called,status,'));
  assert.deepEqual(
    rows.map((row) => row.slice(0, row.indexOf(','))),
    findings.map(({ id }) => id),
  );
  const starts = findings.map(({ start }) => start);
  assert.deepEqual(starts, [...starts].sort());
});

test('the tally adds up, and says how many of each evidence there are', async () => {
  const { err } = await runHere('findings', '--format', 'jsonl', '--json', DAY);
  const tally = JSON.parse(lines(err).at(-1)!);
  assert.equal(tally.records, tally.kept + tally.skipped + tally.unused + tally.rejected);
  assert.deepEqual(
    tally.rows.map(({ output, rows }: { output: string; rows: number }) => [output, rows]),
    [
      ['called', 10],
      ['mapped', 1],
    ],
  );
});

test('--limit shows the strongest, and counts the rest', async () => {
  const { out } = await runHere('findings', '--limit', '2', '--quiet', DAY);
  assert.equal(lines(out).filter((line) => /^ {2}(called|mapped) /.test(line)).length, 2);
  assert.match(out, /… and 9 more/);
});

test('the exit code is 1 where something is found, and that is asked for', async () => {
  assert.equal((await runHere('findings', '--fail-on-finding', '--quiet', DAY)).code, 1);
  const nothing = fileOf('empty.log');
  writeFileSync(nothing, conn([]));
  assert.equal((await runHere('findings', '--fail-on-finding', '--quiet', nothing)).code, 0);
  assert.equal((await runHere('findings', '--quiet', DAY, 'no-such-file')).code, 2);
});

test('nothing found explains itself', async () => {
  const path = fileOf('conn.log');
  writeFileSync(path, conn([['10.0.0.1', 50_000, '10.0.0.2', 135]]));
  const { code, out, err } = await runHere('findings', path);
  assert.equal(code, 0);
  assert.equal(out, '');
  assert.match(err, /nothing found/);
  assert.match(err, /1 flow, 1 flow of them to an endpoint mapper/);
  assert.match(err, /no input holds packets/);
  assert.match(err, /none of the flows to port 135 was followed/);
});

test('show tells the same story from a file of findings as from the capture', async () => {
  const findings = fileOf('findings.jsonl');
  writeFileSync(findings, (await runHere('findings', '--format', 'jsonl', '--quiet', DAY)).out);
  const { out: table } = await runHere('findings', '--quiet', DAY);
  for (const [evidence, golden] of [
    ['mapped', 'show-mapped'],
    ['called', 'show-called'],
  ] as const) {
    const id = new RegExp(`^ {2}${evidence} .* ([0-9a-f]{16}) `, 'm').exec(table)![1]!;
    const stored = await runHere('show', id, '--from', findings);
    assert.equal(stored.code, 0, stored.err);
    assert.equal(stored.out, (await runHere('show', id.slice(0, 6), DAY, '--quiet')).out);
    assertGolden(`${GOLDENS}/${golden}.txt`, stored.out);
    const json = await runHere('show', id, '--from', findings, '--format', 'json');
    assert.equal(JSON.parse(json.out).id, id);
  }
});

test('show says what is wrong with what it is given', async () => {
  const findings = fileOf('findings.jsonl');
  writeFileSync(findings, (await runHere('findings', '--format', 'jsonl', '--quiet', DAY)).out);
  const broken = fileOf('broken.jsonl');
  writeFileSync(broken, '{"id":"ab"}\n');
  for (const [args, message] of [
    [['ffffffffffffffff', '--from', findings], /no finding ffffffffffffffff among 11/],
    [['', '--from', findings], /is the beginning of 11 ids/],
    [['ab', '--from', broken], /broken\.jsonl:1: no finding/],
    [['ab'], /where is the finding/],
    [['ab', '--from', findings, DAY], /instead of inputs/],
    [['ab', '--from', 'nowhere.jsonl'], /cannot read the findings nowhere\.jsonl/],
  ] as const) {
    const { code, err } = await runHere('show', ...args);
    assert.equal(code, 2);
    assert.match(err, message);
  }
});

test('what a file of findings says cannot move the terminal', async () => {
  const findings = fileOf('hostile.jsonl');
  const [first] = lines((await runHere('findings', '--format', 'jsonl', '--quiet', DAY)).out);
  const hostile = first!
    .replace('"client":"', '"client":"\\u001b[2J')
    .replace('"notes":[', '"notes":[{"code":"x","text":"\\u001b]0;gone\\u0007"}')
    .replace('DsrGetDcName', 'Dsr\\u202eGetDcName');
  writeFileSync(findings, `${hostile}\n`);
  const { out, code, err } = await runHere('show', JSON.parse(hostile).id, '--from', findings);
  assert.equal(code, 0, err);
  assert.ok(out.includes('\\x1b[2J') && out.includes('\\u202e') && out.includes('\\x1b]0;gone'));
  for (const obeyed of ['\u001b', '\u0007', '\u202e']) assert.ok(!out.includes(obeyed));
});

test('compare lists every difference with its reason, then the score', async () => {
  for (const capture of ['domain-day', 'window-edges', 'failures']) {
    const { code, out, err } = await runHere('compare', '--quiet', `lab/captures/${capture}.pcap`);
    assert.equal(code, 0, err);
    assertGolden(`${GOLDENS}/compare-${capture}.txt`, out);
  }
  const rows = lines((await runHere('compare', '--format', 'jsonl', '--quiet', DAY)).out).map((line) =>
    JSON.parse(line),
  );
  assert.equal(rows.length, 11);
  for (const { strict, proven, reasons } of rows) assert.ok(strict === proven || reasons.length > 0);
  const csv = lines((await runHere('compare', '--format', 'csv', '--summary', '--quiet', DAY)).out);
  assert.equal(csv.length, 4);
});

test('--gap takes a length of time', async () => {
  const short = await runHere('findings', '--gap', '5ms', '--format', 'jsonl', '--quiet', DAY);
  assert.ok(lines(short.out).length > 11);
  const { code, err } = await runHere('findings', '--gap', 'soon', DAY);
  assert.equal(code, 2);
  assert.match(err, /--gap takes a length of time/);
});

function conn(flows: readonly (readonly [string, number, string, number])[]): string {
  const fields = [
    'ts',
    'uid',
    'id.orig_h',
    'id.orig_p',
    'id.resp_h',
    'id.resp_p',
    'proto',
    'duration',
    'conn_state',
  ];
  const rows = flows.map((flow, i) =>
    [`158833441${i}.000001`, `C${i}`, ...flow, 'tcp', '1.5', 'SF'].join('\t'),
  );
  return ['#separator \\x09', '#path\tconn', `#fields\t${fields.join('\t')}`, ...rows, ''].join('\n');
}
