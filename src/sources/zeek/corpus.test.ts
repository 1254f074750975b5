import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileInput } from '../../host/file-input.ts';
import { interfaceOf, operationOf } from '../../knowledge/rpc-interfaces.ts';
import { CORPUS, readManifest } from '../../testing/corpus.ts';
import { unpackAll } from '../../testing/packing.ts';
import { readAllOf } from '../../testing/source-reading.ts';
import { zeekFlows } from '../../testing/zeek-flows.ts';
import { EVERY_EVENT, EVERY_FLOW, isRpcActivity, RPC_ACTIVITY } from '../../testing/zeek-wants.ts';
import { zeek } from './index.ts';

const HEAD = 1 << 16;
const CALLS = 'dce_rpc.log';
const logs = readManifest()?.zeek ?? [];
if (logs.length === 0) console.log('zeek: the corpus is not there, its logs are skipped');

for (const log of logs)
  test(`zeek: ${log.file}, and what lies beside it`, async () => {
    const members = await unpackAll(fileInput(join(CORPUS!, log.file)));
    const used = members.filter(({ bytes }) => zeek.recognise(bytes.subarray(0, HEAD))?.used === true);
    // A longer JSON log of another stream is read to its end: any record may be one of conn.
    assert.deepEqual(
      used
        .filter(({ member, bytes }) => member === log.member || bytes.length < HEAD)
        .map(({ member }) => member)
        .filter((member) => member !== CALLS),
      [log.member],
    );
    const { bytes } = used.find(({ member }) => member === log.member)!;
    const all = await readAllOf(zeek, bytes, EVERY_FLOW);
    const starts = all.events.filter(({ kind }) => kind === 'flow/start');
    assert.deepEqual(all.rejects, []);
    const comments = bytes.toString().match(/^#.*$/gm)?.length ?? 0;
    assert.equal(all.counts.records, log.conn_rows + comments);
    assert.equal(starts.length, log.flows);
    assert.equal(starts.filter(({ fields }) => fields.dest_port === 135).length, log.mapper_flows);
    const candidates = starts.filter(
      ({ fields }) => Number(fields.dest_port) >= 49_152 && Number(fields.src_port) >= 49_152,
    );
    assert.equal(candidates.length, log.endpoint_candidates);
    assert.deepEqual(
      starts.map(({ time, fields: { src_ip, src_port, dest_ip, dest_port } }) => ({
        micros: time,
        src_ip,
        src_port,
        dest_ip,
        dest_port,
      })),
      zeekFlows(bytes.toString()),
    );
    const wanted = await readAllOf(zeek, bytes, RPC_ACTIVITY, { chunk: 777 });
    assert.deepEqual(
      wanted.events.map(({ record, time }) => [record, time]),
      starts.filter(isRpcActivity).map(({ record, time }) => [record, time]),
    );
    for (const { member, bytes: other } of members)
      if (member !== log.member) {
        const { events } = await readAllOf(zeek, other, EVERY_FLOW);
        assert.equal(events.length, 0, `${member} gave events`);
      }
  });

for (const log of logs)
  test(`zeek: calls of ${log.file}`, async (t) => {
    const members = await unpackAll(fileInput(join(CORPUS!, log.file)));
    const calls = members.find(({ member }) => member === CALLS)?.bytes;
    if (calls === undefined) return t.skip('there is no dce_rpc.log');
    const conn = members.find(({ member }) => member === log.member)!.bytes;
    const uids = new Set([...conn.toString().matchAll(/"uid":"(\w+)"/g)].map(([, uid]) => uid));
    const stated = calls
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.ok(stated.length >= 60);
    const { events, rejects, counts } = await readAllOf(zeek, calls, EVERY_EVENT);
    assert.deepEqual(rejects, []);
    assert.equal(counts.kept, stated.length);
    const found = events.filter(({ kind }) => kind === 'rpc/call').map(({ fields }) => fields);
    assert.deepEqual(
      found.map(({ uid, src_port, dest_port, status }) => ({ uid, src_port, dest_port, status })),
      stated.map(({ uid, id_orig_p, id_resp_p, rtt }) => ({
        uid,
        src_port: id_orig_p,
        dest_port: id_resp_p,
        status: rtt === undefined ? 'unanswered' : 'answered',
      })),
    );
    for (const [n, { endpoint, operation, named_pipe, id_resp_p }] of stated.entries()) {
      const call = found[n]!;
      const entry = interfaceOf(String(call.interface));
      const known = [entry?.name, ...(entry?.aliases ?? [])].map((name) => name?.toLowerCase());
      assert.ok(known.includes(endpoint.toLowerCase()), `${endpoint} as ${entry?.name}`);
      const called = operationOf(entry!.uuid, Number(call.opnum))!;
      const names = [called.name, called.zeek, ...called.aliases, `unknown-${called.opnum}`];
      assert.ok(names.includes(operation), operation);
      assert.equal(call.named_pipe === undefined, named_pipe === String(id_resp_p));
    }
    assert.ok(found.every(({ flow_id }) => uids.has(String(flow_id))));
  });
