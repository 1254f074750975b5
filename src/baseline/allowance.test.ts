import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Allowance, allows, sortedAllowances } from './allowance.ts';

const SVCCTL = '367abb81-9844-35f1-ad32-98f038001003';
const ENTRY: Allowance = {
  client: 'scan1',
  server: 'dc1',
  call: `${SVCCTL}#15`,
  who: 'ann',
  why: 'scan',
  until: 100,
};

test('an allowance speaks of its client, server and call, and of no later day than its last', () => {
  const spoken = (
    change: Partial<Allowance>,
    ...[client, server, call, day]: [string, string, string, number]
  ) => allows({ ...ENTRY, ...change }, client, server, call, day);
  assert.ok(spoken({}, 'scan1', 'dc1', `${SVCCTL}#15`, 100));
  assert.ok(!spoken({}, 'scan1', 'dc1', `${SVCCTL}#15`, 101));
  assert.ok(spoken({ until: null }, 'scan1', 'dc1', `${SVCCTL}#15`, 100_000));
  assert.ok(!spoken({}, 'scan2', 'dc1', `${SVCCTL}#15`, 1));
  assert.ok(!spoken({}, 'scan1', 'dc2', `${SVCCTL}#15`, 1));
  assert.ok(!spoken({}, 'scan1', 'dc1', `${SVCCTL}#16`, 1));
  assert.ok(!spoken({}, 'scan1', 'dc1', SVCCTL, 1));
  assert.ok(spoken({ client: '*' }, 'scan2', 'dc1', `${SVCCTL}#15`, 1));
  assert.ok(spoken({ server: '*' }, 'scan1', 'dc2', `${SVCCTL}#15`, 1));
  assert.ok(spoken({ call: '*' }, 'scan1', 'dc1', '~smb', 1));
});

test('an interface stands for its operations, and for those of no other', () => {
  const whole = { ...ENTRY, call: SVCCTL };
  assert.ok(allows(whole, 'scan1', 'dc1', `${SVCCTL}#15`, 1));
  assert.ok(allows(whole, 'scan1', 'dc1', SVCCTL, 1));
  assert.ok(!allows(whole, 'scan1', 'dc1', '~smb', 1));
  assert.ok(!allows({ ...whole, call: '~smb' }, 'scan1', 'dc1', '~smbd', 1));
});

test('the list holds each entry once, in one order', () => {
  const other = { ...ENTRY, client: 'admin' };
  const forever = { ...ENTRY, until: null };
  assert.deepEqual(sortedAllowances([ENTRY, other, { ...ENTRY }, forever]), [other, forever, ENTRY]);
  assert.deepEqual(sortedAllowances([forever, { ...other }, ENTRY, other]), [other, forever, ENTRY]);
});
