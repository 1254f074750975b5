import { RpcConversation } from '../wire/rpc/rpc-conversation.ts';
import { RpcMemory } from '../wire/rpc/rpc-memory.ts';
import type { RpcBind, RpcCall } from '../wire/rpc/rpc-observer.ts';
import type { Side } from '../wire/stream/byte-sink.ts';
import { A, be32, ethernet, ipv4, pcapFile, S, SA, tcp } from './packets.ts';

/** What one side sends next; a number stands for so many bytes that are missing, 0 for an unknown number. */
export interface Spoken {
  readonly side: Side;
  readonly bytes: Uint8Array | number;
}

export interface Heard {
  readonly binds: readonly RpcBind[];
  readonly calls: readonly RpcCall[];
  /** Binds as `interface version`, calls as `opnum`, in the order in which they were told. */
  readonly order: readonly string[];
}

/** Has a conversation hear what is said. The mark of each piece is its number, from 0. */
export function hear(
  spoken: readonly Spoken[],
  memory = new RpcMemory(),
  wantsStub: (iface: string, opnum: number) => boolean = () => true,
): Heard {
  const [binds, calls, order]: [RpcBind[], RpcCall[], string[]] = [[], [], []];
  const conversation = new RpcConversation(
    {
      bind: (bind) => {
        binds.push(bind);
        order.push(`${bind.interface} ${bind.version}`);
      },
      call: (call) => {
        calls.push(call);
        order.push(String(call.opnum));
      },
      wantsStub,
    },
    memory,
  );
  for (const [i, { side, bytes }] of spoken.entries()) {
    const mark = { time: 1000 * i, record: i };
    if (typeof bytes === 'number') conversation.gap(side, bytes, mark);
    else {
      // The bytes stand in the midst of others, and are no longer there when the call is over.
      const chunk = new Uint8Array(bytes.length + 24).fill(5);
      chunk.set(bytes, 11);
      conversation.bytes(side, chunk, 11, 11 + bytes.length, mark);
      chunk.fill(5);
    }
  }
  conversation.end();
  return { binds, calls, order };
}

export interface ConnectionFields {
  readonly from?: number;
  readonly to?: number;
  /** Whether the capture has the connection from its beginning. */
  readonly whole?: boolean;
}

/** The same as a capture of one TCP connection, each piece a segment. */
export function captureOf(spoken: readonly Spoken[], fields: ConnectionFields = {}): Uint8Array {
  const { from: client = 50_000, to: server = 135, whole = true } = fields;
  const next = { client: 1000, server: 9000 };
  const segment = (side: Side, flags: number, payload: Uint8Array) => {
    const [from, to] = side === 'client' ? [client, server] : [server, client];
    const [seq, ack] = side === 'client' ? [next.client, next.server] : [next.server, next.client];
    next[side] += payload.length + (flags === A ? 0 : 1);
    const [src, dst] =
      side === 'client' ? [be32(0x0a000001), be32(0x0a000002)] : [be32(0x0a000002), be32(0x0a000001)];
    return ethernet(ipv4(tcp({ from, to, seq, ack, flags, payload }), { src, dst }));
  };
  const none = new Uint8Array(0);
  const opening = [segment('client', S, none), segment('server', SA, none)];
  const packets = whole ? opening : [];
  for (const { side, bytes } of spoken)
    if (typeof bytes === 'number') next[side] += bytes;
    else packets.push(segment(side, A, bytes));
  return pcapFile(packets.map((bytes, i) => ({ bytes, time: 1_600_000_000_000_000 + 1000 * i })));
}
