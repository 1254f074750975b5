import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Program } from '../../model/engine.ts';
import type { EventKind } from '../../model/event-kind.ts';
import type { IrJoin, JoinWindow } from '../../model/ir.ts';
import { eventsArbitrary, programArbitrary } from '../../testing/arbitraries.ts';
import { type PlainEvent, type PlainRow, rowsOf, storeOf } from '../../testing/events.ts';
import { oracleRows } from '../../testing/oracle.ts';
import { stream } from './index.ts';

test('any program over any events gives the rows of the oracle, in order', async (t) => {
  let [single, joined] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      eventsArbitrary(),
      programArbitrary,
      fc.integer({ min: 1, max: 4 }),
      async (events, program, parts) => {
        const expected = oracleRows(program.ir, events);
        assert.deepEqual(await rowsOf(stream, program, storeOf(events, { parts })), expected);
        const pairs = expected.filter((row) => row.events.length > 1).length;
        joined += pairs;
        single += expected.length - pairs;
      },
    ),
    { numRuns: 600 },
  );
  t.diagnostic(`${joined} joined rows and ${single} single ones`);
  assert.ok(joined > 500 && single > 200);
});

const endpoint = fc.record({
  kind: fc.constant<EventKind>('flow/start'),
  time: fc
    .tuple(fc.integer({ min: 0, max: 8 }), fc.constantFrom(-1, 0, 0, 1))
    .map(([half, off]) => 1_000_000_000 + half * 500_000 + off),
  src_ip: fc.constantFrom('10.0.0.1', '10.0.0.1', 'fe80::1', 'fe80::1%eth0', null),
  dest_ip: fc.constantFrom('10.0.0.9', '10.0.0.9', '10.0.0.9', '::ffff:10.0.0.9'),
  src_port: fc.constantFrom(49152, 49152, 65535, 49151, null),
  dest_port: fc.constantFrom(135, 135, 49152, 65535, 49151),
});
const flows = fc.array(endpoint, { minLength: 15, maxLength: 30, size: 'max' });

/** The analytic's join, by hand. */
function rpcWithin(window: Pick<JoinWindow, 'low' | 'high'>): Program {
  const port = (field: string, cmp: '==' | '>=', value: number) =>
    ({
      op: 'compare',
      cmp,
      left: { kind: 'field', field: { at: 0, field } },
      right: { kind: 'literal', value },
      type: 'port',
    }) as const;
  const key = (field: string) => ({ left: { at: 0, field }, right: { at: 1, field }, type: 'ip' }) as const;
  const join: IrJoin = {
    node: 'join',
    name: 'rpc',
    from: [1, 2],
    keys: [key('src_ip'), key('dest_ip')],
    windows: [{ earlier: { at: 0, field: 'time' }, later: { at: 1, field: 'time' }, ...window }],
    where: null,
  };
  return {
    analytic: 'rpc',
    ir: {
      sets: [
        { node: 'search', name: 'flows', object: 'flow', actions: ['start'] },
        { node: 'filter', name: 'mapper', from: 0, where: port('dest_port', '==', 135) },
        {
          node: 'filter',
          name: 'endpoint',
          from: 0,
          where: { op: 'and', args: [port('dest_port', '>=', 49152), port('src_port', '>=', 49152)] },
        },
        join,
      ],
      outputs: [{ name: 'rpc', set: 3 }],
    },
  };
}

const STRICT = { low: { micros: 0, strict: true }, high: { micros: 2_000_000, strict: true } };
const RPC = rpcWithin(STRICT);

/** Pairs, in any order. */
function pairsOf(rows: readonly PlainRow[], name = (event: number) => event): string[] {
  return rows.map(({ events }) => events.map(name).join('-')).sort();
}

async function property(
  t: { diagnostic(message: string): void },
  check: (events: PlainEvent[], rows: readonly PlainRow[]) => Promise<void>,
): Promise<void> {
  let pairs = 0;
  await fc.assert(
    fc.asyncProperty(flows, async (events) => {
      const rows = await rowsOf(stream, RPC, storeOf(events));
      pairs += rows.length;
      await check(events, rows);
    }),
  );
  t.diagnostic(`${pairs} pairs`);
  assert.ok(pairs > 120, `only ${pairs} pairs were reached`);
}

test('the order of arrival does not matter', (t) =>
  property(t, async (events, rows) => {
    const order = events.map((_, i) => i).sort((a, b) => ((a * 7919) % 31) - ((b * 7919) % 31));
    const shuffled = await rowsOf(stream, RPC, storeOf(order.map((i) => events[i]!)));
    assert.deepEqual(
      pairsOf(shuffled, (event) => order[event]!),
      pairsOf(rows),
    );
  }));

test('an event that is there twice doubles its pairs', (t) =>
  property(t, async (events, rows) => {
    for (const twice of events.keys()) {
      const more = await rowsOf(stream, RPC, storeOf([...events, events[twice]!]));
      const own = rows.filter((row) => row.events.includes(twice)).length;
      assert.equal(more.length, rows.length + own);
    }
  }));

test('a shift in time changes nothing', (t) =>
  property(t, async (events, rows) => {
    for (const shift of [-1_000_000_001, 1, 2 ** 50]) {
      const shifted = events.map((event) => ({ ...event, time: event.time + shift }));
      assert.deepEqual(await rowsOf(stream, RPC, storeOf(shifted)), rows);
    }
  }));

test('a smaller window gives some of the pairs, and those that it leaves out lie outside it', (t) =>
  property(t, async (events, rows) => {
    const all = new Set(pairsOf(rows));
    const smaller = rpcWithin({
      low: { micros: 1, strict: true },
      high: { micros: 1_000_000, strict: false },
    });
    const within = pairsOf(await rowsOf(stream, smaller, storeOf(events)));
    assert.ok(within.every((pair) => all.has(pair)));
    const outside = rows.filter(({ events: [mapper, other] }) => {
      const lag = events[other!]!.time - events[mapper!]!.time;
      return lag <= 1 || lag > 1_000_000;
    });
    assert.equal(within.length + outside.length, rows.length);
  }));

/** Some ten thousands of flows over hours, so that they take many stretches of time and partitions of keys. */
function manyFlows(count: number, clients: number, spread: number, outlier: boolean): PlainEvent[] {
  let state = 42;
  const draw = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const made = Array.from(
    { length: count },
    (_, i): PlainEvent => ({
      kind: 'flow/start',
      time: 1_600_000_000_000_000 + Math.floor((i / count) * spread) + draw(60_000_000),
      src_ip: draw(50) === 0 ? null : `10.0.${draw(8)}.${draw(Math.ceil(clients / 8))}`,
      dest_ip: `10.1.0.${draw(4)}`,
      src_port: 49152 + draw(16_000),
      dest_port: i % 2 === 0 ? 135 : 49152 + draw(1000),
    }),
  );
  if (outlier) made[count >> 1] = { ...made[count >> 1]!, time: 0 };
  return made;
}

/** Pairs by a map of the keys and plain loops, in the order of an output. */
function pairsByMap(events: readonly PlainEvent[], low: number, high: number): [number, number][] {
  const mappers = new Map<string, number[]>();
  const keyOf = ({ src_ip, dest_ip }: PlainEvent) => (src_ip === null ? null : `${src_ip} ${dest_ip}`);
  events.forEach((event, i) => {
    const key = keyOf(event);
    if (key === null || event.dest_port !== 135) return;
    if (!mappers.has(key)) mappers.set(key, []);
    mappers.get(key)!.push(i);
  });
  const pairs: [number, number][] = [];
  events.forEach((event, i) => {
    if (event.dest_port === 135) return;
    for (const mapper of mappers.get(keyOf(event) ?? '') ?? []) {
      const lag = event.time - events[mapper]!.time;
      if (lag >= low && lag <= high) pairs.push([mapper, i]);
    }
  });
  const times = ([a, b]: [number, number]) => [events[a]!.time, events[b]!.time] as const;
  return pairs.sort((a, b) => {
    const [[a0, a1], [b0, b1]] = [times(a), times(b)];
    return Math.min(a0, a1) - Math.min(b0, b1) || a0 - b0 || a1 - b1 || a[0] - b[0] || a[1] - b[1];
  });
}

const SECONDS = 1_000_000;
for (const { name, low, high, clients, hours, outlier } of [
  { name: 'within seconds', low: 1, high: 20 * SECONDS, clients: 40, hours: 3, outlier: false },
  { name: 'before and after', low: -9 * SECONDS, high: 9 * SECONDS, clients: 60, hours: 2, outlier: false },
  { name: 'before alone', low: -30 * SECONDS, high: -1, clients: 60, hours: 2, outlier: true },
  { name: 'at any distance', low: -Infinity, high: Infinity, clients: 2000, hours: 1, outlier: false },
])
  test(`tens of thousands of flows, ${name}: the pairs of plain loops, in order`, async (t) => {
    const events = manyFlows(72_000, clients, hours * 3600 * SECONDS, outlier);
    const bound = (micros: number) => (Number.isFinite(micros) ? { micros, strict: false } : null);
    const program = rpcWithin({ low: bound(low), high: bound(high) });
    const store = storeOf(events, { parts: 3, rowsPerBatch: 8192 });
    const rows = (await rowsOf(stream, program, store)).map((row) => row.events);
    const expected = pairsByMap(events, low, high);
    t.diagnostic(`${rows.length} pairs`);
    assert.ok(rows.length > 3000);
    assert.equal(rows.length, expected.length);
    assert.ok(rows.every(([a, b], i) => a === expected[i]![0] && b === expected[i]![1]));
  });
