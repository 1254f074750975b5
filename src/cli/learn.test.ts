import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readSnapshot } from '../baseline/read-snapshot.ts';
import { countDays } from '../baseline/ring.ts';
import type { Snapshot } from '../baseline/snapshot.ts';
import { fileOf, runQuietly } from '../testing/command.ts';
import { type ZeekTalk, zeekDay } from '../testing/zeek-day.ts';

const [A, B] = ['10.0.1.1', '10.0.1.2'];
const SVCCTL = '367abb81-9844-35f1-ad32-98f038001003';
const EPMAPPER = 'e1af8308-5d1f-11c9-91a4-08002b14a0fa';
let runs = 0;

/** What a baseline holds after such talk, as `client server call`, and the baseline. */
async function learned(
  talks: readonly ZeekTalk[],
  ...flags: readonly string[]
): Promise<{ readonly rows: readonly string[]; readonly snapshot: Snapshot; readonly err: string }> {
  const name = `learn-${++runs}`;
  const [conn, calls, baseline] = [fileOf(`${name}.conn.log`), fileOf(`${name}.rpc.log`), fileOf(name)];
  const day = zeekDay(talks);
  writeFileSync(conn, day.conn);
  writeFileSync(calls, day.calls);
  const { code, err } = await runQuietly('learn', conn, calls, '--baseline', baseline, ...flags);
  assert.equal(code, 0, err);
  const snapshot = readSnapshot(readFileSync(baseline)) as Snapshot;
  const { rows, hosts, calls: keys } = snapshot;
  const texts = Array.from(
    { length: rows.length },
    (_, i) => `${hosts[rows.client[i]!]} ${hosts[rows.server[i]!]} ${keys[rows.call[i]!]}`,
  );
  return { rows: texts, snapshot, err };
}

const AT = '2020-08-05T10:00:00';
const flows = (more: Partial<ZeekTalk>): ZeekTalk => ({ at: AT, client: A, server: B, calls: [], ...more });

test('calls are operations, and their flows are not counted beside them', async () => {
  const { rows, snapshot } = await learned([flows({ calls: ['svcctl CreateServiceW', 'made-up Nothing'] })]);
  assert.deepEqual(rows, [`${A} ${B} ${SVCCTL}#12`, `${A} ${B} ${EPMAPPER}#3`, `${A} ${B} made-up#Nothing`]);
  assert.deepEqual(snapshot.endpoints, [`${SVCCTL}@49670`]);
});

test('of flows alone, a dynamic port less than two seconds after the mapper is told from a mapper alone', async () => {
  for (const [gap, call] of [
    [0.000001, '~dynamic'],
    [1.999999, '~dynamic'],
    [2, '~mapper'],
    [0, '~mapper'],
  ] as const)
    assert.deepEqual((await learned([flows({ gap })])).rows, [`${A} ${B} ${call}`], `after ${gap} s`);
  assert.deepEqual((await learned([flows({ mapperOnly: true })])).rows, [`${A} ${B} ~mapper`]);
});

test('a dynamic port of another pair, or the other way round, answers no question', async () => {
  const other: ZeekTalk = { ...flows({ gap: 0.1 }), client: B, server: A, at: '2020-08-05T09:59:59.950' };
  const { rows } = await learned([flows({ mapperOnly: true }), other]);
  assert.deepEqual(rows, [`${A} ${B} ~mapper`, `${B} ${A} ~dynamic`]);
});

test('port 445 counts where no input shows calls, and not beside calls', async () => {
  const smb = flows({ pipe: 'srvsvc' });
  assert.deepEqual((await learned([smb])).rows, [`${A} ${B} ~smb`]);
  const called = { ...flows({ calls: ['svcctl CreateServiceW'], pipe: 'svcctl' }), server: '10.0.1.3' };
  assert.deepEqual((await learned([smb, called])).rows, [`${A} 10.0.1.3 ${SVCCTL}#12`]);
});

test('a dynamic port whose calls are not visible is told, though the mapper is read', async () => {
  const dark = flows({ at: '2020-08-05T11:00:00' });
  const { rows } = await learned([flows({ calls: ['svcctl CreateServiceW'] }), dark]);
  assert.ok(rows.includes(`${A} ${B} ~dynamic`));
});

test('days and nights are those of the zone', async () => {
  const late = [flows({ at: '2020-08-05T21:30:00' }), flows({ at: '2020-08-05T23:30:00' })];
  const utc = (await learned(late)).snapshot;
  const berlin = (await learned(late, '--zone', 'Europe/Berlin')).snapshot;
  assert.equal(berlin.last, utc.last + 1);
  const daysOf = ({ rows }: Snapshot) => [
    countDays(rows.daysLow[0]!, rows.daysHigh[0]!),
    countDays(rows.nightsLow[0]!, rows.nightsHigh[0]!),
  ];
  assert.deepEqual(daysOf(utc), [1, 1]);
  assert.deepEqual(daysOf(berlin), [2, 2]);
  assert.deepEqual(daysOf((await learned([flows({ at: '2020-08-05T12:00:00' })])).snapshot), [1, 0]);
});

test('what was learned is said, and a zone that there is not is refused', async () => {
  const { err } = await learned([
    flows({ calls: ['svcctl CreateServiceW'] }),
    flows({ at: '2020-08-05T11:00:00', mapperOnly: true }),
  ]);
  assert.match(err, /3 observations learned: 2 of calls, 0 of interfaces, 1 of flows alone/);
  const log = fileOf('zone.conn.log');
  writeFileSync(log, zeekDay([flows({})]).conn);
  const bad = await runQuietly('learn', log, '--baseline', fileOf('zone.baseline'), '--zone', 'Mars/Olympus');
  assert.equal(bad.code, 2);
  assert.match(bad.err, /Mars\/Olympus/);
});

test('what is learned in part, or cannot be read, may be learned later', async () => {
  const [log, text, baseline] = [fileOf('part.conn.log'), fileOf('text.txt'), fileOf('part.baseline')];
  writeFileSync(log, zeekDay([flows({}), flows({ at: '2020-08-06T10:00:00' })]).conn);
  writeFileSync(text, 'no log at all\n');
  const none = await runQuietly('learn', text, '--baseline', baseline);
  assert.equal(none.code, 2);
  assert.equal(existsSync(baseline), false);
  const days = () => {
    const { rows, inputs } = readSnapshot(readFileSync(baseline)) as Snapshot;
    return [countDays(rows.daysLow[0]!, rows.daysHigh[0]!), inputs.length];
  };
  const part = await runQuietly('learn', log, '--baseline', baseline, '--until', '2020-08-06');
  assert.equal(part.code, 0, part.err);
  assert.deepEqual(days(), [1, 0]);
  const whole = await runQuietly('learn', log, text, '--baseline', baseline);
  assert.equal(whole.code, 2);
  assert.deepEqual(days(), [2, 1]);
  const again = await runQuietly('learn', log, '--baseline', baseline);
  assert.match(again.err, /was learned already/);
});

test('the baseline itself and a twin among the inputs are left out without a fault', async () => {
  const folder = fileOf('twins');
  mkdirSync(folder, { recursive: true });
  const { conn } = zeekDay([flows({})]);
  for (const name of ['a.log', 'b.log']) writeFileSync(join(folder, name), conn);
  for (const name of ['c.log', 'd.log']) writeFileSync(join(folder, name), '');
  const baseline = join(folder, 'own.baseline');
  const first = await runQuietly(
    'learn',
    join(folder, 'a.log'),
    join(folder, 'b.log'),
    '--baseline',
    baseline,
  );
  assert.equal(first.code, 0, first.err);
  assert.match(first.err, /b\.log: is the same as .*a\.log, and is left out/);
  const again = await runQuietly('learn', folder, '--baseline', baseline);
  assert.doesNotMatch(again.err, /own\.baseline/);
  assert.doesNotMatch(again.err, /[cd]\.log: was learned/);
});
