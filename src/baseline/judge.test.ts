import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { intruderCalls } from '../knowledge/intruder-calls.ts';
import { judgeDays, replay } from './judge.ts';
import type { Judgement } from './judgement.ts';
import { Ledger } from './ledger.ts';
import { reasonsOfDay } from './reasons.ts';
import type { Snapshot } from './snapshot.ts';
import { carryVerdicts, NO_VERDICTS } from './verdicts.ts';

const NETLOGON = '12345678-1234-abcd-ef00-01234567cffb#26';
const SRVSVC = '4b324fc8-1670-01d3-1278-5a47bf6ee188';
const CREATE_SERVICE = '367abb81-9844-35f1-ad32-98f038001003#12';
const CALLS = [NETLOGON, `${SRVSVC}#15`, `${SRVSVC}#16`, CREATE_SERVICE, 'app#0', 'app#1'];
/** A Monday. */
const FIRST = 20_458;
const intruder = intruderCalls();

/** What was seen: on each day of a list, by one client, of one server, one call. */
interface Seen {
  readonly x: string;
  readonly y: string;
  readonly c: string;
  readonly days: readonly number[];
}

function snapshotOf(seen: readonly Seen[], allowed: Snapshot['allowed'] = []): Snapshot {
  const ledger = new Ledger();
  for (const { x, y, c, days } of seen)
    for (const day of days) ledger.seeDay(ledger.host(x), ledger.host(y), ledger.call(c), day, false);
  return { ...ledger.snapshot(), allowed };
}

/** A small network: a controller, servers, peers, and now and then somebody who goes everywhere. */
function network(seed: number): Seen[] {
  let state = seed >>> 0;
  const below = (n: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const hosts = 12 + below(40);
  const days = 18 + below(20);
  const rows = new Map<string, Set<number>>();
  const see = (x: string, y: string, c: string, day: number) => {
    const key = `${x} ${y} ${c}`;
    rows.set(key, (rows.get(key) ?? new Set()).add(FIRST + day));
  };
  for (let day = 0; day < days; day++)
    for (let h = 0; h < hosts; h++) {
      if (below(4) === 0) continue;
      see(`h${h}`, `dc${h % 2}`, NETLOGON, day);
      if (below(3) > 0) see(`h${h}`, `srv${below(3)}`, `${SRVSVC}#${15 + below(2)}`, day);
      if (below(8) === 0) see(`h${h}`, `app${below(5)}`, `app#${below(2)}`, day);
      if (below(40) === 0)
        see(`h${h}`, `h${below(hosts)}x`.replace('x', ''), CALLS[below(CALLS.length)]!, day);
      if (h === 0 && below(2) === 0)
        for (let n = 0; n < 6; n++) see('h0', `h${1 + below(hosts - 1)}`, CREATE_SERVICE, day);
    }
  return [...rows].map(([key, seenOn]) => {
    const [x = '', y = '', c = ''] = key.split(' ');
    return { x, y, c, days: [...seenOn].sort((a, b) => a - b) };
  });
}

interface Brute {
  readonly groups: Map<string, string>;
  readonly classes: Map<string, string>;
  /** By client, by server: L. */
  readonly scores: Map<string, Map<string, number>>;
}

/** The formulas as they are written down, over plain objects and without any shortcut; for one level of calls. */
function brute(
  seen: readonly Seen[],
  day: number,
  held: (x: string, y: string) => boolean = () => false,
): Brute {
  const n = (days: readonly number[]) =>
    days.reduce((sum, past) => sum + (past < day ? 2 ** ((past - day) / 30) : 0), 0);
  const upTo = seen.filter(({ days }) => days.some((one) => one <= day));
  const all = [...new Set(upTo.flatMap(({ x, y }) => [x, y]))];
  const H = all.length;
  const pairs = [...new Set(upTo.map(({ x, y }) => `${x} ${y}`))].map((both) => {
    const rows = upTo.filter(({ x, y }) => `${x} ${y}` === both);
    const [x, y] = [rows[0]!.x, rows[0]!.y];
    const days = [...new Set(rows.flatMap((row) => row.days))].sort((a, b) => a - b);
    const live = n(days) > 0.25 && !held(x, y);
    return {
      x,
      y,
      n: live ? n(days) : 0,
      live,
      known: n(days) > 0.25,
      today: days.includes(day),
      first: days[0]!,
      rows: rows.map((row) => ({
        c: row.c,
        n: live && n(row.days) > 0.25 ? n(row.days) : 0,
        today: row.days.includes(day),
      })),
    };
  });
  const live = pairs.filter((pair) => pair.live);
  const fresh = pairs.filter((pair) => !pair.live && pair.today);

  const met = pairs.filter((pair) => pair.known);
  const firstMet = pairs.filter((pair) => !pair.known && pair.today);
  const out = (x: string) => met.filter((pair) => pair.x === x).length;
  let explorers = new Set(all.filter((x) => out(x) >= Math.max(20, 0.02 * H)));
  let servers = new Set<string>();
  let far = (_: string) => 0;
  for (let turn = 0; turn < 3; turn++) {
    const clients = (of: typeof pairs, y: string) =>
      of.filter((pair) => pair.y === y && !explorers.has(pair.x)).length;
    const enough = Math.max(4, 0.0008 * H);
    servers = new Set(
      all.filter((y) => clients(met, y) >= enough || clients(met, y) + clients(firstMet, y) >= enough + 1),
    );
    const now = servers;
    far = (x) => met.filter((pair) => pair.x === x && !now.has(pair.y)).length;
    explorers = new Set(all.filter((x) => far(x) >= 10 || out(x) >= Math.max(30, 0.03 * H)));
  }
  const asked = (y: string, when: 'before' | 'today') =>
    upTo.filter((row) => {
      const known = n(row.days) > 0.25;
      return (
        row.y === y && row.c === NETLOGON && (when === 'before' ? known : !known && row.days.includes(day))
      );
    }).length;
  const isDc = (y: string) => {
    const enough = Math.max(4, 0.02 * H);
    return asked(y, 'before') >= enough || asked(y, 'before') + asked(y, 'today') >= enough + 1;
  };
  const groups = new Map<string, string>();
  const classes = new Map<string, string>();
  for (const host of all) {
    const wide = out(host) >= Math.max(40, 0.05 * H) && far(host) >= 0.02 * H;
    groups.set(
      host,
      isDc(host)
        ? 'dc'
        : wide
          ? 'wide'
          : explorers.has(host)
            ? 'narrow'
            : servers.has(host)
              ? 'server'
              : 'workstation',
    );
    classes.set(host, isDc(host) ? 'dc' : servers.has(host) ? 'server' : 'other');
  }
  const kinds = ['other', 'server', 'dc'];
  const explores = (x: string) => ['narrow', 'wide'].includes(groups.get(x)!);

  const settled = (x: string) =>
    [...new Set(seen.filter((row) => row.x === x).flatMap((row) => row.days))].sort((a, b) => a - b)[1] ??
    Infinity;
  const nu = (some: (x: string) => boolean, k: string) =>
    live
      .filter((pair) => some(pair.x) && classes.get(pair.y) === k && pair.first > settled(pair.x))
      .reduce((sum, pair) => sum + 2 ** ((pair.first - day) / 30), 0);
  const total = (some: (x: string) => boolean) => kinds.reduce((sum, k) => sum + nu(some, k), 0);
  const anybody = () => true;

  const serverTerm = (x: string, y: string): number => {
    const mine = live.filter((pair) => pair.x === x);
    const N = mine.reduce((sum, pair) => sum + pair.n, 0);
    const w = (1 + 0.3 * mine.length) / (N + 1);
    const k = classes.get(y)!;
    const peer = (other: string) => groups.get(other) === groups.get(x);
    const pi = (nu(peer, k) + (5 * (nu(anybody, k) + 1 / 3)) / (total(anybody) + 1)) / (total(peer) + 5);
    const own = (other: string) => other === x;
    const ofClass = (nu(own, k) + 4 * pi) / (total(own) + 4);
    const meets = [...live, ...fresh.filter((pair) => pair.x !== x)];
    const c = (server: string) => meets.filter((pair) => pair.y === server && peer(pair.x)).length;
    const cAll = (server: string) =>
      meets.filter((pair) => pair.y === server && (explores(x) || !explores(pair.x))).length;
    const C = all.reduce((sum, server) => sum + c(server), 0);
    const T = all.filter((server) => c(server) > 0).length;
    const CAll = all.reduce((sum, server) => sum + cAll(server), 0);
    const G = (server: string) => (cAll(server) + 0.02) / (CAll + 0.02 * H);
    const Gr = (server: string) => (Math.max(c(server) - 0.5, 0) + (5 + 0.5 * T) * G(server)) / (C + 5);
    const alike = all.filter((server) => classes.get(server) === k);
    const popular = Gr(y) / alike.reduce((sum, server) => sum + Gr(server), 0);
    const even = k === 'other' ? 0.2 : 0.02;
    return -Math.log(H) - Math.log(w * ofClass * (even / alike.length + (1 - even) * popular));
  };

  const V = new Set(upTo.map((row) => row.c)).size;
  const callTerm = (x: string, pair: (typeof pairs)[number], c: string): number => {
    const k = classes.get(pair.y)!;
    const uses = pairs.flatMap((other) =>
      other.rows
        .filter((row) => row.n > 0 || (row.today && other.x !== x))
        .map((row) => `${other.x} ${classes.get(other.y)} ${row.c}`),
    );
    const shown = [...new Set(uses)].map((use) => {
      const [user = '', of = '', call = ''] = use.split(' ');
      return { user, of, c: call };
    });
    const B0 = (shown.filter((one) => one.c === c).length + 0.3) / (shown.length + 0.3 * V);
    const alike = shown.filter(({ user, of }) => groups.get(user) === groups.get(x) && of === k);
    const T = new Set(alike.map((one) => one.c)).size;
    const b = alike.filter((one) => one.c === c).length;
    const B = (Math.max(b - 0.5, 0) + (2 + 0.5 * T) * B0) / (alike.length + 2);
    const mine = pairs.filter((other) => other.x === x && classes.get(other.y) === k);
    const used = mine.flatMap((other) => other.rows.filter((row) => row.n > 0).map((row) => row.c));
    const J = (Math.max(used.filter((one) => one === c).length - 0.3, 0) + 6 * B) / (used.length + 6);
    const known = pair.rows.filter((row) => row.n > 0);
    const days = known.reduce((sum, row) => sum + row.n, 0);
    const own = pair.rows.find((row) => row.c === c)!.n;
    const P = (Math.max(own - 0.2, 0) + (0.3 + 0.2 * known.length) * J) / (days + 0.3);
    const weights = intruder.rows.filter((row) => row.key.includes('#'));
    const sum = weights.reduce((a, row) => a + row.weight, 0);
    const A = (0.9 * (weights.find((row) => row.key === c)?.weight ?? 0)) / sum + 0.1 / V;
    return Math.log(A) - Math.log(P);
  };

  const scores = new Map<string, Map<string, number>>();
  for (const pair of pairs.filter((one) => one.today)) {
    const odd = pair.live ? 0 : serverTerm(pair.x, pair.y);
    const each = pair.rows
      .filter((row) => row.today)
      .map((row) => (row.n > 0 ? -5 : Math.min(20, Math.max(-5, odd + callTerm(pair.x, pair, row.c)))));
    const mine = scores.get(pair.x) ?? new Map<string, number>();
    scores.set(pair.x, mine.set(pair.y, Math.max(...each)));
  }
  return { groups, classes, scores };
}

function near(actual: number, expected: number, what: string): void {
  assert.ok(Math.abs(actual - expected) < 1e-9, `${what}: ${actual} is not ${expected}`);
}

function judged(snapshot: Snapshot, day: number, options = {}): Judgement {
  return judgeDays(snapshot, NO_VERDICTS, day, day, intruder, options)[0]!;
}

function byName({ clients, scores }: Judgement, { hosts }: Snapshot): Map<string, number> {
  return new Map(Array.from(clients, (client, n) => [hosts[client]!, scores[n]!]));
}

describe('judging a day', () => {
  it('is what the formulas give, written out', () => {
    const reached = { pairs: 0, fresh: 0, sweeps: 0, groups: new Set<string>(), classes: new Set<string>() };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 1, max: 17 }), (seed, after) => {
        const seen = network(seed);
        const snapshot = snapshotOf(seen);
        const day = FIRST + after;
        const expected = brute(seen, day);
        const judgement = judged(snapshot, day, {
          without: ['path'],
          parameters: { sweepFrom: 2, newWorkFrom: 2, newWork: 0.7, strongEdge: -4 },
        });
        assert.equal(judgement.clients.length, expected.scores.size);
        for (const [name, score] of byName(judgement, snapshot)) {
          const edges = expected.scores.get(name)!;
          const mean = [...edges.values()].reduce((sum, L) => sum + Math.exp(L), 0) / edges.size;
          const odd = [...edges.values()].filter((L) => L > -4).length;
          if (odd > 1) reached.sweeps++;
          const breadth = odd < 2 ? 0 : Math.log(odd / 2) - (odd <= 4 ? 0.7 : 0);
          near(score, Math.log(mean) + breadth, `${name} on day ${after} of ${seed}`);
          reached.groups.add(expected.groups.get(name)!);
        }
        for (const lead of judgement.leads)
          for (const edge of lead.servers) {
            const [x, y] = [snapshot.hosts[lead.client]!, snapshot.hosts[edge.server]!];
            near(edge.score, expected.scores.get(x)!.get(y)!, `${x} to ${y}`);
            reached.pairs++;
            if (edge.fresh) reached.fresh++;
            reached.classes.add(expected.classes.get(y)!);
          }
      }),
      { numRuns: 25 },
    );
    assert.ok(reached.pairs > 200 && reached.fresh > 30 && reached.sweeps > 20, JSON.stringify(reached));
    assert.deepEqual([...reached.classes].sort(), ['dc', 'other', 'server']);
    for (const group of ['workstation', 'narrow']) assert.ok(reached.groups.has(group), group);
  });

  it('depends on no order of rows and no name', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
        const seen = network(seed);
        const day = FIRST + 16;
        const renamed = new Map<string, string>();
        const rename = (name: string) => {
          const other = `z${(name.length * 7919 + [...name].reduce((h, ch) => h * 31 + ch.charCodeAt(0), 7)) % 99991}-${name}`;
          renamed.set(other, name);
          return other;
        };
        const other = seen.map((row) => ({ ...row, x: rename(row.x), y: rename(row.y) })).toReversed();
        const [here, there] = [snapshotOf(seen), snapshotOf(other)];
        const expected = byName(judged(here, day), here);
        for (const [name, score] of byName(judged(there, day), there))
          near(score, expected.get(renamed.get(name)!)!, name);
      }),
      { numRuns: 15 },
    );
  });

  it('knows nothing of the days after', () => {
    let later = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 2, max: 15 }), (seed, after) => {
        const seen = network(seed);
        const day = FIRST + after;
        const until = seen
          .map((row) => ({ ...row, days: row.days.filter((one) => one <= day) }))
          .filter(({ days }) => days.length > 0);
        later += seen.length - until.length;
        const [whole, part] = [snapshotOf(seen), snapshotOf(until)];
        assert.deepEqual(byName(judged(whole, day), whole), byName(judged(part, day), part));
      }),
      { numRuns: 15 },
    );
    assert.ok(later > 0);
  });

  it('gives reasons that add up to the score', () => {
    let [leads, paths, clipped, sweeps] = [0, 0, 0, 0];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
        const snapshot = snapshotOf(network(seed));
        for (const judgement of judgeDays(snapshot, NO_VERDICTS, FIRST + 1, FIRST + 17, intruder, {
          parameters: { most: 4, pathFrom: -2, strongEdge: 2, newWorkFrom: 2, sweepFrom: 2 },
        })) {
          const reasonsOf = reasonsOfDay(judgement, snapshot);
          for (const lead of judgement.leads) {
            const reasons = reasonsOf(lead);
            near(
              reasons.reduce((sum, { weight }) => sum + weight, 0),
              lead.score,
              'the sum of reasons',
            );
            for (const { text } of reasons) assert.match(text, /^\S.*\S$/);
            leads++;
            if (lead.path !== null) paths++;
            if (lead.breadth !== 0) sweeps++;
            if (lead.servers[0]!.score === 4) clipped++;
          }
        }
      }),
      { numRuns: 10 },
    );
    assert.ok(
      leads > 1000 && paths > 0 && clipped > 0 && sweeps > 0,
      `${leads}, ${paths}, ${clipped}, ${sweeps}`,
    );
  });
});

/** A quiet network in which h9 makes a service on a peer on the days given. */
function withIntruder(days: readonly number[], more: readonly Seen[] = [], last = 30): Seen[] {
  const everyDay = Array.from({ length: last }, (_, n) => FIRST + n);
  const routine = Array.from({ length: 20 }, (_, h): Seen[] => [
    { x: `h${h}`, y: 'dc0', c: NETLOGON, days: everyDay },
    { x: `h${h}`, y: 'srv0', c: `${SRVSVC}#15`, days: everyDay },
  ]).flat();
  return [...routine, { x: 'h9', y: 'h3', c: CREATE_SERVICE, days: days.map((n) => FIRST + n) }, ...more];
}

function scoreOf(judgement: Judgement, snapshot: Snapshot, name: string): number {
  return byName(judgement, snapshot).get(name)!;
}

describe('the guard', () => {
  it('keeps what was shown out of what is known, for fourteen days', () => {
    const seen = withIntruder([16, 20, 30, 31], [], 34);
    const snapshot = snapshotOf(seen);
    const days = judgeDays(snapshot, NO_VERDICTS, FIRST + 16, FIRST + 31, intruder, { without: ['path'] });
    const held = (x: string, y: string) => x === 'h9' && y === 'h3';
    for (const [after, isHeld] of [
      [20, true],
      [30, true],
      [31, false],
    ] as const) {
      const L = brute(seen, FIRST + after, isHeld ? held : undefined).scores.get('h9')!;
      const mean = [...L.values()].reduce((sum, one) => sum + Math.exp(one), 0) / L.size;
      near(scoreOf(days[after - 16]!, snapshot, 'h9'), Math.log(mean), `day ${after}`);
      assert.equal(L.get('h3')! > 0, isHeld);
    }
  });

  it('holds nothing of a cold start, and says that it is one', () => {
    const snapshot = snapshotOf(withIntruder([14, 20]));
    const days = judgeDays(snapshot, NO_VERDICTS, FIRST + 14, FIRST + 20, intruder);
    assert.deepEqual(
      days.map(({ cold }) => cold),
      [true, false, false, false, false, false, false],
    );
    assert.ok(scoreOf(days[0]!, snapshot, 'h9') > 0);
    assert.ok(scoreOf(days[6]!, snapshot, 'h9') < 0);
  });

  it('holds in replay what was there while learning', () => {
    const snapshot = snapshotOf(withIntruder([17, 25]));
    const verdicts = replay(snapshot, intruder);
    const shown = verdicts.leads.map(({ day, client, ongoing }) => [
      day - FIRST,
      snapshot.hosts[client],
      ongoing,
    ]);
    assert.deepEqual(shown, [
      [17, 'h9', false],
      [25, 'h9', false],
    ]);
    assert.deepEqual(
      verdicts.leads.map(({ servers }) => servers.map(({ server }) => snapshot.hosts[server])),
      [['h3'], ['h3']],
    );
  });

  it('lets go what a person allows, and counts what that hid', () => {
    const allowance = { client: 'h9', server: 'h3', call: '*', who: 'me', why: 'mine', until: FIRST + 20 };
    const snapshot = snapshotOf(withIntruder([17, 20, 25]), [allowance]);
    const verdicts = replay(snapshot, intruder);
    assert.deepEqual(verdicts.hidden, [1]);
    assert.deepEqual(verdicts.leads, []);
    const late = snapshotOf(withIntruder([21]), [allowance]);
    assert.deepEqual(replay(late, intruder).hidden, [0]);
    assert.equal(replay(late, intruder).leads.length, 1);
    const other = snapshotOf(withIntruder([17]), [{ ...allowance, client: 'h8' }]);
    assert.deepEqual(replay(other, intruder).hidden, [0]);
    assert.equal(replay(other, intruder).leads.length, 1);
  });
});

describe('leads', () => {
  it('go on for seven days, unless a new class of server is reached', () => {
    const more: Seen[] = [{ x: 'h9', y: 'dc0', c: CREATE_SERVICE, days: [FIRST + 21] }];
    const snapshot = snapshotOf(withIntruder([16, 18, 23], more));
    const { leads } = replay(snapshot, intruder, { parameters: { snoozeRise: 100 } });
    assert.deepEqual(
      leads
        .filter(({ client }) => snapshot.hosts[client] === 'h9')
        .map(({ day, ongoing }) => [day - FIRST, ongoing]),
      [
        [16, false],
        [18, true],
        [21, false],
        [23, true],
      ],
    );
    assert.deepEqual(
      replay(snapshot, intruder, { parameters: { snoozeRise: -100 } }).leads.map(({ ongoing }) => ongoing),
      [false, false, false, false],
    );
    const later = snapshotOf(withIntruder([16, 24]));
    assert.deepEqual(
      replay(later, intruder).leads.map(({ day, ongoing }) => [day - FIRST, ongoing]),
      [
        [16, false],
        [24, false],
      ],
    );
  });

  it('that go on take nothing of the budget', () => {
    const more: Seen[] = [{ x: 'h8', y: 'h4', c: `${SRVSVC}#15`, days: [FIRST + 18] }];
    const snapshot = { ...snapshotOf(withIntruder([16, 18], more)), budget: 1 };
    const day = judgeDays(snapshot, NO_VERDICTS, FIRST + 16, FIRST + 18, intruder)[2]!;
    const odd = day.leads.filter(({ score }) => score > 0);
    const told = odd.map(({ client, shown, ongoing }) => [snapshot.hosts[client], shown, ongoing]);
    assert.deepEqual(told.sort(), [
      ['h8', true, false],
      ['h9', false, true],
    ]);
  });

  it('are lifted by what led to them, in seven days and from one alone', () => {
    const options = { parameters: { strongEdge: 1, pathFrom: -3 } };
    const second = (day: number): Seen => ({ x: 'h3', y: 'h5', c: CREATE_SERVICE, days: [FIRST + day] });
    for (const [day, lifted] of [
      [16, true],
      [23, true],
      [24, false],
    ] as const) {
      const snapshot = snapshotOf(withIntruder([16], [second(day)]));
      const judgements = judgeDays(snapshot, NO_VERDICTS, FIRST + 16, FIRST + day, intruder, options);
      const lead = judgements.at(-1)!.leads.find(({ client }) => snapshot.hosts[client] === 'h3')!;
      const edge = judgements[0]!.strong.find(({ server }) => snapshot.hosts[server] === 'h3')!;
      assert.ok(edge.score > 1);
      near(lead.score - lead.own, lifted ? edge.score / 2 : 0, `day ${day}`);
      assert.equal(lead.path === null, !lifted);
    }
    const many = ['h1', 'h2', 'h4', 'h6', 'h7', 'h8', 'h10', 'h11'].map(
      (y): Seen => ({ x: 'h9', y, c: CREATE_SERVICE, days: [FIRST + 16] }),
    );
    const swept = snapshotOf(withIntruder([16], [...many, second(17)]));
    assert.deepEqual(judgeDays(swept, NO_VERDICTS, FIRST + 16, FIRST + 16, intruder)[0]!.strong, []);
  });
});

describe('verdicts', () => {
  it('of a replay judge the next day as all days at once do', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
        const seen = network(seed);
        const whole = snapshotOf(seen);
        const cut = whole.last - 1;
        const before = snapshotOf(
          seen
            .map((row) => ({ ...row, days: row.days.filter((day) => day <= cut) }))
            .filter(({ days }) => days.length > 0),
        );
        const carried = carryVerdicts(replay(before, intruder), before.hosts, whole.hosts);
        const step = judgeDays(whole, carried, whole.last, whole.last, intruder)[0]!;
        const from = FIRST + 15;
        const once = judgeDays(whole, NO_VERDICTS, from, whole.last, intruder).at(-1)!;
        assert.deepEqual(byName(step, whole), byName(once, whole));
        assert.deepEqual([...step.pValues], [...once.pValues]);
        assert.deepEqual(
          step.leads.map(({ client, shown, ongoing }) => [client, shown, ongoing]),
          once.leads.map(({ client, shown, ongoing }) => [client, shown, ongoing]),
        );
      }),
      { numRuns: 8 },
    );
  });
});

describe('levels', () => {
  it('share no distribution', () => {
    const seen = network(7);
    const day = FIRST + 16;
    const flows = seen.flatMap((row): Seen[] => (row.c === NETLOGON ? [{ ...row, c: '~dynamic' }] : []));
    const options = { without: ['path'] as const };
    const [one, both] = [snapshotOf(seen), snapshotOf([...seen, ...flows])];
    const other = judged(both, day, options);
    const alone = judged(one, day, options);
    let compared = 0;
    for (const lead of other.leads)
      for (const edge of lead.servers.filter(({ level }) => level === 'operation')) {
        const there = alone.leads
          .find(({ client }) => one.hosts[client] === both.hosts[lead.client])
          ?.servers.find(({ server }) => one.hosts[server] === both.hosts[edge.server]);
        if (there === undefined) continue;
        near(edge.score, there.score, `${both.hosts[lead.client]} to ${both.hosts[edge.server]}`);
        compared++;
      }
    assert.ok(compared > 5, `${compared} conversations`);
    assert.ok(other.conversations.transport > 0 && alone.conversations.transport === 0);
  });

  it('of flows alone still tell a peer from a server', () => {
    const everyDay = Array.from({ length: 30 }, (_, n) => FIRST + n);
    const seen = Array.from(
      { length: 20 },
      (_, h): Seen => ({ x: `h${h}`, y: 'dc0', c: '~dynamic', days: everyDay }),
    );
    const snapshot = snapshotOf([...seen, { x: 'h9', y: 'h3', c: '~dynamic', days: [FIRST + 25] }]);
    const [first] = judged(snapshot, FIRST + 25).leads;
    assert.equal(snapshot.hosts[first!.client], 'h9');
    assert.ok(first!.score > 0);
  });
});
