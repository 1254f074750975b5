// DuckDB over a Zeek conn.log: node duckdb.mjs one-scan|literal FILE tsv|jsonl count|rows. Prints the number of
// rows; with `rows` they are also written, as CSV to nowhere.
// one-scan: one pass into a table of the rows that the join can use, then the join: the best that we could write.
// literal: the pseudocode word for word, every set its own look at the log.
import { closeSync, openSync, readSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { CONN_COLUMNS } from '../conn-rows.mjs';

const [, , how, file, format, output] = process.argv;
const NEEDED = { 'id.orig_p': 'USMALLINT', 'id.resp_p': 'USMALLINT' };
const isJson = format === 'jsonl';
if (isJson) NEEDED.ts = 'DOUBLE'; // As text it would lose the zeros at its end.
const path = file.replaceAll("'", "''");

/** The columns that the log's own header names; the usual ones where it is compressed. */
function columnsOf(log) {
  const head = Buffer.alloc(1 << 14);
  const handle = openSync(log, 'r');
  readSync(handle, head);
  closeSync(handle);
  const fields = head
    .toString('latin1')
    .split('\n')
    .find((line) => line.startsWith('#fields'));
  return fields === undefined ? CONN_COLUMNS : fields.split('\t').slice(1);
}

const struct = (names) => `{${names.map((name) => `'${name}': '${NEEDED[name] ?? 'VARCHAR'}'`).join(', ')}}`;
const log = isJson
  ? `read_json('${path}', format='newline_delimited', columns=${struct(['ts', 'proto', 'id.orig_h', 'id.orig_p', 'id.resp_h', 'id.resp_p'])})`
  : `read_csv('${path}', delim='\t', comment='#', header=false, nullstr='-', quote='', escape='', auto_detect=false, columns=${struct(columnsOf(file))})`;
const flows = `
  SELECT ${isJson ? 'CAST(round(ts * 1000000) AS BIGINT)' : "CAST(replace(ts, '.', '') AS BIGINT)"} AS t, "id.orig_h" AS src_ip, "id.orig_p" AS src_port,
    "id.resp_h" AS dest_ip, "id.resp_p" AS dest_port
  FROM ${log} WHERE proto = 'tcp'`;
const mapper = 'dest_port = 135';
const endpoint = 'dest_port >= 49152 AND src_port >= 49152';
const both = ['m', 'e'].flatMap((set) =>
  ['t', 'src_ip', 'src_port', 'dest_ip', 'dest_port'].map((name) => `${set}.${name} AS ${set}_${name}`),
);
const join = (from) => `
  SELECT ${output === 'rows' ? both.join(', ') : 'count(*)'} FROM (SELECT * FROM ${from} WHERE ${mapper}) m JOIN (SELECT * FROM ${from} WHERE ${endpoint}) e
  ON m.src_ip = e.src_ip AND m.dest_ip = e.dest_ip AND m.t < e.t AND e.t < m.t + 2000000`;

const connection = await (await DuckDBInstance.create(':memory:')).connect();
if (how === 'one-scan') {
  await connection.run(
    `CREATE TABLE kept AS ${flows} AND (("id.resp_p" = 135) OR ("id.resp_p" >= 49152 AND "id.orig_p" >= 49152))`,
  );
}
const sql = how === 'one-scan' ? join('kept') : `WITH flows AS NOT MATERIALIZED (${flows}) ${join('flows')}`;
const statement = output === 'rows' ? `COPY (${sql}) TO '/dev/null' (FORMAT csv)` : sql;
console.log(String((await connection.runAndReadAll(statement)).getRows()[0][0]));
