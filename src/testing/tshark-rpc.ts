import { spawnSync } from 'node:child_process';
import type { Side } from '../wire/stream/byte-sink.ts';

/** What tshark reads of the RPC of one TCP connection. */
export interface TsharkRpc {
  /** By PDU: the interfaces of a bind or alter_context, each once, in its order. */
  readonly binds: readonly string[];
  /** Of the first fragments of requests, in their order. */
  readonly opnums: readonly number[];
}

export interface FollowedChunk {
  readonly side: Side;
  /** Null where bytes are missing in the capture. */
  readonly bytes: Uint8Array | null;
}

const FIELDS = ['pkt_type', 'cn_flags.first_frag', 'opnum', 'cn_bind_to_uuid'];

/** The RPC that tshark finds straight over TCP, by the number of its stream. */
export function tsharkRpc(file: string): ReadonlyMap<number, TsharkRpc> {
  const fields = ['tcp.stream', ...FIELDS.map((field) => `dcerpc.${field}`)].flatMap((field) => [
    '-e',
    field,
  ]);
  const filter =
    'dcerpc && tcp && !smb && !smb2 && (dcerpc.pkt_type==0 || dcerpc.pkt_type==11 || dcerpc.pkt_type==14)';
  const lines = tshark(['-r', file, '-Y', filter, '-T', 'fields', '-E', 'separator=|', ...fields]);
  const streams = new Map<number, { binds: string[]; opnums: number[] }>();
  for (const line of lines) {
    const [stream = '', ...lists] = line.split('|');
    const [types = [], firsts = [], opnums = [], uuids = []] = lists.map((list) => list.split(','));
    const known = streams.get(Number(stream)) ?? { binds: [], opnums: [] };
    streams.set(Number(stream), known);
    let request = 0;
    for (const [i, type] of types.entries()) {
      if (type !== '0') continue;
      if (firsts[i] === '1') known.opnums.push(Number(opnums[request]));
      request += 1;
    }
    known.binds.push(...new Set(uuids.filter((uuid) => uuid !== '')));
  }
  return streams;
}

/** The payload of TCP connections as tshark puts it together. The client is the side that sent first. */
export function followTcp(file: string, streams: readonly number[]): ReadonlyMap<number, FollowedChunk[]> {
  const followed = new Map<number, FollowedChunk[]>();
  const asked = streams.flatMap((stream) => ['-z', `follow,tcp,raw,${stream}`]);
  let chunks: FollowedChunk[] = [];
  for (const line of tshark(['-q', '-r', file, ...asked])) {
    const filter = /^Filter: tcp\.stream eq (\d+)/.exec(line);
    if (filter !== null) {
      chunks = [];
      followed.set(Number(filter[1]), chunks);
    } else if (/^\t?[0-9a-f]+$/.test(line)) {
      const bytes = Buffer.from(line.trim(), 'hex');
      const missing = /^\[\d+ bytes missing in capture file\]/.test(bytes.subarray(0, 64).toString('latin1'));
      chunks.push({ side: line.startsWith('\t') ? 'server' : 'client', bytes: missing ? null : bytes });
    }
  }
  return followed;
}

/** The lines that tshark prints. */
export function tshark(args: readonly string[]): string[] {
  const run = spawnSync('tshark', ['-n', ...args], { maxBuffer: 1 << 30 });
  return run.stdout
    .toString()
    .split('\n')
    .filter((line) => line !== '');
}
