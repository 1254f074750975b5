import type { Connection } from '../connection.ts';
import type { Packet } from '../packet.ts';
import { ACK, RST, SYN } from '../tcp-flags.ts';
import type { Mark } from './byte-sink.ts';
import type { Listener } from './listener.ts';
import { StreamMemory } from './stream-memory.ts';
import { TcpStream } from './tcp-stream.ts';

const LEAST_HEADER = 20;
/** So many connections are listened to at a time. */
const MOST = 1 << 16;

/** Hands the payload of connections to listeners, put in order. A connection costs nothing before it has any. */
export class Payloads {
  readonly memory: StreamMemory;
  /** Connections that were listened to no longer for want of room. */
  dropped = 0;
  private readonly open: (connection: Connection) => Listener;
  private readonly most: number;
  /** Those that are listened to, in the order in which they are looked at for being silent. */
  private readonly heard = new Set<Connection>();

  /** @param open asked once a connection, at its first payload @param most connections to be listened to at a time */
  constructor(open: (connection: Connection) => Listener, memory = new StreamMemory(), most = MOST) {
    this.open = open;
    this.memory = memory;
    this.most = most;
  }

  /**
   * A packet of a connection, `packet.at` at its TCP header, which the tracker has taken in.
   * @returns whether somebody listens to its payload
   */
  take(connection: Connection, fromClient: boolean, packet: Packet, mark: Mark): boolean {
    if (connection.stream === null || !packet.has(LEAST_HEADER)) return false;
    const flags = packet.u8(13);
    const start = packet.at + (packet.u8(12) >> 4) * 4;
    if (packet.wireEnd <= start || (flags & RST) !== 0) return false;
    const stream = connection.stream ?? this.listenTo(connection);
    stream.spoken = true;
    const from = Math.min(start, packet.end);
    const afterSyn = (flags & SYN) === 0 ? 0 : 1;
    stream.take(fromClient ? 'client' : 'server', {
      sequence: (packet.u32(4) + afterSyn) | 0,
      acknowledged: (flags & ACK) === 0 ? null : packet.u32(8) | 0,
      bytes: packet.bytes,
      from,
      to: packet.end,
      missing: packet.wireEnd - Math.max(start, packet.end),
      mark,
    });
    if (!stream.over) return true;
    stream.letGo();
    connection.stream = null;
    this.heard.delete(connection);
    return false;
  }

  /** No more packets of the connection will come. */
  end(connection: Connection): void {
    if (connection.stream) {
      connection.stream.end({ time: connection.last, record: connection.record });
      this.heard.delete(connection);
    }
    connection.stream = null;
  }

  private listenTo(connection: Connection): TcpStream {
    if (this.heard.size >= this.most) this.dropOne();
    const { client, server } = connection;
    const stream = new TcpStream(this.open(connection), client.opened, server.opened, this.memory);
    connection.stream = stream;
    this.heard.add(connection);
    return stream;
  }

  /** Listens no longer to one that was silent since it was last looked at. If it speaks again, it is seen midway. */
  private dropOne(): void {
    for (const connection of this.heard) {
      const stream = connection.stream!;
      this.heard.delete(connection);
      if (stream.spoken) {
        stream.spoken = false;
        this.heard.add(connection);
        continue;
      }
      stream.end({ time: connection.last, record: connection.record });
      connection.stream = undefined;
      connection.client.opened = null;
      connection.server.opened = null;
      this.dropped += 1;
      return;
    }
  }
}
