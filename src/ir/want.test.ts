import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stream } from '../engines/stream/index.ts';
import { compile } from '../language/index.ts';
import type { Program } from '../model/engine.ts';
import type { FieldTest, Want } from '../model/want.ts';
import { NO_LIMITS } from '../model/want.ts';
import { eventsArbitrary, programArbitrary } from '../testing/arbitraries.ts';
import { type PlainEvent, rowsOf, storeOf } from '../testing/events.ts';
import { missingFrom } from './missing.ts';
import { spanOf } from './span.ts';
import { wantOf } from './want.ts';

function program(...lines: readonly string[]): Program {
  const { ir, diagnostics } = compile(lines.join('\n'));
  assert.ok(ir !== null, diagnostics.map(({ message }) => message).join('; '));
  return { analytic: 'test', ir };
}

const RPC = program(
  'flows = search Flow:Start',
  'mapper = filter flows where dest_port == 135',
  'endpoint = filter flows where dest_port >= 49152 and src_port >= 49152',
  'rpc = join mapper, endpoint where mapper.src_ip == endpoint.src_ip and',
  '  mapper.time < endpoint.time < mapper.time + 2 seconds',
  'output rpc',
);

test('the published analytic wants flows by their ports, and what is shown of flows', () => {
  assert.deepEqual(wantOf([RPC], NO_LIMITS).kinds, {
    'flow/start': {
      fields: ['dest_port', 'src_port', 'src_ip', 'dest_ip'],
      terms: [
        [{ field: 'dest_port', cmp: '==', value: 135 }],
        [
          { field: 'dest_port', cmp: '>=', value: 49152 },
          { field: 'src_port', cmp: '>=', value: 49152 },
        ],
      ],
    },
  });
});

function termsOf(...lines: readonly string[]) {
  return wantOf([program(...lines)], NO_LIMITS).kinds['flow/start']?.terms;
}

test('what is not simple is not asked for', () => {
  const filter = (where: string) =>
    termsOf('f = search Flow:Start', `g = filter f where ${where}`, 'output g');
  assert.equal(filter('exe == "a"'), null);
  assert.equal(filter('src_port == dest_port'), null);
  assert.equal(filter('dest_port == 1 or exe == "a"'), null);
  assert.equal(filter('not (dest_port == 1 and exe == "a")'), null);
  assert.deepEqual(filter('dest_port == 1 and exe == "a"'), [[{ field: 'dest_port', cmp: '==', value: 1 }]]);
  assert.deepEqual(filter('not (dest_port < 5 or exe == "a")'), [
    [{ field: 'dest_port', cmp: '>=', value: 5 }],
  ]);
  assert.deepEqual(filter('dest_port not in (1, 2)'), [
    [
      { field: 'dest_port', cmp: '!=', value: 1 },
      { field: 'dest_port', cmp: '!=', value: 2 },
    ],
  ]);
});

test('a set that is put out whole wants everything, and one that nothing rests on wants nothing', () => {
  assert.equal(termsOf('f = search Flow:Start', 'g = filter f where dest_port == 1', 'output f, g'), null);
  assert.equal(termsOf('f = search Flow:Start', 'p = search Process:Create', 'output p'), undefined);
});

test('more than 32 terms are too many', () => {
  const ports = Array.from({ length: 33 }, (_, i) => `dest_port == ${2 * i}`);
  const terms = (count: number) =>
    termsOf('f = search Flow:Start', `g = filter f where ${ports.slice(0, count).join(' or ')}`, 'output g');
  assert.equal(terms(32)?.length, 32);
  assert.equal(terms(33), null);
});

test('what a condition of the join asks of one event counts as well', () => {
  assert.deepEqual(
    termsOf(
      'f = search Flow:Start',
      'p = search Process:Create',
      'j = join f, p where f.dest_port == 135 and f.hostname == p.hostname',
      'output j',
    ),
    [[{ field: 'dest_port', cmp: '==', value: 135 }]],
  );
});

function isWanted(event: PlainEvent, { kinds }: Want): boolean {
  const want = kinds[event.kind];
  if (want === undefined) return false;
  return want.terms === null || want.terms.some((term) => term.every((one) => passes(event, one)));
}

function passes(event: PlainEvent, test: FieldTest): boolean {
  const value = event[test.field] ?? null;
  if (value === null) return false;
  const left = Number(value);
  if ('oneOf' in test) return test.oneOf.map(Number).includes(left);
  const right = Number(test.value);
  const results = {
    '==': left === right,
    '!=': left !== right,
    '<': left < right,
    '<=': left <= right,
    '>': left > right,
    '>=': left >= right,
  };
  return results[test.cmp];
}

test('events that are not wanted, and fields, are in no row: without them the rows are the same', async (t) => {
  let [dropped, rows] = [0, 0];
  await fc.assert(
    fc.asyncProperty(eventsArbitrary(), programArbitrary, async (events, random) => {
      const want = wantOf([random], NO_LIMITS);
      const kept = events.flatMap((event, i) => (isWanted(event, want) ? [i] : []));
      const narrowed = kept.map((i): PlainEvent => {
        const { kind, time, ...fields } = events[i]!;
        const wanted = Object.entries(fields).filter(([name]) => want.kinds[kind]!.fields!.includes(name));
        return { ...Object.fromEntries(wanted), kind, time };
      });
      const found = await rowsOf(stream, random, storeOf(narrowed));
      const numbered = found.map((row) => ({ ...row, events: row.events.map((i) => kept[i]!) }));
      assert.deepEqual(numbered, await rowsOf(stream, random, storeOf(events)));
      dropped += events.length - kept.length;
      rows += found.length;
    }),
    { numRuns: 400 },
  );
  t.diagnostic(`${dropped} events dropped, ${rows} rows the same`);
  assert.ok(dropped > 500 && rows > 300);
});

test('no row is wider than the span', async (t) => {
  let [bounded, atBound] = [0, 0];
  await fc.assert(
    fc.asyncProperty(eventsArbitrary(), programArbitrary, async (events, random) => {
      const span = spanOf([random]);
      if (span === null) return;
      for (const row of await rowsOf(stream, random, storeOf(events))) {
        const times = row.events.map((i) => events[i]!.time);
        const width = Math.max(...times) - Math.min(...times);
        assert.ok(width <= span, `${width} > ${span}`);
        if (times.length > 1) bounded += 1;
        if (times.length > 1 && width === span) atBound += 1;
      }
    }),
    { numRuns: 600 },
  );
  t.diagnostic(`${bounded} joined rows within a span, ${atBound} of them as wide as it`);
  assert.ok(bounded > 25);
});

test('spans follow from windows over several sets, and are open where a window is', () => {
  assert.equal(spanOf([RPC]), 2_000_000);
  const three = (window: string) =>
    spanOf([
      program(
        'a = search Flow:Start',
        'b = search Flow:End',
        'c = search Process:Create',
        `j = join a, b, c where a.time < b.time < a.time + 2 seconds and ${window}`,
        'output j',
      ),
    ]);
  assert.equal(three('b.time <= c.time < b.time + 3 seconds'), 5_000_000);
  assert.equal(three('b.time - 3 seconds < c.time < b.time'), 3_000_000);
  assert.equal(three('b.time < c.time'), null);
  assert.equal(spanOf([program('a = search Flow:Start', 'output a')]), 0);
  assert.equal(spanOf([program('a = search Flow:Start', 'output a'), RPC]), 2_000_000);
});

test('what an analytic looks at and the inputs lack is named', () => {
  const { ir } = program(
    'f = search Flow:Start',
    'p = search Process:Create',
    'odd = filter f where exe == "a" and dest_port == 135',
    'j = join odd, p where odd.pid == p.pid',
    'output j',
  );
  const store = storeOf([{ kind: 'flow/start', time: 0, dest_port: 135, exe: null, src_ip: '10.0.0.1' }]);
  assert.deepEqual(missingFrom(store, ir), {
    kinds: ['process/create'],
    fields: [
      { kind: 'flow/start', field: 'exe' },
      { kind: 'flow/start', field: 'pid' },
    ],
  });
});
