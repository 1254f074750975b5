import assert from 'node:assert/strict';
import { mkdtempSync, openAsBlob, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js';
import { loadDuckdbDriver } from '../../host/duckdb-driver.ts';
import { CORPUS, readManifest } from '../../testing/corpus.ts';
import { type PlainEvent, rowsOf, storeOf } from '../../testing/events.ts';
import { sqlCase } from '../../testing/sql-cases.ts';
import { createDuckdb } from './index.ts';

const LITERAL = `
  SELECT m.uid, e.uid
  FROM flows m JOIN flows e
    ON m.us < e.us AND e.us < m.us + 2000000 AND m.src = e.src AND m.dest = e.dest
  WHERE m.dest_port = 135 AND e.dest_port >= 49152 AND e.src_port >= 49152
  ORDER BY 1, 2`;

/** The log's rows over TCP, read by DuckDB alone. */
function flowsOf(path: string, fields: readonly string[]): string {
  const names = fields.map((field) => `'${field}'`).join(', ');
  return `
    CREATE TABLE flows AS
    SELECT uid, CAST(CAST(ts AS DECIMAL(20, 6)) * 1000000 AS BIGINT) AS us,
           "id.orig_h" AS src, CAST("id.orig_p" AS INTEGER) AS src_port,
           "id.resp_h" AS dest, CAST("id.resp_p" AS INTEGER) AS dest_port
    FROM read_csv('${path}', delim = '\\t', comment = '#', header = false, nullstr = '-',
                  all_varchar = true, quote = '', escape = '', names = [${names}])
    WHERE proto = 'tcp'`;
}

const manifest = readManifest();

test('literal SQL over read_csv gives the rows of the engine, on real Zeek logs', async (t) => {
  if (CORPUS === null || manifest === null) return t.skip('the corpus is not there');
  const driver = await loadDuckdbDriver();
  const folder = mkdtempSync(join(tmpdir(), 'rpctrail-'));
  t.after(() => rmSync(folder, { recursive: true }));
  let logs = 0;
  let rows = 0;
  for (const entry of manifest.zeek) {
    const text = await unzip(join(CORPUS, entry.file), entry.member);
    const header = /^#fields\t(.*)$/m.exec(text);
    if (header === null) continue;
    const path = join(folder, `conn-${logs}.log`);
    writeFileSync(path, text);
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(flowsOf(path, header[1]!.split('\t')));
    const literal = (await connection.runAndReadAll(LITERAL)).getRowsJson();
    const flows = (await connection.runAndReadAll('FROM flows')).getRowsJson() as string[][];
    connection.closeSync();
    instance.closeSync();

    const events = flows.map(
      ([, us, src_ip, src_port, dest_ip, dest_port]): PlainEvent => ({
        kind: 'flow/start',
        time: Number(us),
        src_ip: src_ip!,
        src_port: Number(src_port),
        dest_ip: dest_ip!,
        dest_port: Number(dest_port),
      }),
    );
    const ours = await rowsOf(createDuckdb(driver), sqlCase('rpc-activity'), storeOf(events));
    const uids = ours.map((row) => row.events.map((event) => flows[event]![0]!));
    assert.deepEqual(uids.sort(), literal);
    assert.equal(flows.length, entry.flows);
    assert.equal(literal.length, entry.rpc_pairs);
    logs += 1;
    rows += literal.length;
  }
  t.diagnostic(`${rows} rows of ${logs} logs compared`);
  assert.ok(logs >= 2 && rows >= 10);
});

async function unzip(path: string, member: string): Promise<string> {
  const zip = new ZipReader(new BlobReader(await openAsBlob(path)));
  const entry = (await zip.getEntries()).find(({ filename }) => filename === member);
  assert.ok(entry !== undefined && !entry.directory);
  const text = await entry.getData(new TextWriter());
  await zip.close();
  return text;
}
