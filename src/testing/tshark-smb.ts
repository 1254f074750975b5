import { tshark } from './tshark-rpc.ts';

/** What tshark reads of the pipes of one TCP connection. */
export interface TsharkPipes {
  /** The names of those that the server opened, as written, in the order of its answers. */
  readonly names: readonly string[];
  /** PDUs of DCE/RPC: side, type, length, call id. */
  readonly pdus: readonly string[];
}

interface Found {
  readonly names: string[];
  readonly pdus: string[];
  readonly asked: Map<string, string>;
}

const FIELDS = [
  ['tcp.stream', 'smb.cmd', 'smb.flags.response', 'smb.file', 'smb.file_type'],
  ['smb2.cmd', 'smb2.flags.response', 'smb2.msg_id', 'smb2.tree', 'smb2.filename', 'smb2.fid'],
  ['dcerpc.pkt_type', 'dcerpc.cn_frag_len', 'dcerpc.cn_call_id'],
].flat();

/** The pipes and the RPC in them that tshark finds over SMB, by the number of the stream. */
export function tsharkPipes(file: string): ReadonlyMap<number, TsharkPipes> {
  const streams = new Map<number, Found>();
  const fields = FIELDS.flatMap((field) => ['-e', field]);
  const form = ['-T', 'fields', '-E', 'separator=|', '-E', 'aggregator=;'];
  for (const line of tshark(['-r', file, '-Y', 'tcp && (smb || smb2)', ...form, ...fields])) {
    const [stream = '', ...lists] = line.split('|').map((list) => list.split(';'));
    const found = streams.get(Number(stream[0])) ?? { names: [], pdus: [], asked: new Map() };
    streams.set(Number(stream[0]), found);
    take(found, lists);
  }
  return streams;
}

function take(found: Found, lists: readonly string[][]): void {
  const [cmd1, response1, file, type1, cmd2, response2, ids, tree, name, fid, types, lengths, calls] = lists;
  const answers = response1![0] === '1' || response2![0] === '1';
  if (answers && (cmd1!.includes('0xa2') || cmd1!.includes('0x2d')) && Number(type1![0]) > 0)
    found.names.push(file![0]!.replace(/^\\/, ''));
  if (cmd2![0] === '5' && !answers && /IPC\$$/i.test(tree![0]!)) found.asked.set(ids![0]!, name![0]!);
  if (cmd2![0] === '5' && answers && fid![0] !== '' && found.asked.has(ids![0]!)) {
    const asked = found.asked.get(ids![0]!)!;
    if (asked !== '') found.names.push(asked);
  }
  for (const [i, type] of types!.entries())
    if (type !== '') found.pdus.push(`${answers ? 'server' : 'client'} ${type} ${lengths![i]} #${calls![i]}`);
}
