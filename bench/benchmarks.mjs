import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const contestant = (name) => join(root, 'bench/contestants', name);

const rpctrail = (label = 'rpctrail', ...flags) => ({
  label,
  command: (file) => [
    process.execPath,
    join(root, 'dist/cli/main.js'),
    'detect',
    file,
    '--format',
    'csv',
    '--out',
    '/dev/null',
    ...flags,
  ],
});
const rpcEvents = {
  label: 'rpctrail events --object rpc',
  command: (file) => [
    process.execPath,
    join(root, 'dist/cli/main.js'),
    'events',
    file,
    '--object',
    'rpc',
    '--format',
    'jsonl',
    '--out',
    '/dev/null',
  ],
};
const duckdb = (how, { format = 'tsv', output = 'count' } = {}) => ({
  label: `DuckDB, ${how === 'literal' ? 'literal SQL' : 'one scan, then the join'}`,
  command: (file) => [process.execPath, contestant('duckdb.mjs'), how, file, format, output],
});
const polars = {
  label: 'polars',
  needs: ['polars'],
  command: (file) => ['python3', contestant('polars_join.py'), file],
};
const shell = (label, script, ...needs) => ({
  label,
  needs: ['sh', ...needs],
  command: (file) => ['sh', '-c', script, 'sh', file],
});
const onOneCore = ({ label, command }) => ({
  label,
  needs: ['taskset'],
  command: (file) => ['taskset', '-c', '0', ...command(file)],
});
const gopacket = {
  label: 'Go with gopacket, headers only',
  needs: ['go'],
  command: (file) => [builtGopacket(), file],
};

/** Contestants in turn; the first is ours, the ratio of the others is to it. */
export const BENCHMARKS = [
  {
    name: 'zeek-tsv',
    title: 'Zeek conn.log, plain TSV, 8 % of it kept',
    input: 'tsv',
    contestants: [rpctrail(), duckdb('one-scan'), duckdb('literal'), polars],
  },
  {
    name: 'zeek-wide',
    title: 'the same with 30 more columns, shuffled',
    input: 'wide',
    note: 'To be compared with zeek-tsv in bytes a second.',
    contestants: [rpctrail(), duckdb('one-scan')],
  },
  {
    name: 'zeek-gz',
    title: 'Zeek conn.log, gzip',
    input: 'gz',
    contestants: [
      rpctrail(),
      {
        label: "Node's zlib, inflating alone",
        command: (file) => [process.execPath, contestant('inflate.mjs'), file],
      },
      duckdb('one-scan'),
    ],
  },
  {
    name: 'zeek-zst',
    title: 'Zeek conn.log, zstd',
    input: 'zst',
    contestants: [rpctrail(), shell('zstd -dc', 'zstd -dc -q "$1" > /dev/null', 'zstd'), duckdb('one-scan')],
  },
  {
    name: 'zeek-json',
    title: 'Zeek conn.log, JSON lines',
    input: 'json',
    contestants: [rpctrail(), duckdb('one-scan', { format: 'jsonl' })],
  },
  {
    name: 'pcap',
    title: 'capture, flows only',
    input: 'pcap',
    contestants: [
      rpctrail(),
      gopacket,
      shell(
        'tcpdump, tshark and a script',
        `"${contestant('tcpdump-tshark.sh')}" "$1"`,
        'tcpdump',
        'tshark',
        'python3',
      ),
    ],
  },
  {
    name: 'tshark',
    title: 'capture, tshark alone',
    input: 'pcap',
    contestants: [rpctrail(), shell('tshark', `"${contestant('tshark.sh')}" "$1"`, 'tshark', 'python3')],
  },
  {
    name: 'rpc',
    title: 'capture full of RPC: every bind, call and mapping',
    input: 'rpc',
    contestants: [
      rpcEvents,
      shell(
        'tshark with the fields of dcerpc and epm',
        `tshark -n -r "$1" -Y dcerpc -T fields -e frame.time_epoch -e ip.src -e ip.dst -e tcp.srcport \
         -e tcp.dstport -e dcerpc.pkt_type -e dcerpc.cn_bind_to_uuid -e dcerpc.opnum -e epm.proto.tcp_port | wc -l`,
        'tshark',
      ),
      shell('Suricata, offline', 'suricata -r "$1" -l "$(mktemp -d)" > /dev/null', 'suricata'),
    ],
  },
  {
    name: 'join',
    title: 'join of 20 million kept events',
    input: 'kept',
    note: 'All write the 2.1 million rows as CSV to nowhere.',
    contestants: [rpctrail(), duckdb('literal', { output: 'rows' }), duckdb('one-scan', { output: 'rows' })],
  },
  {
    name: 'skewed',
    title: '6,000 × 6,000 flows of one pair of hosts, all within the window',
    input: 'skewed',
    note: 'All write the 36 million rows as CSV to nowhere.',
    contestants: [rpctrail(), duckdb('one-scan', { output: 'rows' }), duckdb('literal', { output: 'rows' })],
  },
  {
    name: 'week',
    title: '168 hourly .gz logs, 100 million lines, 512 MB, two cores against one',
    input: 'week',
    contestants: [
      rpctrail('rpctrail --jobs 2', '--memory', '512MB', '--jobs', '2'),
      onOneCore(rpctrail('rpctrail on one core', '--memory', '512MB', '--jobs', '1')),
    ],
  },
  {
    name: 'pcap-10',
    title: 'capture of 10 GB: memory does not grow with it',
    input: 'pcap10',
    contestants: [rpctrail()],
  },
];

let gopacketBinary = null;
function builtGopacket() {
  if (gopacketBinary === null) {
    gopacketBinary = join(tmpdir(), 'rpctrail-bench-gopacket');
    const cwd = contestant('gopacket');
    const built = spawnSync('go', ['build', '-o', gopacketBinary, '.'], { cwd, stdio: 'inherit' });
    if (built.status !== 0) throw new Error('the gopacket contestant does not build');
  }
  return gopacketBinary;
}
