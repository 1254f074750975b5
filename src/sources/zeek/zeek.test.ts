import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseEpochSeconds } from '../../model/time.ts';
import { addCounts } from '../../pipeline/input-report.ts';
import { sourcePath } from '../../testing/repository.ts';
import { type ReadEvent, type Reading, readAllOf } from '../../testing/source-reading.ts';
import { EVERY_EVENT, EVERY_FLOW, isRpcActivity, RPC_ACTIVITY } from '../../testing/zeek-wants.ts';
import { zeek } from './index.ts';

/** What a case states; times as the seconds that a person reads in the log, records as lines from 1. */
interface Expected {
  readonly what: string;
  readonly used: boolean;
  readonly starts: readonly (readonly [
    record: number,
    time: string,
    src: string,
    srcPort: number,
    dest: string,
    destPort: number,
  ])[];
  readonly ends?: readonly (readonly [
    record: number,
    time: string,
    out: number | null,
    into: number | null,
    packets: number | null,
  ])[];
  readonly more?: readonly (readonly [record: number, fields: Readonly<Record<string, string | null>>])[];
  /** All that is known of each call, but for what `proto_info` has where it is the interface's name. */
  readonly calls?: readonly StatedCall[];
  readonly rejects: readonly (readonly [record: number, code: string, detail: string])[];
  readonly unused: number;
  readonly unfinished: boolean;
}

interface StatedCall {
  readonly record: number;
  readonly time: string;
  readonly [field: string]: string | number;
}

const FOLDER = sourcePath('src/sources/zeek/cases');
const NAMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.log'))
  .map((file) => file.slice(0, -'.log'.length));

function bytesOf(name: string): Uint8Array {
  return readFileSync(join(FOLDER, `${name}.log`));
}

for (const name of NAMES) {
  test(`zeek: ${name}`, async () => {
    const expected: Expected = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
    const recognised = zeek.recognise(bytesOf(name));
    assert.deepEqual(recognised, { what: expected.what, used: expected.used });
    const reading = await readAllOf(zeek, bytesOf(name), EVERY_EVENT);
    const starts = reading.events.filter(({ kind }) => kind === 'flow/start');
    assert.deepEqual(
      starts.map(({ record, time, fields: { src_ip, src_port, dest_ip, dest_port } }) => [
        record,
        time,
        src_ip,
        src_port,
        dest_ip,
        dest_port,
      ]),
      expected.starts.map(([record, time, ...rest]) => [record, parseEpochSeconds(time), ...rest]),
    );
    const ends = reading.events.filter(({ kind }) => kind === 'flow/end');
    if (expected.ends !== undefined)
      assert.deepEqual(
        ends.map(({ record, time, fields: { out_bytes, in_bytes, packet_count } }) => [
          record,
          time,
          out_bytes ?? null,
          in_bytes ?? null,
          packet_count ?? null,
        ]),
        expected.ends.map(([record, time, ...rest]) => [record, parseEpochSeconds(time), ...rest]),
      );
    for (const { record, time, fields } of ends) {
      const start = starts.find((other) => other.record === record);
      assert.equal(fields.start_time, start?.time);
      assert.equal(fields.end_time, time);
    }
    for (const [record, fields] of expected.more ?? []) {
      const event = starts.find((start) => start.record === record);
      for (const [field, value] of Object.entries(fields))
        assert.equal(event?.fields[field] ?? null, value, `${field} of record ${record}`);
    }
    checkCalls(reading.events, expected.calls ?? []);
    assert.deepEqual(
      reading.rejects.map(({ record, code, detail }) => [record, code, detail]),
      expected.rejects,
    );
    assert.equal(reading.unfinished, expected.unfinished);
    const kept = new Set(reading.events.map(({ record }) => record)).size;
    assert.deepEqual(reading.counts, {
      records: kept + expected.unused + expected.rejects.length,
      kept,
      skipped: 0,
      unused: expected.unused,
      rejected: expected.rejects.length,
      hidden: { since: 0, until: 0, hosts: 0, exclude: 0 },
    });
  });
}

/** The calls are those stated, and each is a message of its flow, too. */
function checkCalls(events: readonly ReadEvent[], stated: readonly StatedCall[]): void {
  const due = stated.map(({ record, time, ...fields }) => ({
    record,
    time: parseEpochSeconds(time),
    fields: {
      ...('interface_name' in fields ? { 'proto_info.rpc_interface': fields.interface_name } : {}),
      ...fields,
    } as Readonly<Record<string, string | number>>,
  }));
  const found = (kind: string) =>
    events
      .filter((event) => event.kind === kind)
      .map(({ record, time, fields }) => ({ record, time, fields }));
  assert.deepEqual(found('rpc/call'), due);
  const ofFlows = ['src_ip', 'src_port', 'dest_ip', 'dest_port', 'flow_id', 'proto_info.rpc_interface'];
  assert.deepEqual(
    found('flow/message'),
    due.map(({ fields, ...rest }) => ({
      ...rest,
      fields: {
        application_protocol: 'dce_rpc',
        transport_protocol: 'tcp',
        ...Object.fromEntries(Object.entries(fields).filter(([field]) => ofFlows.includes(field))),
      },
    })),
  );
}

test('zeek: chunks of any size, anywhere in a buffer, read the same', async () => {
  let compared = 0;
  for (const name of NAMES)
    for (const want of [EVERY_EVENT, EVERY_FLOW, RPC_ACTIVITY]) {
      const whole = await readAllOf(zeek, bytesOf(name), want);
      for (const chunk of [1, 2, 3, 7, 64, 200])
        for (const shift of chunk > 3 ? [0, 1, 2, 3] : [0]) {
          assert.deepEqual(await readAllOf(zeek, bytesOf(name), want, { chunk, shift }), whole, name);
          compared += 1;
        }
    }
  assert.ok(compared >= 24 * 3 * 15);
});

test('zeek: a Want leaves every event that satisfies it', async () => {
  let events = 0;
  for (const name of NAMES) {
    const whole = await readAllOf(zeek, bytesOf(name), EVERY_FLOW);
    const wanted = await readAllOf(zeek, bytesOf(name), RPC_ACTIVITY);
    const due = whole.events.filter(isRpcActivity);
    assert.deepEqual(
      wanted.events.map(({ record, time }) => [record, time]),
      due.map(({ record, time }) => [record, time]),
    );
    assert.equal(wanted.counts.records, whole.counts.records);
    assert.equal(wanted.counts.unused, whole.counts.unused);
    assert.equal(
      wanted.counts.kept + wanted.counts.skipped + wanted.counts.rejected,
      whole.counts.kept + whole.counts.skipped + whole.counts.rejected,
    );
    events += due.length;
  }
  assert.ok(events >= 50);
});

test('zeek: split at any line end, the shares read as the whole', async () => {
  let splits = 0;
  for (const name of NAMES) {
    const bytes = bytesOf(name);
    const whole = await readAllOf(zeek, bytes, EVERY_EVENT);
    for (let at = bytes.indexOf(0x0a) + 1; at > 0 && at < bytes.length; at = bytes.indexOf(0x0a, at) + 1) {
      const first = await readAllOf(zeek, bytes.subarray(0, at), EVERY_EVENT);
      const second = await readAllOf(zeek, bytes.subarray(at), EVERY_EVENT, { state: first.state });
      assert.deepEqual(joined(first, second), inOrder(whole), `${name} at byte ${at}`);
      splits += 1;
    }
  }
  assert.ok(splits >= 200);
});

/** Two shares as one reading: the records of the second come after those of the first. */
function joined(first: Reading, second: Reading): Reading {
  const { records } = first.counts;
  return inOrder({
    ...second,
    events: [
      ...first.events,
      ...second.events.map((event) => ({ ...event, record: event.record + records })),
    ],
    rejects: [
      ...first.rejects,
      ...second.rejects.map((reject) => ({ ...reject, record: reject.record! + records })),
    ],
    counts: addCounts(first.counts, second.counts),
  });
}

/** A batch gives one kind after the other, wherever it ends. */
function inOrder(reading: Reading): Reading {
  const events = [...reading.events].sort((a, b) => a.kind.localeCompare(b.kind) || a.record - b.record);
  return { ...reading, events };
}
