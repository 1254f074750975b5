// The requests of DCE/RPC in a capture as tshark decodes them, straight over TCP and in the pipes of SMB.
import { spawnSync } from 'node:child_process';

const FIELDS = [
  ...['frame.number', 'ip.src', 'ipv6.src', 'tcp.srcport', 'ip.dst', 'ipv6.dst', 'tcp.dstport'],
  ...['dcerpc.pkt_type', 'dcerpc.cn_flags.last_frag', 'dcerpc.opnum'],
];
const REQUEST = '0';

/**
 * @param {string} capture
 * @returns {{src_ip: string, src_port: number, dest_ip: string, dest_port: number, opnum: number}[] | null}
 *   one a request, in order of the file, that of its last fragment; null where tshark is not installed
 */
export function callsByTshark(capture) {
  const fields = FIELDS.flatMap((field) => ['-e', field]);
  const filter = `tcp && dcerpc.pkt_type==${REQUEST}`;
  // By content first: a client's port may be one that tshark knows for another protocol.
  const args = [
    '-n',
    '-o',
    'tcp.try_heuristic_first:TRUE',
    '-r',
    capture,
    '-Y',
    filter,
    '-T',
    'fields',
    '-E',
    'separator=|',
    ...fields,
  ];
  const run = spawnSync('tshark', args, { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (run.error?.code === 'ENOENT') return null;
  if (run.status !== 0) throw new Error(`tshark: ${run.stderr}`);
  return run.stdout
    .split('\n')
    .filter((line) => line !== '')
    .flatMap(requestsIn);
}

/** A packet may hold several PDUs; only requests have an opnum in it, and each has one. */
function requestsIn(line) {
  const [, src4, src6, from, dst4, dst6, to, ...lists] = line.split('|');
  const [types, lasts, opnums] = lists.map((list) => list.split(','));
  const ends = { src_ip: src4 || src6, src_port: Number(from), dest_ip: dst4 || dst6, dest_port: Number(to) };
  return types
    .map((type, i) => ({ type, last: lasts[i] }))
    .filter(({ type }) => type === REQUEST)
    .map(({ last }, i) => ({ last, opnum: Number(opnums[i]) }))
    .filter(({ last }) => last === '1')
    .map(({ opnum }) => ({ ...ends, opnum }));
}
