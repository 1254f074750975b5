import { MICROS_PER_SECOND, type Micros } from '../model/time.ts';
import { advance, type Connection, newConnection } from './connection.ts';
import { KeyTable } from './key-table.ts';
import type { Packet } from './packet.ts';
import { ACK, SYN } from './tcp-flags.ts';
import { PAIR_WORDS, TUPLE_BYTES, turnTuple, writePair, writeTuple } from './tuple.ts';

/** So long after its end a connection's stragglers are still its own. */
const LINGER: Micros = 5 * MICROS_PER_SECOND;
/** A connection that is silent for so long has ended. */
const IDLE: Micros = 3600 * MICROS_PER_SECOND;
const SWEPT_AT_ONCE = 64;

/**
 * Follows TCP connections from packets in the order of the capture. Those that ended wait in `ended`, to be
 * taken by whoever reads them. At most `limit` are followed at a time: past it the one silent longest is ended
 * as it stands.
 */
export class ConnectionTracker {
  readonly ended: Connection[] = [];
  /** Whether the packet taken last came from the side that is the client. */
  fromClient = false;
  /** Connections ended for want of room. */
  dropped = 0;
  private readonly limit: number;
  private readonly table = new KeyTable(PAIR_WORDS);
  private readonly connections: (Connection | null)[] = [];
  /** Entries by the time of their closing. An entry may since have gone. */
  private readonly closing: { readonly entry: number; readonly connection: Connection }[] = [];
  private closingFrom = 0;
  private before: Micros = Number.NEGATIVE_INFINITY;
  private readonly pair = new Uint32Array(PAIR_WORDS);

  constructor(limit = 1 << 18) {
    this.limit = limit;
  }

  /** Takes in a packet whose TCP header is at `packet.at`. @returns the connection that it belongs to. */
  take(packet: Packet, time: Micros, record: number): Connection {
    this.sweep(time);
    const flags = packet.u8(13);
    const sequence = packet.u32(4);
    const opening = (flags & (SYN | ACK)) === SYN;
    const forward = writePair(packet, this.pair);
    let entry = this.table.find(this.pair);
    if (entry >= 0 && opening && begins(this.connections[entry]!, forward, sequence)) {
      this.end(entry);
      entry = -1;
    }
    if (entry < 0) entry = this.begin(packet, flags, sequence, forward, time, record);
    this.table.touch(entry);
    this.fromClient = this.connections[entry]!.clientFirst === forward;
    return this.advance(entry, packet, flags, sequence, time, record);
  }

  /** Ends all that are left, oldest first, a few at a time. @returns false when none is left. */
  finishSome(count: number): boolean {
    for (let i = 0; i < count && this.table.oldest >= 0; i++) this.end(this.table.oldest);
    return this.table.oldest >= 0;
  }

  /** A connection that is not followed yet. */
  private begin(
    packet: Packet,
    flags: number,
    sequence: number,
    forward: boolean,
    time: Micros,
    record: number,
  ): number {
    if (this.table.size >= this.limit) {
      this.end(this.table.oldest);
      this.dropped += 1;
    }
    const entry = this.table.add(this.pair);
    const fromClient = (flags & SYN) === 0 ? comesFromClient(packet) : (flags & ACK) === 0;
    const seen = new Uint8Array(TUPLE_BYTES);
    writeTuple(packet, seen);
    const tuple = fromClient ? seen : new Uint8Array(TUPLE_BYTES);
    if (!fromClient) turnTuple(seen, tuple);
    const first = fromClient || (flags & SYN) === 0 ? sequence : packet.u32(8) - 1;
    this.connections[entry] = newConnection(tuple, forward === fromClient, first >>> 0, time, record);
    return entry;
  }

  private advance(
    entry: number,
    packet: Packet,
    flags: number,
    sequence: number,
    time: Micros,
    record: number,
  ): Connection {
    const connection = this.connections[entry]!;
    const { client, server } = connection;
    const payload = Math.max(0, packet.wireEnd - packet.at - (packet.u8(12) >> 4) * 4);
    if (this.fromClient) advance(client, server, flags, sequence, payload);
    else advance(server, client, flags, sequence, payload);
    connection.last = Math.max(connection.last, time);
    connection.record = record;
    connection.flags |= flags;
    const over =
      client.state === 'reset' ||
      server.state === 'reset' ||
      (client.state === 'closed' && server.state === 'closed');
    if (over && connection.closed === null) {
      connection.closed = time;
      this.closing.push({ entry, connection });
    }
    return connection;
  }

  /** Ends what has lingered or idled long enough. A single packet of a wild time ends nothing. */
  private sweep(time: Micros): void {
    const now = Math.min(time, this.before);
    this.before = time;
    for (let i = 0; i < SWEPT_AT_ONCE && this.closingFrom < this.closing.length; i++) {
      const { entry, connection } = this.closing[this.closingFrom]!;
      if (this.connections[entry] === connection) {
        if (now - connection.last <= LINGER) break;
        this.end(entry);
      }
      this.closingFrom += 1;
    }
    if (this.closingFrom >= 1024 && 2 * this.closingFrom >= this.closing.length) {
      this.closing.splice(0, this.closingFrom);
      this.closingFrom = 0;
    }
    for (let i = 0; i < SWEPT_AT_ONCE && this.table.oldest >= 0; i++) {
      const oldest = this.table.oldest;
      if (now - this.connections[oldest]!.last <= IDLE) break;
      this.end(oldest);
    }
  }

  private end(entry: number): void {
    this.ended.push(this.connections[entry]!);
    this.connections[entry] = null;
    this.table.remove(entry);
  }
}

/** Whether a SYN is the first of another connection over the same ports. @param forward as `writePair` */
function begins(connection: Connection, forward: boolean, sequence: number): boolean {
  if (connection.clientFirst !== forward) return connection.closed !== null;
  return connection.sequence !== sequence;
}

/** A connection first seen midway: the client is the side with the higher port. */
function comesFromClient(packet: Packet): boolean {
  return packet.u16(0) >= packet.u16(2);
}
