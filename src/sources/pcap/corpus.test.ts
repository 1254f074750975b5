import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { flowLines, readWith, wantOf } from '../../testing/captures.ts';
import { CORPUS, type CorpusCapture, readManifest } from '../../testing/corpus.ts';
import { pcap } from './index.ts';

/** A capture's bytes: the corpus holds those that were packed in a folder of their own. */
function bytesOf(capture: CorpusCapture): Uint8Array {
  const bytes = readFileSync(join(CORPUS!, capture.extracted ?? capture.file));
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}

const captures = readManifest()?.captures ?? [];
if (captures.length === 0) console.log('pcap: the corpus is not there, its captures are skipped');

for (const capture of captures) {
  test(`${capture.id}: flows as tshark has them`, async () => {
    const bytes = bytesOf(capture);
    assert.notEqual(pcap.recognise(bytes.subarray(0, 1 << 16)), null);
    const { rows, rejects, counts, notes } = await readWith(pcap, bytes, wantOf('flow/start'));
    const flows = rows.get('flow/start') ?? [];
    const numbers = {
      flows: flows.length,
      mapper_flows: flows.filter((flow) => flow.dest_port === 135).length,
      endpoint_candidates: flows.filter(
        (flow) => Number(flow.dest_port) >= 49152 && Number(flow.src_port) >= 49152,
      ).length,
    };
    const { flows: all, mapper_flows, endpoint_candidates } = capture;
    assert.deepEqual(numbers, { flows: all, mapper_flows, endpoint_candidates });
    assert.equal(counts.records, capture.packets + (capture.cut_short ? 1 : 0));
    assert.deepEqual(
      rejects.map((reject) => reject.code),
      capture.cut_short ? ['cut-short'] : [],
    );
    assert.deepEqual(notes, []);
    const expected = join(CORPUS!, 'expected', `${capture.id}.flows.csv`);
    assert.ok(existsSync(expected), `${expected} is missing`);
    const lines = readFileSync(expected, 'utf8').trim().split(/\r?\n/).slice(1);
    const cut = lines.map((line) => line.replace(/^(\d+)\d{3},/, '$1,'));
    assert.deepEqual((await flowLines(pcap, bytes)).sort(), cut.sort());
  });
}
