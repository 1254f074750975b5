import assert from 'node:assert/strict';
import { test } from 'node:test';
import { interfaceOf } from '../../knowledge/rpc-interfaces.ts';
import { FIRST_DAY } from '../simulation.ts';
import type { WorldDay } from './conversation.ts';
import { isDesk } from './host.ts';
import { RATES, ratesWith } from './rates.ts';
import { World } from './world.ts';

const WORK_DAYS = 10;

function daysOf(
  seed: number,
  hosts: number,
  factors = {},
): { readonly world: World; readonly days: WorldDay[] } {
  const world = new World({ hosts, seed, rates: ratesWith(factors), firstDay: FIRST_DAY });
  return { world, days: Array.from({ length: 12 }, () => world.day()).filter(({ weekend }) => !weekend) };
}

/** How many conversations a desk has on a day with what is called so, over working days. */
function perDesk({ world, days }: ReturnType<typeof daysOf>, ...routines: readonly string[]): number {
  const { hosts } = world.enterprise;
  let count = 0;
  for (const { conversations } of days)
    for (const { client, routine } of conversations)
      if (isDesk(hosts[client]!) && routines.includes(routine.name)) count += 1;
  return count / (days.length * hosts.filter(isDesk).length);
}

test('a world is its seed: the same again, and another with another seed', () => {
  const [first, again, other] = [daysOf(1, 200), daysOf(1, 200), daysOf(2, 200)];
  assert.deepEqual(first.days, again.days);
  assert.notDeepEqual(first.days[0]!.conversations, other.days[0]!.conversations);
  assert.equal(first.days.length, WORK_DAYS);
});

test('rates are hit as stated, and when they are multiplied', () => {
  const plain = daysOf(3, 1000);
  const on = 0.87;
  const near = (found: number, stated: number) =>
    assert.ok(Math.abs(found / stated - 1) < 0.06, `${found} is not about ${stated}`);
  near(perDesk(plain, 'log-on'), on);
  near(perDesk(plain, 'file server', 'files'), 2 * on);
  near(perDesk(plain, 'mail', 'address book'), 3 * on);
  near(perDesk(plain, 'policy'), 5 * 0.6 * on);
  near(perDesk(daysOf(3, 1000, { 'print-use': 10 }), 'printing'), 10 * on);
  const addresses = plain.days.slice(1).map(({ slots }, n) => {
    const before = plain.days[n]!.slots;
    return before.reduce((moved, slot, host) => moved + (slots[host] === slot ? 0 : 1), 0);
  });
  assert.ok(addresses.some((moved) => moved > 0));
});

test('conversations are of the day, between two hosts that there are, with calls of interfaces', () => {
  const { world, days } = daysOf(4, 300);
  let looked = 0;
  for (const { day, conversations } of days)
    for (const { start, client, server, routine } of conversations) {
      assert.equal(Math.floor(start / 86_400_000_000), day);
      assert.ok(Number.isSafeInteger(start) && client !== server);
      assert.ok(world.enterprise.hosts[client] !== undefined && world.enterprise.hosts[server] !== undefined);
      for (const { call } of routine.steps)
        assert.ok(interfaceOf(call.split('#')[0]!) !== undefined || routine.name.startsWith('application'));
      looked += 1;
    }
  assert.ok(looked > 10_000);
});

test('no two hosts have the same address on a day', () => {
  for (const { slots } of daysOf(5, 400).days) assert.equal(new Set(slots).size, slots.length);
});

test('every rate says where it is from', () => {
  assert.ok(RATES.every(({ source, unit }) => source !== '' && unit !== ''));
  assert.equal(new Set(RATES.map(({ name }) => name)).size, RATES.length);
});
