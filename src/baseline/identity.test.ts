import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHostNames } from './identity.ts';

test('names are read from a hosts file and from a CSV with its header', () => {
  assert.deepEqual(
    [...readHostNames('# ours\n10.0.0.1\tDC1 dc1.corp\n\nfe80::1 Files # v6\n').names],
    [
      ['10.0.0.1', 'dc1'],
      ['fe80::1', 'files'],
    ],
  );
  assert.deepEqual([...readHostNames('ip,host\n10.0.0.1,DC1\n').names], [['10.0.0.1', 'dc1']]);
});

test('an address may be spelled in any way', () => {
  assert.deepEqual([...readHostNames('2001:0DB8:0:0:0:0:0:1 ws01\n').names], [['2001:db8::1', 'ws01']]);
  assert.equal(readHostNames('10.0.0.1 dc1\n999.1.1.1 ws01\n').faults.length, 1);
});

test('a line that gives no name is a fault with its number', () => {
  assert.deepEqual(readHostNames('10.0.0.1 dc1\n10.0.0.2\nws03 10.0.0.3\n').faults, [
    { line: 2, reason: '10.0.0.2 has no name' },
    { line: 3, reason: 'ws03 is no address' },
  ]);
});
