import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileInput } from '../../host/file-input.ts';
import { CORPUS, readManifest } from '../../testing/corpus.ts';
import { unpackAll } from '../../testing/packing.ts';
import { readAllOf } from '../../testing/source-reading.ts';
import { zeekFlows } from '../../testing/zeek-flows.ts';
import { EVERY_FLOW, isRpcActivity, RPC_ACTIVITY } from '../../testing/zeek-wants.ts';
import { zeek } from './index.ts';

const HEAD = 1 << 16;
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
        .map(({ member }) => member),
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
