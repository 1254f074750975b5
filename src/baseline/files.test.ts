import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { sourcePath } from '../testing/repository.ts';
import { parseDay } from './day-number.ts';
import { Ledger } from './ledger.ts';
import { isBadSnapshot, readSnapshot } from './read-snapshot.ts';
import { writeSnapshot } from './write-snapshot.ts';

const CASES = sourcePath('src/baseline/cases');
const NETLOGON = '12345678-1234-abcd-ef00-01234567cffb';

test('the file of a small network is what its format says', () => {
  const ledger = new Ledger();
  const at = (day: string, hour: number) => (parseDay(day)! * 24 + hour) * 3_600_000_000;
  const [dc1, ws1, ws2] = ['dc1', 'ws1', 'ws 2'].map((name) => ledger.host(name));
  ledger.see(ws1!, dc1!, ledger.call('~smb'), at('2020-07-13', 12));
  ledger.see(ws2!, dc1!, ledger.call('~mapper'), at('2020-08-22', 12));
  ledger.see(ws2!, dc1!, ledger.call('~mapper'), at('2020-08-21', 12));
  ledger.see(ws1!, dc1!, ledger.call(`${NETLOGON}#26`), at('2020-09-11', 19));
  ledger.see(ws1!, dc1!, ledger.call(`${NETLOGON}#26`), at('2020-09-14', 20));
  ledger.port(ws1!, dc1!, 49_667, NETLOGON, at('2020-09-14', 20));
  ledger.name('10.0.0.7', 'ws1', at('2020-09-14', 8));
  const snapshot = ledger.snapshot({
    inputs: ['00ff'],
    allowed: [
      {
        client: 'ws1',
        server: '*',
        call: '~smb',
        who: 'Alice',
        why: 'moves 100% of its files',
        until: parseDay('2020-12-31'),
      },
    ],
  });
  const written = Buffer.concat([...writeSnapshot(snapshot)].map((chunk) => Buffer.from(chunk)));
  assert.equal(written.toString(), readFileSync(`${CASES}/small.baseline`, 'utf8'));
});

test('a file that is damaged is refused with the line and the reason', () => {
  const bad = readdirSync(CASES).filter((name) => /^bad-.*\.baseline$/.test(name));
  for (const name of bad) {
    const read = readSnapshot(readFileSync(`${CASES}/${name}`));
    assert.ok(isBadSnapshot(read), `${name} was read`);
    const expected = readFileSync(`${CASES}/${name.replace(/baseline$/, 'txt')}`, 'utf8');
    assert.equal(`${read.line}: ${read.reason}\n`, expected, name);
  }
  assert.ok(bad.length >= 15, `only ${bad.length} cases`);
});
