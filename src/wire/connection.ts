import type { Micros } from '../model/time.ts';
import type { TcpStream } from './stream/tcp-stream.ts';
import { ACK, FIN, RST, SYN } from './tcp-flags.ts';

/** How far one side of a connection has come, as Zeek counts it. */
export type SideState = 'inactive' | 'partial' | 'syn' | 'syn-ack' | 'established' | 'closed' | 'reset';

export interface Side {
  state: SideState;
  packets: number;
  /** Bytes of payload, each once however often it was sent. */
  bytes: number;
  /** The sequence number after the last byte seen; null before the first packet. */
  next: number | null;
  /** The sequence number behind its SYN, that of its first byte; null where no SYN was seen. */
  opened: number | null;
}

/** How a connection stood or ended, in the words of Zeek's conn_state. */
export type ConnState =
  | 'S0'
  | 'S1'
  | 'SF'
  | 'REJ'
  | 'S2'
  | 'S3'
  | 'RSTO'
  | 'RSTR'
  | 'RSTOS0'
  | 'RSTRH'
  | 'SH'
  | 'SHR'
  | 'OTH';

export interface Connection {
  /** Client's address, server's, client's port, server's. */
  readonly tuple: Uint8Array;
  /** Whether the client's end comes before the server's, as their bytes compare. */
  readonly clientFirst: boolean;
  readonly start: Micros;
  /** The client's first sequence number, or whatever the first packet seen had. */
  readonly sequence: number;
  readonly client: Side;
  readonly server: Side;
  last: Micros;
  /** The number of the packet seen last. */
  record: number;
  /** All flags seen, of both sides. */
  flags: number;
  /** When it closed or was reset; null while it may go on. */
  closed: Micros | null;
  /** What takes its payload: undefined while nobody was asked, null where nobody wants it. */
  stream: TcpStream | null | undefined;
}

export function newConnection(
  tuple: Uint8Array,
  clientFirst: boolean,
  sequence: number,
  time: Micros,
  record: number,
): Connection {
  const side = (): Side => ({ state: 'inactive', packets: 0, bytes: 0, next: null, opened: null });
  return {
    tuple,
    clientFirst,
    start: time,
    sequence,
    client: side(),
    server: side(),
    last: time,
    record,
    flags: 0,
    closed: null,
    stream: undefined,
  };
}

/**
 * Moves a side on by a packet that it sent.
 * @param length bytes of payload
 */
export function advance(side: Side, peer: Side, flags: number, sequence: number, length: number): void {
  side.packets += 1;
  side.state = stateAfter(side, peer, flags);
  if ((flags & SYN) !== 0 && (flags & ACK) !== 0 && peer.state === 'syn') peer.state = 'established';
  const start = (flags & SYN) === 0 ? sequence : sequence + 1;
  if ((flags & SYN) !== 0) side.opened = start | 0;
  if (side.next === null) side.next = start | 0;
  const fresh = (start + length - side.next) | 0;
  if (length === 0 || fresh <= 0) return;
  side.bytes += fresh;
  side.next = (start + length) | 0;
}

function stateAfter(side: Side, peer: Side, flags: number): SideState {
  const { state } = side;
  const done = state === 'closed' || state === 'reset';
  if ((flags & RST) !== 0) return state === 'closed' && peer.state === 'closed' ? state : 'reset';
  if (done) return state;
  if ((flags & FIN) !== 0) return 'closed';
  if ((flags & SYN) !== 0 && (state === 'inactive' || state === 'partial'))
    return (flags & ACK) === 0 ? 'syn' : peer.state === 'inactive' ? 'syn-ack' : 'established';
  return state === 'inactive' ? 'partial' : state;
}

/** As Zeek's base scripts derive conn_state. */
export function connState({ client, server }: Connection): ConnState {
  const clientSilent = client.state === 'inactive' || client.state === 'partial';
  const serverSilent = server.state === 'inactive' || server.state === 'partial';
  const noData = client.bytes === 0 && server.bytes === 0;
  if (server.state === 'reset') {
    const refused =
      client.state === 'syn' || client.state === 'syn-ack' || (client.state === 'reset' && noData);
    return refused ? 'REJ' : clientSilent ? 'RSTRH' : 'RSTR';
  }
  if (client.state === 'reset') return serverSilent ? 'RSTOS0' : 'RSTO';
  if (server.state === 'closed' && client.state === 'closed') return 'SF';
  if (client.state === 'closed') return serverSilent ? 'SH' : 'S2';
  if (server.state === 'closed') return clientSilent ? 'SHR' : 'S3';
  if (client.state === 'syn' && server.state === 'inactive') return 'S0';
  return client.state === 'established' && server.state === 'established' ? 'S1' : 'OTH';
}
