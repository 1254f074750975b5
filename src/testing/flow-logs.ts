import type { FlowStart } from './pairs.ts';

/** A flow as a row of conn.log, the uid telling which it is. */
function rowOf(flow: FlowStart, number: number, proto: string): Readonly<Record<string, string | number>> {
  const seconds = Math.floor(flow.micros / 1_000_000);
  return {
    ts: `${seconds}.${String(flow.micros - seconds * 1_000_000).padStart(6, '0')}`,
    uid: `C${number}`,
    'id.orig_h': flow.src_ip,
    'id.orig_p': flow.src_port,
    'id.resp_h': flow.dest_ip,
    'id.resp_p': flow.dest_port,
    proto,
    service: '-',
    duration: '0.5',
    conn_state: 'SF',
  };
}

export const CONN_ORDER = [
  'ts',
  'uid',
  'id.orig_h',
  'id.orig_p',
  'id.resp_h',
  'id.resp_p',
  'proto',
  'service',
  'duration',
  'conn_state',
];
export const OTHER_ORDER = [
  'id.resp_p',
  'proto',
  'id.resp_h',
  'ts',
  'conn_state',
  'id.orig_p',
  'uid',
  'id.orig_h',
];

/** The `#` lines of a conn.log with these columns. */
export function connHeader(columns: readonly string[]): string {
  return `#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n#fields\t${columns.join('\t')}\n`;
}

/** The rows of flows under such a header, without it. */
export function connLines(flows: readonly FlowStart[], columns: readonly string[], proto = 'tcp'): string {
  return flows
    .map((flow, i) => {
      const row = rowOf(flow, i, proto);
      return `${columns.map((column) => row[column]).join('\t')}\n`;
    })
    .join('');
}

export function connLog(flows: readonly FlowStart[], columns: readonly string[] = CONN_ORDER): string {
  return connHeader(columns) + connLines(flows, columns);
}

export function connJson(flows: readonly FlowStart[]): string {
  return flows
    .map((flow, i) => {
      const { ts, duration, ...rest } = rowOf(flow, i, 'tcp');
      const texts = JSON.stringify(rest).slice(1);
      return `{"ts":${ts},"duration":${duration},${texts}\n`;
    })
    .join('');
}

/**
 * Flows of a busy day between few hosts, the same for the same seed: one in five to an endpoint mapper, and
 * rows of every kind to be skipped.
 */
export function manyFlows(count: number, seed = 1, start = 1_700_000_000_000_000): FlowStart[] {
  let state = seed;
  const below = (bound: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % bound;
  };
  return Array.from({ length: count }, (_, i) => ({
    micros: start + i * 50_000 + below(1_000_000),
    src_ip: below(8) === 0 ? `2001:db8::${1 + below(9)}` : `10.0.0.${1 + below(9)}`,
    src_port: below(4) === 0 ? 1024 + below(48_128) : 49_152 + below(16_384),
    dest_ip: below(8) === 0 ? '2001:db8::99' : `10.0.1.${1 + below(3)}`,
    dest_port: below(5) === 0 ? 135 : below(3) === 0 ? 443 : 49_152 + below(600),
  }));
}
