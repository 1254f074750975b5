/** Calls of one client on one server at a time, as a day's logs of Zeek are made of them. */
export interface ZeekTalk {
  /** `YYYY-MM-DDThh:mm:ss`, UTC. */
  readonly at: string;
  readonly client: string;
  readonly server: string;
  /** As Zeek writes them: `svcctl CreateServiceW`; none where the log shows flows alone. */
  readonly calls: readonly string[];
  /** Over a pipe of port 445; else the mapper, and so many seconds later (0.005) a dynamic port. */
  readonly pipe?: string;
  readonly gap?: number;
  /** Only the mapper was asked. */
  readonly mapperOnly?: boolean;
}

const CONN = ['ts', 'uid', 'id.orig_h', 'id.orig_p', 'id.resp_h', 'id.resp_p', 'proto', 'conn_state'];
const RPC = [
  'ts',
  'uid',
  'id.orig_h',
  'id.orig_p',
  'id.resp_h',
  'id.resp_p',
  'rtt',
  'named_pipe',
  'endpoint',
  'operation',
];

/** conn.log and dce_rpc.log of some talk. */
export function zeekDay(talks: readonly ZeekTalk[]): { readonly conn: string; readonly calls: string } {
  const conn: string[] = [];
  const calls: string[] = [];
  for (const [n, { at, client, server, calls: made, pipe, gap = 0.005, mapperOnly }] of talks.entries()) {
    const start = Date.parse(`${at}Z`) / 1000;
    const port = 49_152 + (n % 10_000);
    const flow = (after: number, resp: number, orig: number, called: readonly string[]) => {
      const uid = `C${n}x${resp}x${at.replace(/\D/g, '')}`;
      const ends = [(start + after).toFixed(6), uid, client, orig, server, resp];
      conn.push([...ends, 'tcp', 'SF'].join('\t'));
      for (const [k, call] of called.entries()) {
        const [endpoint, operation] = call.split(' ');
        const time = (start + after + 0.001 * (k + 1)).toFixed(6);
        calls.push(
          [time, ...ends.slice(1), '0.000400', pipe ?? String(resp), endpoint, operation].join('\t'),
        );
      }
    };
    if (pipe !== undefined) {
      flow(0, 445, port, made);
      continue;
    }
    flow(0, 135, port, made.length === 0 ? [] : ['epmapper ept_map']);
    if (mapperOnly !== true) flow(gap, 49_670, port + 1, made);
  }
  return { conn: table('conn', CONN, conn), calls: table('dce_rpc', RPC, calls) };
}

function table(path: string, fields: readonly string[], rows: readonly string[]): string {
  const head = ['#separator \\x09', '#set_separator\t,', '#empty_field\t(empty)', '#unset_field\t-'];
  return [...head, `#path\t${path}`, `#fields\t${fields.join('\t')}`, ...rows, ''].join('\n');
}
