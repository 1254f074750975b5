import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Allowance } from './allowance.ts';
import { forgetBefore, forgetEdge, forgetHost } from './forget.ts';
import { Ledger } from './ledger.ts';
import { mergeSnapshots } from './merge.ts';
import { isBadSnapshot, readSnapshot } from './read-snapshot.ts';
import { daysOf } from './ring.ts';
import type { Rows } from './rows.ts';
import type { Snapshot } from './snapshot.ts';
import { writeSnapshot } from './write-snapshot.ts';

/** What a ledger may be told. */
type Observation =
  | { kind: 'call'; client: string; server: string; call: string; day: number; night: boolean }
  | { kind: 'port'; client: string; server: string; call: string; day: number; port: number }
  | { kind: 'name'; client: string; server: string; day: number };

const MICROS_PER_DAY = 86_400_000_000;
const host = fc.constantFrom(
  'ws1',
  'ws10',
  'WS1',
  'dc1.corp.example',
  '10.0.0.7',
  'fe80::1%eth0',
  'büro 7',
  '',
);
const call = fc.constantFrom(
  '367abb81-9844-35f1-ad32-98f038001003#12',
  'spoolss#RpcOpenPrinter',
  '~smb',
  '~mapper',
);
/** Days that crowd in one window, and days far from it. */
const day = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 20_000, max: 20_045 }) },
  { weight: 1, arbitrary: fc.integer({ min: 19_930, max: 20_130 }) },
  { weight: 1, arbitrary: fc.integer({ min: -3, max: 70 }) },
);
const observation: fc.Arbitrary<Observation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('call' as const),
      client: host,
      server: host,
      call,
      day,
      night: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('port' as const),
      client: host,
      server: host,
      call,
      day,
      port: fc.constantFrom(49_152, 49_667, 65_535),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('name' as const), client: host, server: host, day }),
  },
);
const observations = fc.array(observation, { maxLength: 60, size: 'max' });
const allowance: fc.Arbitrary<Allowance> = fc.record(
  {
    client: host,
    server: fc.constantFrom('*', 'dc1.corp.example'),
    call: fc.constantFrom('*', '~smb'),
    who: fc.string({ maxLength: 5 }),
    why: fc.oneof(fc.constantFrom('because\nof 100 %', ' '), fc.string({ unit: 'grapheme', maxLength: 8 })),
    until: fc.option(fc.integer({ min: 0, max: 30_000 })),
  },
  { noNullPrototype: true },
);
const said = fc.record({
  allowed: fc.array(allowance, { maxLength: 3 }),
  inputs: fc.array(fc.constantFrom('0a', '1b', '2c'), { maxLength: 3 }),
  budget: fc.constantFrom(5, 10, 20),
});

function tell(ledger: Ledger, seen: readonly Observation[]): void {
  for (const one of seen) {
    const micros = one.day * MICROS_PER_DAY + (one.kind === 'call' && one.night ? 0 : MICROS_PER_DAY / 2);
    if (one.kind === 'name') ledger.name(one.client, one.server, micros);
    else {
      const [client, server] = [ledger.host(one.client), ledger.host(one.server)];
      if (one.kind === 'call') ledger.see(client, server, ledger.call(one.call), micros);
      else ledger.port(client, server, one.port, one.call, micros);
    }
  }
}

function learned(seen: readonly Observation[]): Snapshot {
  const ledger = new Ledger();
  tell(ledger, seen);
  return ledger.snapshot();
}

function textOf(snapshot: Snapshot): string {
  const decoder = new TextDecoder();
  return [...writeSnapshot(snapshot)].map((chunk) => decoder.decode(chunk, { stream: true })).join('');
}

function read(text: string): Snapshot {
  const snapshot = readSnapshot(new TextEncoder().encode(text));
  if (isBadSnapshot(snapshot)) throw new Error(`line ${snapshot.line}: ${snapshot.reason}`);
  return snapshot;
}

/** What a snapshot holds, spelled out. */
function spelled(snapshot: Snapshot): ReadonlySet<string> {
  const { hosts, last } = snapshot;
  const facts = new Set<string>();
  const spell = (kind: string, { length, ...rows }: Rows, names: readonly string[]) => {
    for (let i = 0; i < length; i++) {
      const what = [kind, hosts[rows.client[i]!], hosts[rows.server[i]!], names[rows.call[i]!]].join('|');
      for (const each of daysOf(rows.daysLow[i]!, rows.daysHigh[i]!, last)) facts.add(`${what}|${each}`);
      for (const each of daysOf(rows.nightsLow[i]!, rows.nightsHigh[i]!, last))
        facts.add(`${what}|${each} night`);
    }
  };
  spell('call', snapshot.rows, snapshot.calls);
  spell('port', snapshot.ports, snapshot.endpoints);
  for (const { address, host: name, daysLow, daysHigh } of snapshot.names)
    for (const each of daysOf(daysLow, daysHigh, last)) facts.add(`name|${address}|${name}|${each}`);
  return facts;
}

/** The same from what was seen, by sets alone. */
function expected(seen: readonly Observation[]): ReadonlySet<string> {
  const last = Math.max(-1, ...seen.map((one) => one.day));
  const facts = new Set<string>();
  for (const one of seen) {
    if (one.day < 0 || last - one.day > 63) continue;
    const { client, server } = one;
    if (one.kind === 'name') facts.add(`name|${client}|${server}|${one.day}`);
    else if (one.kind === 'port') facts.add(`port|${client}|${server}|${one.call}@${one.port}|${one.day}`);
    else {
      facts.add(`call|${client}|${server}|${one.call}|${one.day}`);
      if (one.night) facts.add(`call|${client}|${server}|${one.call}|${one.day} night`);
    }
  }
  return facts;
}

test('a snapshot holds what was seen in the 64 days up to the latest, whatever the order', () => {
  let facts = 0;
  let fallen = 0;
  fc.assert(
    fc.property(observations, fc.infiniteStream(fc.nat()), (seen, order) => {
      const snapshot = learned(seen);
      const all = expected(seen);
      assert.deepEqual(spelled(snapshot), all);
      assert.equal(snapshot.last, Math.max(-1, ...seen.map((one) => one.day)));
      const ranks = new Map(seen.map((one) => [one, order.next().value as number]));
      assert.equal(textOf(learned(seen.toSorted((a, b) => ranks.get(a)! - ranks.get(b)!))), textOf(snapshot));
      facts += all.size;
      fallen += seen.filter((one) => one.day >= 0 && snapshot.last - one.day > 63).length;
    }),
    { numRuns: 300 },
  );
  assert.ok(facts > 2000 && fallen > 300, `${facts} facts, ${fallen} fallen out`);
});

test('rows are sorted, without duplicates, and name all that is in the tables of names', () => {
  fc.assert(
    fc.property(observations, (seen) => {
      const { hosts, calls, rows, endpoints, ports, names } = learned(seen);
      const named = new Set<string>();
      for (const [{ length, client, server, call: what }, keys] of [
        [rows, calls],
        [ports, endpoints],
      ] as const) {
        const lines = Array.from({ length }, (_, i) => [client[i]!, server[i]!, what[i]!]);
        const sorted = lines.toSorted((a, b) => a[0]! - b[0]! || a[1]! - b[1]! || a[2]! - b[2]!);
        assert.deepEqual(lines, sorted);
        assert.equal(new Set(lines.map(String)).size, length);
        assert.deepEqual(keys, [...new Set(lines.map((line) => keys[line[2]!]!))].sort());
        for (const line of lines) named.add(hosts[line[0]!]!).add(hosts[line[1]!]!);
      }
      assert.deepEqual(hosts, [...named].sort());
      assert.deepEqual(
        names.map(({ address, host: name }) => [address, name]),
        names
          .map(({ address, host: name }) => [address, name])
          .sort(([a, x], [b, y]) => (a! < b! || (a === b && x! < y!) ? -1 : 1)),
      );
    }),
  );
});

test('what was learned in parts and merged is what was learned at once, byte for byte', () => {
  fc.assert(
    fc.property(observations, fc.array(fc.nat(60), { minLength: 1, maxLength: 4 }), (seen, cuts) => {
      const edges = [0, ...cuts.toSorted((a, b) => a - b), seen.length];
      const parts = edges.slice(1).map((to, i) => learned(seen.slice(edges[i]!, to)));
      const whole = textOf(learned(seen));
      assert.equal(textOf(mergeSnapshots(parts)), whole);
      assert.equal(textOf(mergeSnapshots(parts.toReversed())), whole);
      const grown = new Ledger({ from: parts[0]! });
      tell(grown, seen.slice(edges[1]!));
      assert.equal(textOf(grown.snapshot()), whole);
    }),
    { numRuns: 300 },
  );
});

test('merging is associative, commutative and idempotent, what was said included', () => {
  const snapshot = fc.tuple(observations, said).map(([seen, words]) => {
    const ledger = new Ledger();
    tell(ledger, seen);
    return ledger.snapshot(words);
  });
  fc.assert(
    fc.property(snapshot, snapshot, snapshot, (a, b, c) => {
      const one = textOf(mergeSnapshots([a, mergeSnapshots([b, c])]));
      assert.equal(textOf(mergeSnapshots([mergeSnapshots([a, b]), c])), one);
      assert.equal(textOf(mergeSnapshots([c, a, b])), one);
      assert.equal(textOf(mergeSnapshots([b, b, a])), textOf(mergeSnapshots([a, b])));
      assert.equal(textOf(mergeSnapshots([a, a])), textOf(a));
    }),
    { numRuns: 200 },
  );
});

test('forgetting a host, an edge or days gives the bytes of never having seen them', () => {
  let forgotten = 0;
  // All in one window: days that have fallen out for the sake of what is forgotten do not come back.
  const near = observations.map((all) => all.map((one) => ({ ...one, day: 20_000 + (one.day & 63) })));
  fc.assert(
    fc.property(near, host, host, day, (seen, x, y, from) => {
      const snapshot = learned(seen);
      const without = (gone: (one: Observation) => boolean): string => {
        const left = seen.filter((one) => !gone(one));
        forgotten += seen.length - left.length;
        return textOf(learned(left));
      };
      assert.equal(
        textOf(forgetHost(snapshot, x)),
        without(({ client, server }) => client === x || server === x),
      );
      assert.equal(
        textOf(forgetEdge(snapshot, x, y)),
        without(({ kind, client, server }) => kind !== 'name' && client === x && server === y),
      );
      assert.equal(
        textOf(forgetBefore(snapshot, 20_000 + (from & 63))),
        without((one) => one.day < 20_000 + (from & 63)),
      );
    }),
    { numRuns: 300 },
  );
  assert.ok(forgotten > 5000, `only ${forgotten} observations were forgotten`);
});

test('days can be forgotten however many have fallen out, and earlier ones than the window change nothing', () => {
  fc.assert(
    fc.property(observations, day, (seen, from) => {
      const left = seen.filter((one) => one.day >= from);
      fc.pre(left.length > 0);
      assert.equal(textOf(forgetBefore(learned(seen), from)), textOf(learned(left)));
    }),
  );
});

test('what is written is read as it was', () => {
  let bytes = 0;
  fc.assert(
    fc.property(observations, said, (seen, words) => {
      const ledger = new Ledger({ zone: 'Europe/Berlin' });
      tell(ledger, seen);
      const bare = ledger.snapshot(words);
      const ids = bare.hosts.map((_, id) => id);
      const snapshot: Snapshot = {
        ...bare,
        weights: 'a0b1',
        verdicts: {
          leads: ids.map((client) => ({
            day: 20_000 + client,
            client,
            score: client / 100 - 0.02,
            classes: client,
            ongoing: client % 2 === 1,
            servers: ids.map((server) => ({ server, score: server + 0.25 })),
          })),
          strong: ids.map((client) => ({ day: 19_999, client, server: ids.length - 1, score: 4.5 })),
          reference: ids.map((group) => ({
            day: 20_000,
            group,
            bins: Int32Array.from(ids, (bin) => bin - 3),
            counts: Int32Array.from(ids, (count) => count + 1),
          })),
          hidden: bare.allowed.map((_, i) => i),
        },
      };
      const text = textOf(snapshot);
      const back = read(text);
      assert.deepEqual(back, snapshot);
      assert.equal(textOf(back), text);
      bytes += text.length;
    }),
    { numRuns: 200 },
  );
  assert.ok(bytes > 100_000);
});

test('whatever is cut off or changed in a file, it is refused with a line, or read as another that is whole', () => {
  let refused = 0;
  let runs = 0;
  fc.assert(
    fc.property(observations, said, fc.nat(), fc.option(fc.nat(255)), (seen, words, where, byte) => {
      const ledger = new Ledger();
      tell(ledger, seen);
      const bytes = new TextEncoder().encode(textOf(ledger.snapshot(words)));
      const at = where % bytes.length;
      const damaged = byte === null ? bytes.slice(0, at) : bytes.with(at, byte);
      const back = readSnapshot(damaged);
      runs += 1;
      if (byte === null) assert.ok(isBadSnapshot(back), `cut off at ${at} of ${bytes.length}`);
      if (isBadSnapshot(back)) {
        assert.match(back.reason, /^[^\n]+$/);
        assert.ok(back.line >= 1 && back.line <= textOf(ledger.snapshot(words)).split('\n').length);
        refused += 1;
      } else assert.deepEqual(read(textOf(back)), back);
    }),
    { numRuns: 1000 },
  );
  assert.ok(refused > runs / 2, `${refused} of ${runs} refused`);
});
