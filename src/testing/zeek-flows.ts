import type { FlowStart } from './pairs.ts';

/** The TCP rows of a conn.log, JSON lines or TSV, read the plain way, with nothing of `sources/zeek`. */
export function zeekFlows(text: string): FlowStart[] {
  let fields: readonly string[] = [];
  const flows: FlowStart[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('#fields')) fields = line.split('\t').slice(1);
    if (line === '' || line.startsWith('#')) continue;
    const row = line.startsWith('{') ? jsonRow(line) : tsvRow(line, fields);
    if (row.proto !== 'tcp') continue;
    flows.push({
      micros: microsOf(row.ts!),
      src_ip: row.orig_h!,
      src_port: Number(row.orig_p),
      dest_ip: row.resp_h!,
      dest_port: Number(row.resp_p),
    });
  }
  return flows;
}

type Row = Readonly<Record<string, string | undefined>>;

function jsonRow(line: string): Row {
  const { id, ...rest } = JSON.parse(line);
  const ts = /"ts":\s*([0-9.]+)/.exec(line)?.[1];
  return { ...plainNames({ ...rest, ...id }), ts };
}

function tsvRow(line: string, fields: readonly string[]): Row {
  const values = line.split('\t');
  return plainNames(Object.fromEntries(fields.map((field, i) => [field, values[i]])));
}

/** `id.orig_h` and `id_orig_h` are `orig_h`. */
function plainNames(row: Readonly<Record<string, unknown>>): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name.replace(/^id[._]/, ''), String(value)]),
  );
}

function microsOf(seconds: string): number {
  const [whole = '', fraction = ''] = seconds.split('.');
  return Number(whole + fraction.padEnd(6, '0').slice(0, 6));
}
