import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { build } from 'esbuild';
import { sourcePath } from './repository.ts';

const entry = join(dirname(fileURLToPath(import.meta.url)), '../index.js');

/** What a page of the bundle's own does: reads a capture as a Blob and runs the built-in analytic over it. */
const PAGE = `
(async () => {
  const { ANALYTICS, blobInput, compile, EventPool, matchesOf, NO_LIMITS, readInput, SOURCES, stream, viewEvent, wantOf } = rpctrail;
  const { ir } = compile(ANALYTICS.find(({ id }) => id === 'CAR-2014-05-001').text);
  const program = { analytic: 'CAR-2014-05-001', ir };
  const pool = new EventPool();
  const tools = { sources: SOURCES, inflaters: {} };
  const request = { want: wantOf([program], NO_LIMITS), mapping: null };
  for await (const message of readInput(blobInput(new Blob([capture])), tools, request))
    if (message.type === 'batch') pool.add(message.batch);
  const stretch = { store: pool.seal([{ input: 'capture', firstRecord: 1 }]), from: -Infinity, to: Infinity };
  const rows = [];
  for await (const { columns, count } of matchesOf(stream, program, stretch))
    for (let row = 0; row < count; row++)
      rows.push(columns.map(({ kinds, rows }) => viewEvent(stretch.store, kinds[0], rows[row]).origin.record));
  return JSON.stringify(rows);
})()`;

test('the core bundles for a browser and runs where there is no Node', async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'rpctrail',
    platform: 'browser',
    metafile: true,
    logLevel: 'silent',
  });
  assert.deepEqual(
    Object.keys(metafile.inputs).filter((name) => name.includes('/host/') || name.startsWith('node:')),
    [],
  );
  const capture = readFileSync(sourcePath('lab/captures/domain-day.pcap'));
  const page = vm.createContext({ Blob, TextDecoder, TextEncoder, URL, capture });
  vm.runInContext(outputFiles[0]!.text, page);
  const rows: number[][] = JSON.parse(await vm.runInContext(PAGE, page));
  assert.equal(rows.length, 11);
  assert.ok(rows.every(([mapper, endpoint]) => mapper! < endpoint!));
});
