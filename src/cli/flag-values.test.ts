import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countFlag, sizeFlag, timeFlag } from './flag-values.ts';
import { Failure } from './invocation.ts';

describe('flag values', () => {
  it('sizes: decimal and binary units, in any case; a bare letter is binary', () => {
    const size = (memory: string) => sizeFlag({ memory }, 'memory', null);
    assert.equal(size('512MB'), 512_000_000);
    assert.equal(size('2GiB'), 2_147_483_648);
    assert.equal(size('1.5g'), 1_610_612_736);
    assert.equal(size('64 kib'), 65_536);
    assert.equal(size('1000'), 1000);
    for (const wrong of ['', '0', '-1', 'MB', '5XB', '1e9', '99999999TB', '0x10'])
      assert.throws(() => size(wrong), Failure, wrong);
    assert.equal(sizeFlag({}, 'memory', 7), 7);
  });

  it('times: UTC where no zone is given, a date is its midnight', () => {
    const time = (since: string) => timeFlag({ since }, 'since');
    assert.equal(time('1970-01-02'), 86_400_000_000);
    assert.equal(time('1970-01-01T01:00:00+01:00'), 0);
    assert.equal(time('1970-01-01 00:00:00.0000019'), 1);
    for (const wrong of ['', 'now', '2020-13-01', '2020-02-30'])
      assert.throws(() => time(wrong), Failure, wrong);
  });

  it('counts are whole and not below the least', () => {
    assert.equal(countFlag({ jobs: '1' }, 'jobs', null, 1), 1);
    for (const wrong of ['0', '-1', '1.5', '', ' 2', '1e3', '0x2'])
      assert.throws(() => countFlag({ jobs: wrong }, 'jobs', null, 1), Failure, wrong);
  });
});
