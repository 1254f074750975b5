import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseEpochSeconds } from '../../model/time.ts';
import { NO_LIMITS, type Want } from '../../model/want.ts';
import { addCounts } from '../../pipeline/input-report.ts';
import { sourcePath } from '../../testing/repository.ts';
import { type Reading, readAllOf } from '../../testing/source-reading.ts';
import { EVERY_FLOW, isRpcActivity, RPC_ACTIVITY } from '../../testing/zeek-wants.ts';
import { SOURCES } from '../index.ts';
import { connState } from './conn-state.ts';
import { suricata } from './index.ts';

/** What a case states; times as seconds since 1970, records as lines from 1. */
interface Expected {
  readonly used: boolean;
  /** All that is known of each, kind after kind. */
  readonly events: readonly (Readonly<Record<string, string | number>> & {
    readonly kind: string;
    readonly record: number;
    readonly time: string;
  })[];
  readonly rejects: readonly (readonly [record: number, code: string, detail: string])[];
  readonly unused: number;
  readonly unfinished: boolean;
}

const ALL = { fields: null, terms: null };
const EVERYTHING: Want = {
  kinds: Object.fromEntries(suricata.gives.map((kind) => [kind, ALL])),
  limits: NO_LIMITS,
};
const TIMES = ['start_time', 'end_time'];
const FOLDER = sourcePath('src/sources/suricata/cases');
const NAMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.jsonl'))
  .map((file) => file.slice(0, -'.jsonl'.length));

function bytesOf(name: string): Uint8Array {
  return readFileSync(join(FOLDER, `${name}.jsonl`));
}

for (const name of NAMES)
  test(`suricata: ${name}`, async () => {
    const expected: Expected = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
    const recognised = { what: 'Suricata EVE, JSON lines', used: expected.used };
    assert.deepEqual(suricata.recognise(bytesOf(name)), recognised);
    const first = SOURCES.find((source) => source.recognise(bytesOf(name), null) !== null);
    assert.equal(first, suricata);
    const { events, rejects, counts, unfinished } = await readAllOf(suricata, bytesOf(name), EVERYTHING);
    assert.deepEqual(
      ofKinds(events),
      expected.events.map(({ kind, record, time, ...fields }) => ({
        kind,
        record,
        time: parseEpochSeconds(time),
        fields: Object.fromEntries(
          Object.entries(fields).map(([field, value]) => [
            field,
            TIMES.includes(field) ? parseEpochSeconds(String(value)) : value,
          ]),
        ),
      })),
    );
    assert.deepEqual(
      rejects.map(({ record, code, detail }) => [record, code, detail]),
      expected.rejects,
    );
    assert.equal(unfinished, expected.unfinished);
    const kept = new Set(events.map(({ record }) => record)).size;
    assert.deepEqual(counts, {
      records: kept + expected.unused + expected.rejects.length,
      kept,
      skipped: 0,
      unused: expected.unused,
      rejected: expected.rejects.length,
      hidden: { since: 0, until: 0, hosts: 0, exclude: 0 },
    });
  });

/** In the order in which the source gives its kinds. */
function ofKinds(events: Reading['events']): Reading['events'] {
  const place = ({ kind }: Reading['events'][number]) => suricata.gives.indexOf(kind);
  return [...events].sort((a, b) => place(a) - place(b));
}

test('suricata: chunks of any size read the same, whatever is wanted', async () => {
  let compared = 0;
  for (const name of NAMES)
    for (const want of [EVERYTHING, EVERY_FLOW, RPC_ACTIVITY]) {
      const whole = await readAllOf(suricata, bytesOf(name), want);
      for (const chunk of [1, 7, 64, 200]) {
        assert.deepEqual(await readAllOf(suricata, bytesOf(name), want, { chunk }), whole, name);
        compared += 1;
      }
    }
  assert.ok(compared >= 5 * 3 * 4);
});

test('suricata: a Want leaves every event that satisfies it', async () => {
  let events = 0;
  for (const name of NAMES) {
    const whole = await readAllOf(suricata, bytesOf(name), EVERYTHING);
    const wanted = await readAllOf(suricata, bytesOf(name), RPC_ACTIVITY);
    const due = whole.events.filter(isRpcActivity);
    assert.deepEqual(
      wanted.events.map(({ record, time }) => [record, time]),
      due.map(({ record, time }) => [record, time]),
    );
    assert.equal(wanted.counts.records, whole.counts.records);
    assert.equal(wanted.counts.kept, due.length);
    // What a record of RPC says is not looked at where nobody wants any.
    assert.ok(wanted.counts.unused <= whole.counts.unused);
    events += due.length;
  }
  assert.ok(events >= 7, `${events} events`);
});

test('suricata: split at any line end, the shares read as the whole', async () => {
  let splits = 0;
  for (const name of NAMES) {
    const bytes = bytesOf(name);
    const whole = await readAllOf(suricata, bytes, EVERYTHING);
    for (let at = bytes.indexOf(0x0a) + 1; at > 0 && at < bytes.length; at = bytes.indexOf(0x0a, at) + 1) {
      const first = await readAllOf(suricata, bytes.subarray(0, at), EVERYTHING);
      const second = await readAllOf(suricata, bytes.subarray(at), EVERYTHING, { state: first.state });
      const { records } = first.counts;
      const moved = second.events.map((event) => ({ ...event, record: event.record + records }));
      assert.deepEqual(ofKinds([...first.events, ...moved]), ofKinds(whole.events), `${name} at byte ${at}`);
      assert.deepEqual(addCounts(first.counts, second.counts), whole.counts);
      splits += 1;
    }
  }
  assert.ok(splits >= 40);
});

test('suricata: damage costs only the damaged records, however the bytes come', async () => {
  const lines = ['flows', 'rpc'].flatMap((name) =>
    new TextDecoder()
      .decode(bytesOf(name))
      .split(/(?<=\n)/)
      .map((line) => new TextEncoder().encode(line)),
  );
  const whole = await readAllOf(suricata, Buffer.concat(lines), EVERYTHING);
  assert.equal(whole.rejects.length, 0);
  const damage = fc.record({
    line: fc.nat(lines.length - 1),
    place: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    byte: fc
      .oneof(fc.constantFrom(...new TextEncoder().encode('"{}[],:-.0\\')), fc.nat(255))
      .filter((byte) => byte !== 0x0a),
    put: fc.boolean(),
  });
  let rejects = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(damage, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 400 }),
      async (damages, chunk) => {
        const changed = [...lines];
        const touched = new Set<number>();
        for (const { line, place, byte, put } of damages) {
          const before = changed[line]!;
          const at = Math.floor(place * (before.length - 1));
          changed[line] = Uint8Array.from([
            ...before.subarray(0, at),
            byte,
            ...before.subarray(put ? at : at + 1),
          ]);
          if (changed[line].at(-1) !== 0x0a) changed[line] = Uint8Array.from([...changed[line], 0x0a]);
          touched.add(line + 1);
        }
        const bytes = Buffer.concat(changed);
        const reading = await readAllOf(suricata, bytes, EVERYTHING);
        const untouched = ({ events }: Reading) => events.filter(({ record }) => !touched.has(record));
        assert.deepEqual(untouched(reading), untouched(whole));
        assert.ok(reading.rejects.every(({ record }) => touched.has(record!)));
        assert.equal(reading.counts.records, lines.length);
        assert.deepEqual(await readAllOf(suricata, bytes, EVERYTHING, { chunk }), reading);
        rejects += reading.rejects.length;
      },
    ),
    { numRuns: 200 },
  );
  assert.ok(rejects > 100, `${rejects} rejects`);
});

test('suricata: a bind of more interfaces than a batch holds', async () => {
  const lines = Array.from({ length: 40 }, (_, record) => {
    const interfaces = Array.from({ length: 1000 }, (_, n) => ({
      uuid: `00000000-0000-0000-0000-${String(record * 1000 + n).padStart(12, '0')}`,
      version: '1.0',
    }));
    return JSON.stringify({
      timestamp: '2020-05-01T07:20:00.000000+0000',
      flow_id: record,
      event_type: 'dcerpc',
      src_ip: '10.0.1.5',
      src_port: 50_000,
      dest_ip: '10.0.0.4',
      dest_port: 49_152,
      proto: 'TCP',
      dcerpc: { request: 'BIND', interfaces, response: 'UNREPLIED' },
    });
  });
  const { events, counts } = await readAllOf(
    suricata,
    new TextEncoder().encode(lines.join('\n')),
    EVERYTHING,
  );
  const binds = events.filter(({ kind }) => kind === 'rpc/bind');
  assert.deepEqual([binds.length, events.length, counts.kept], [40_000, 80_000, 40]);
  assert.ok(
    binds.every(({ fields, record }, n) => {
      const number = Number(String(fields.interface).slice(-12));
      return number === n && record === Math.floor(n / 1000) + 1;
    }),
  );
});

test('suricata: a line of more than 1 MiB is rejected, and the next one read', async () => {
  const line = `{"timestamp":"2020-05-01T07:20:00.000000+0000","flow_id":1,"event_type":"flow","src_ip":"10.0.1.5","src_port":1,"dest_ip":"10.0.0.4","dest_port":135,"proto":"TCP","flow":{"start":"2020-05-01T07:09:54.000000Z"}}`;
  const long = line.replace('"TCP"', `"TCP","x":"${'x'.repeat(1 << 20)}"`);
  for (const chunk of [1 << 14, 1 << 22]) {
    const bytes = new TextEncoder().encode(`${long}\n${line}\n`);
    const { events, rejects } = await readAllOf(suricata, bytes, EVERY_FLOW, { chunk });
    assert.deepEqual(
      [events.map(({ record }) => record), rejects.map(({ record, code }) => [record, code])],
      [[2], [[1, 'too-long']]],
    );
  }
});

test('suricata: JSON lines of others are left to others, and his own words count for the user', () => {
  const recognise = (text: string, mapping: string | null = null) =>
    suricata.recognise(new TextEncoder().encode(text), mapping);
  for (const text of [
    '',
    '{"event_type":"flow","src_ip":"10.0.0.1","proto":"TCP"}\n',
    '{"timestamp":"2020-05-01T07:20:00Z","event_type":"login","src_ip":"10.0.0.1"}\n',
    '{"timestamp":"2020-05-01T07:20:00Z","event_type":"stats","stats":5}\n',
    '{"timestamp":1588316991,"event_type":"flow","flow_id":1,"src_ip":"10.0.0.1"}\n',
    'timestamp,event_type,flow_id,src_ip\n',
  ])
    assert.equal(recognise(text), null, text);
  const [line = ''] = new TextDecoder().decode(bytesOf('flows')).split('\n');
  const known = { what: 'Suricata EVE, JSON lines', used: true };
  assert.deepEqual(recognise(`{"timestamp":"2020\n${line}\n`), known);
  assert.deepEqual(recognise(line, 'format: csv\nevents: []\n'), known);
  assert.equal(recognise(line, 'events: []\n"format": jsonl\n'), null);
  const dns = '{"timestamp":"2020-05-01T07:20:00Z","flow_id":1,"event_type":"dns","src_ip":"10.0.0.1"}\n';
  assert.equal(recognise(dns)?.used, false);
  assert.equal(recognise(dns.repeat(1000).slice(0, 1 << 16))?.used, true);
});

test('suricata: the flags of both sides as a conn_state of Zeek', () => {
  for (const [client, server, state] of [
    ['02', '00', 'S0'],
    ['06', '00', 'RSTOS0'],
    ['03', '00', 'SH'],
    ['02', '14', 'REJ'],
    ['12', '12', 'S1'],
    ['1b', '1a', 'S2'],
    ['1a', '1b', 'S3'],
    ['1b', '1b', 'SF'],
    ['1e', '1a', 'RSTO'],
    ['1a', '1e', 'RSTR'],
    ['1e', '1e', null],
    ['02', '12', null],
    ['18', '18', null],
    ['00', '00', null],
    ['zz', '12', null],
    [null, '12', null],
  ] as const)
    assert.equal(connState(client, server), state, `${client} ${server}`);
});
