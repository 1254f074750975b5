/**
 * Whether a stream of this name holds the records of conn.log: `conn` itself, or what a site's own filter named
 * after it (`conn-internal`). conn_long repeats connections that conn.log has, too.
 */
export function isConnStream(name: string): boolean {
  return name === 'conn' || (/^conn[-_.]/.test(name) && name !== 'conn_long');
}

/** Whether a stream of this name holds the records of dce_rpc.log, under the same rules. */
export function isCallStream(name: string): boolean {
  return name === 'dce_rpc' || /^dce_rpc[-_.]/.test(name);
}

/** Fields in which writers of JSON put the name of the stream. */
export const STREAM_FIELDS: readonly string[] = ['_path', '@stream', '#path'];

/** Fields of conn.log and of no other stream that has a 4-tuple. */
export const CONN_MARKS: readonly string[] = [
  'conn_state',
  'history',
  'missed_bytes',
  'orig_pkts',
  'orig_ip_bytes',
  'resp_pkts',
  'resp_ip_bytes',
];

/** Fields of dce_rpc.log that no other stream has both of. */
export const CALL_MARKS: readonly string[] = ['endpoint', 'operation'];

/** Fields that records of other streams with a 4-tuple and `proto` have, and conn.log has not. */
export const OTHER_MARKS: readonly string[] = [
  'analyzer',
  'facility',
  'failure_reason',
  'name',
  'note',
  'query',
  'qtype',
  'rcode',
  'rtt',
  'severity',
  'trans_id',
];
