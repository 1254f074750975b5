import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Wireshark's command-line reader, the peer that packet decoding is compared with; false where it is not. */
export const HAS_TSHARK = spawnSync('tshark', ['--version']).status === 0;

const FILTER = 'tcp.flags.syn==1 && tcp.flags.ack==0 && !icmp && !icmpv6';
const FIELDS = [
  'frame.time_epoch',
  'ip.src',
  'ipv6.src',
  'tcp.srcport',
  'ip.dst',
  'ipv6.dst',
  'tcp.dstport',
  'tcp.seq_raw',
  'frame.number',
  'frame.protocols',
];

/**
 * What tshark takes for the first segments of TCP flows in a capture, in the order of its frames: microseconds,
 * source, port, destination, port, frame. Where packets are nested the innermost counts.
 */
export function tsharkFlows(capture: Uint8Array): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'rpctrail-'));
  try {
    const file = join(folder, 'capture');
    writeFileSync(file, capture);
    const fields = FIELDS.flatMap((field) => ['-e', field]);
    const separators = ['-E', 'separator=|', '-E', 'occurrence=l'];
    const run = spawnSync('tshark', [
      '-n',
      '-r',
      file,
      '-Y',
      FILTER,
      '-T',
      'fields',
      ...separators,
      ...fields,
    ]);
    const seen = new Set<string>();
    const flows: string[] = [];
    for (const line of run.stdout.toString().split('\n')) {
      if (line === '') continue;
      const [time = '', src4, src6, from, dst4, dst6, to, seq, frame, layers = ''] = line.split('|');
      const inner = layers.split(':').findLast((layer) => layer === 'ip' || layer === 'ipv6');
      const [src, dst] = inner === 'ip' ? [src4, dst4] : [src6, dst6];
      const tuple = `${src},${from},${dst},${to}`;
      if (seen.has(`${tuple},${seq}`)) continue;
      seen.add(`${tuple},${seq}`);
      flows.push(`${time.replace('.', '').slice(0, -3)},${tuple},${frame}`);
    }
    return flows;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
