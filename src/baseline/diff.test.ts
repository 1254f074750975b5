import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { diffSnapshots, isSame } from './diff.ts';
import { Ledger } from './ledger.ts';
import type { Snapshot } from './snapshot.ts';

interface Seen {
  readonly client: string;
  readonly server: string;
  readonly call: string;
  readonly day: number;
}

const observations = fc.array(
  fc.record<Seen>({
    client: fc.constantFrom('a', 'b'),
    server: fc.constantFrom('b', 'c'),
    call: fc.constantFrom('~smb', '~mapper'),
    day: fc.oneof(fc.integer({ min: 100, max: 106 }), fc.integer({ min: 100, max: 200 })),
  }),
  { maxLength: 25, size: 'max' },
);

function learned(seen: readonly Seen[]): Snapshot {
  const ledger = new Ledger();
  for (const { client, server, call, day } of seen)
    ledger.seeDay(ledger.host(client), ledger.host(server), ledger.call(call), day, false);
  return ledger.snapshot();
}

/** The days of each row, by sets alone. */
function daysByRow(seen: readonly Seen[], from: number): ReadonlyMap<string, ReadonlySet<number>> {
  const days = new Map<string, Set<number>>();
  for (const { client, server, call, day } of seen)
    if (day >= from) {
      const key = `${client} ${server} ${call}`;
      days.set(key, (days.get(key) ?? new Set()).add(day));
    }
  return days;
}

test('a difference is the days that one has and the other has not, within the window of both', () => {
  let changes = 0;
  let aged = 0;
  fc.assert(
    fc.property(observations, observations, (before, after) => {
      const diff = diffSnapshots(learned(before), learned(after));
      const lasts = [before, after].map((seen) => Math.max(...seen.map(({ day }) => day)));
      const from = Math.max(...lasts) - 63;
      const [old, now] = [daysByRow(before, from), daysByRow(after, from)];
      const expected = [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((key) => {
        const [was, is] = [old.get(key) ?? new Set<number>(), now.get(key) ?? new Set<number>()];
        const daysAdded = [...is].filter((day) => !was.has(day)).sort((a, b) => a - b);
        const daysGone = [...was].filter((day) => !is.has(day)).sort((a, b) => a - b);
        return daysAdded.length + daysGone.length === 0 ? [] : [{ key, daysAdded, daysGone }];
      });
      const found = diff.rows.map(({ client, server, call, daysAdded, daysGone }) => ({
        key: `${client} ${server} ${call}`,
        daysAdded,
        daysGone,
      }));
      assert.deepEqual(found, expected);
      changes += expected.length;
      aged += diff.aged;
    }),
    { numRuns: 300 },
  );
  assert.ok(changes > 500 && aged > 20, `${changes} changes, ${aged} rows aged`);
});

test('a snapshot does not differ from itself, and what is told of two is turned round the other way', () => {
  fc.assert(
    fc.property(observations, observations, (one, other) => {
      const [a, b] = [learned(one), learned(other)];
      assert.ok(isSame(diffSnapshots(a, a)));
      const [there, back] = [diffSnapshots(a, b), diffSnapshots(b, a)];
      assert.deepEqual(there.hosts.added, back.hosts.gone);
      assert.deepEqual(
        there.rows.map(({ daysAdded, daysGone }) => [daysAdded, daysGone]),
        back.rows.map(({ daysAdded, daysGone }) => [daysGone, daysAdded]),
      );
    }),
  );
});
