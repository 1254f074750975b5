import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { SmbConversation } from '../wire/smb/smb-conversation.ts';
import { ethernet, ipv4, join, PA, pcapFile, S, SA, tcp } from './packets.ts';
import { PipeEar } from './pipe-ear.ts';
import { framed } from './smb-messages.ts';
import { type TsharkPipes, tsharkPipes } from './tshark-smb.ts';

/** A message of the client (`>`) or of the server (`<`), without its length. */
export type SmbStep = readonly [side: '>' | '<', message: Uint8Array];

/** What is heard of a connection of those messages; a message's mark has its number, from 1. */
export function talk(...steps: readonly SmbStep[]): PipeEar {
  const ear = new PipeEar();
  const conversation = new SmbConversation(ear);
  for (const [i, [side, message]] of steps.entries()) {
    const bytes = framed(message);
    const mark = { time: i, record: i + 1 };
    conversation.bytes(side === '>' ? 'client' : 'server', bytes, 0, bytes.length, mark);
  }
  conversation.end({ time: steps.length, record: steps.length + 1 });
  return ear;
}

/** What tshark reads of them. */
export function tsharkTalk(...steps: readonly SmbStep[]): TsharkPipes {
  const folder = mkdtempSync(joinPath(tmpdir(), 'rpctrail-'));
  try {
    const file = joinPath(folder, 'capture');
    writeFileSync(file, captureOf(steps));
    return tsharkPipes(file).get(0) ?? { names: [], pdus: [] };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function captureOf(steps: readonly SmbStep[]): Uint8Array {
  const next = { '>': 1001, '<': 5001 };
  const packet = (side: '>' | '<', flags: number, seq: number, ack: number, payload: Uint8Array) => {
    const [from, to] = side === '>' ? [50_000, 445] : [445, 50_000];
    const [src, dst] =
      side === '>'
        ? [
            [10, 0, 0, 1],
            [10, 0, 0, 2],
          ]
        : [
            [10, 0, 0, 2],
            [10, 0, 0, 1],
          ];
    return ethernet(ipv4(tcp({ from, to, seq, ack, flags, payload }), { src: src!, dst: dst! }));
  };
  const packets = [packet('>', S, 1000, 0, join()), packet('<', SA, 5000, 1001, join())];
  for (const [side, message] of steps) {
    const payload = framed(message);
    packets.push(packet(side, PA, next[side], next[side === '>' ? '<' : '>'], payload));
    next[side] += payload.length;
  }
  return pcapFile(packets.map((bytes, i) => ({ bytes, time: 1_600_000_000_000_000 + i })));
}
