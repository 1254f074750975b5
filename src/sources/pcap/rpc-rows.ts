import type { BatchBuilder } from '../../columns/batch-builder.ts';
import type { KindBuilder } from '../../columns/kind-builder.ts';
import type { Connection } from '../../wire/connection.ts';
import type { Mapping } from '../../wire/mapping.ts';
import type { Packet } from '../../wire/packet.ts';
import { RpcMemory } from '../../wire/rpc/rpc-memory.ts';
import type { RpcBind, RpcCall } from '../../wire/rpc/rpc-observer.ts';
import { RpcSession } from '../../wire/rpc-session.ts';
import type { SessionObserver } from '../../wire/session-observer.ts';
import type { Mark } from '../../wire/stream/byte-sink.ts';
import { Payloads } from '../../wire/stream/payloads.ts';
import { PORTS_AT, portAt } from './flow-columns.ts';
import { RpcColumns } from './rpc-columns.ts';
import { RpcEnds } from './rpc-ends.ts';
import { bindEvent, callEvent, mapEvent, messageEvent, type RpcEvent } from './rpc-event.ts';
import { RPC_KINDS, type RpcKind } from './rpc-kinds.ts';
import { Sieve } from './sieve.ts';

/** Makes events of the RPC in connections: rpc/map, rpc/bind, rpc/call and flow/message, whichever are wanted. */
export class RpcRows {
  private readonly builders: ReadonlyMap<RpcKind, KindBuilder>;
  private readonly sieves: readonly Sieve[];
  private readonly columns = new Map<RpcKind, RpcColumns>();
  private readonly payloads: Payloads;
  private readonly memory = new RpcMemory();
  /** Events that found no room. */
  private waiting: RpcEvent[] = [];
  /** Connections that turned out to speak encrypted SMB. */
  encrypted = 0;
  readonly wantsMaps: boolean;
  readonly wantsMessages: boolean;

  private constructor(builders: ReadonlyMap<RpcKind, KindBuilder>) {
    this.builders = builders;
    this.wantsMaps = builders.has('rpc/map');
    this.wantsMessages = builders.has('flow/message');
    this.sieves = [...builders.values()].map((builder) => new Sieve(builder));
    this.payloads = new Payloads((connection) => this.listenTo(connection));
  }

  /** Null where no RPC is wanted. */
  static of(builder: BatchBuilder): RpcRows | null {
    const builders = new Map<RpcKind, KindBuilder>();
    for (const kind of RPC_KINDS) {
      const one = builder.kind(kind);
      if (one !== null) builders.set(kind, one);
    }
    return builders.size === 0 ? null : new RpcRows(builders);
  }

  /** Whether RPC between these ports is of use. */
  passes(one: number, other: number): boolean {
    for (const sieve of this.sieves) if (sieve.passesEither(one, other)) return true;
    return false;
  }

  /** A packet of a connection, `packet.at` at its TCP header. @returns whether RPC may be in the connection */
  take(connection: Connection, fromClient: boolean, packet: Packet, mark: Mark): boolean {
    return this.payloads.take(connection, fromClient, packet, mark);
  }

  end(connection: Connection): void {
    this.payloads.end(connection);
  }

  /** A batch was taken: what found no room goes into the next, as far as there is room. */
  renew(): void {
    this.columns.clear();
    const { waiting } = this;
    this.waiting = [];
    for (const event of waiting) this.put(event);
  }

  /** Whether bytes that were sent are missing. */
  get lacksPayload(): boolean {
    return this.payloads.memory.missing > 0;
  }

  counts(): readonly (readonly [what: string, count: number])[] {
    const { payloads, memory } = this;
    return [
      ['bytes of TCP connections missing', payloads.memory.missing],
      ['holes in TCP connections not waited for', payloads.memory.crowded],
      ['RPC PDUs damaged', memory.damaged],
      ['RPC calls not waited for', memory.callsLetGo],
      ['RPC stubs let go', memory.stubsLetGo],
      ['RPC PDUs let go', memory.pdusLetGo],
      ['RPC contexts let go', memory.contextsLetGo],
      ['connections not listened to any longer', payloads.dropped],
      ['connections with encrypted SMB', this.encrypted],
    ];
  }

  private listenTo(connection: Connection): RpcSession {
    const port = portAt(connection.tuple, PORTS_AT + 2);
    return new RpcSession(port, new ConnectionEvents(connection, this), this.memory);
  }

  /** Writes an event, at once or when there is room. */
  put(event: RpcEvent): void {
    const builder = this.builders.get(event.kind);
    if (builder === undefined) return;
    if (builder.full || this.waiting.length > 0) {
      this.waiting.push(event);
      return;
    }
    let columns = this.columns.get(event.kind);
    if (columns === undefined) {
      columns = new RpcColumns(builder);
      this.columns.set(event.kind, columns);
    }
    event.write(columns);
    builder.commit(event.mark.time, event.mark.record);
  }
}

/** Hears a connection's RPC and makes events of it. */
class ConnectionEvents implements SessionObserver {
  private readonly ends: RpcEnds;
  private readonly rows: RpcRows;

  constructor(connection: Connection, rows: RpcRows) {
    this.ends = new RpcEnds(connection);
    this.rows = rows;
  }

  get wantsMaps(): boolean {
    return this.rows.wantsMaps;
  }

  bind(bind: RpcBind, pipe: string | null): void {
    this.rows.put(bindEvent(this.ends, bind, pipe));
    if (this.rows.wantsMessages) this.rows.put(messageEvent(this.ends, bind));
  }

  call(call: RpcCall, pipe: string | null): void {
    this.rows.put(callEvent(this.ends, call, pipe));
    if (this.rows.wantsMessages) this.rows.put(messageEvent(this.ends, call));
  }

  map(mappings: readonly Mapping[], call: RpcCall, pipe: string | null): void {
    for (const mapping of told(mappings)) this.rows.put(mapEvent(this.ends, mapping, call, pipe));
  }

  encrypted(): void {
    this.rows.encrypted += 1;
  }
}

/**
 * Of an answer's mappings those that make an event: each TCP port of an interface once, with an address if any
 * tells one, and what was refused.
 */
function told(mappings: readonly Mapping[]): Iterable<Mapping> {
  if (mappings.length === 1) return mappings.filter(isTold);
  const ports = new Map<string, Mapping>();
  for (const mapping of mappings) {
    if (!isTold(mapping)) continue;
    const key = `${mapping.interface} ${mapping.version} ${mapping.port}`;
    if ((ports.get(key)?.address ?? null) === null) ports.set(key, mapping);
  }
  return ports.values();
}

function isTold({ port, protocol, status }: Mapping): boolean {
  return port === null ? status !== 0 : protocol === 'tcp';
}
