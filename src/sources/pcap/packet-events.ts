import { BatchBuilder } from '../../columns/batch-builder.ts';
import type { KindBuilder } from '../../columns/kind-builder.ts';
import type { Batch } from '../../model/batch.ts';
import type { ReadOptions } from '../../model/source.ts';
import { type Connection, connState } from '../../wire/connection.ts';
import { ConnectionTracker } from '../../wire/connection-tracker.ts';
import { toTcp } from '../../wire/dissect.ts';
import { flowId } from '../../wire/flow-id.ts';
import { FragmentMemory } from '../../wire/fragment-memory.ts';
import { canOpen } from '../../wire/opening.ts';
import { Packet } from '../../wire/packet.ts';
import { SynMemory } from '../../wire/syn-memory.ts';
import { ACK, formatTcpFlags, SYN } from '../../wire/tcp-flags.ts';
import { TUPLE_BYTES, writeTuple } from '../../wire/tuple.ts';
import { FlowColumns, PORTS_AT, portAt } from './flow-columns.ts';
import type { PacketSink } from './framing.ts';
import type { RpcRows } from './rpc-rows.ts';
import { Sieve } from './sieve.ts';

const FINISHED_AT_ONCE = 1024;

/**
 * Makes events of packets: flow/start of each new SYN, flow/end of each connection, and those of the RPC in them,
 * whichever are wanted.
 */
export class PacketEvents implements PacketSink {
  private readonly builder: BatchBuilder;
  private readonly starts: KindBuilder | null;
  private readonly ends: KindBuilder | null;
  private readonly startPorts: Sieve | null;
  private readonly endPorts: Sieve | null;
  private readonly fragments = new FragmentMemory();
  private readonly packet = new Packet(this.fragments);
  private readonly syns = new SynMemory();
  private readonly rpc: RpcRows | null;
  private readonly tracker: ConnectionTracker | null;
  private startColumns: FlowColumns | null = null;
  private endColumns: FlowColumns | null = null;
  private readonly tuple = new Uint8Array(TUPLE_BYTES);

  /** @param rpc what makes events of RPC, null where none are wanted */
  constructor(options: ReadOptions, rpc: typeof RpcRows | null) {
    this.builder = new BatchBuilder(options.part, options.want);
    this.starts = this.builder.kind('flow/start');
    this.ends = this.builder.kind('flow/end');
    this.startPorts = this.starts === null ? null : new Sieve(this.starts);
    this.endPorts = this.ends === null ? null : new Sieve(this.ends);
    this.rpc = rpc?.of(this.builder) ?? null;
    this.tracker = this.ends === null && this.rpc === null ? null : new ConnectionTracker();
  }

  get full(): boolean {
    return this.builder.full;
  }

  passOver(bytes: Uint8Array, from: number, to: number, link: number | null): boolean {
    if (this.tracker !== null || link === null || canOpen(bytes, from, to, link)) return false;
    this.builder.unused();
    return true;
  }

  look(bytes: Uint8Array, from: number, to: number, wireLength: number, link: number | null): boolean {
    if (this.passOver(bytes, from, to, link)) return false;
    const { packet } = this;
    packet.begin(bytes, from, to, from + wireLength);
    if (link === null || !toTcp(packet, link)) {
      this.builder.unused();
      return false;
    }
    if (this.tracker === null && (packet.u8(13) & (SYN | ACK)) !== SYN) {
      this.builder.unused();
      return false;
    }
    return true;
  }

  take(time: number | null): void {
    if (time === null) {
      this.builder.reject('bad-time', 'a TCP packet whose record tells no time that can be held');
      return;
    }
    const { packet } = this;
    const source = packet.u16(0);
    const destination = packet.u16(2);
    let kept = false;
    let skipped = false;
    if (this.starts !== null && (packet.u8(13) & (SYN | ACK)) === SYN) {
      const passes = this.startPorts!.passes(source, destination);
      if (!passes) skipped = true;
      else if (this.syns.isNew(packet, time)) {
        kept = this.start(this.starts, time);
        skipped = !kept;
      }
    }
    if (this.tracker !== null) {
      const forEnd = this.endPorts?.passesEither(source, destination) ?? false;
      const forRpc = this.rpc?.passes(source, destination) ?? false;
      if (forEnd || forRpc) {
        const { record } = this.builder;
        const connection = this.tracker.take(packet, time, record);
        const { fromClient } = this.tracker;
        const heard = forRpc && this.rpc!.take(connection, fromClient, packet, { time, record });
        if (forEnd || heard) kept = true;
      } else skipped = true;
    }
    if (kept) this.builder.kept();
    else if (skipped) this.builder.skipped();
    else this.builder.unused();
    this.drain();
  }

  damaged(detail: string): void {
    this.builder.reject('damaged-record', detail);
  }

  cutShort(detail: string): void {
    this.builder.reject('cut-short', detail);
  }

  note(code: 'damaged-record' | 'unknown-link-type' | 'cut-short', detail: string): void {
    this.builder.rejectInput(code, detail);
  }

  takeBatch(): Batch {
    const batch = this.builder.take();
    this.startColumns = null;
    this.endColumns = null;
    this.rpc?.renew();
    this.drain();
    return batch;
  }

  /** Ends connections that no packet will end, as far as there is room. @returns false when all are out. */
  finishSome(): boolean {
    if (this.tracker === null) return false;
    while (!this.full && this.tracker.finishSome(FINISHED_AT_ONCE)) this.drain();
    this.drain();
    return this.full || this.tracker.ended.length > 0;
  }

  get lacksPayload(): boolean {
    return this.rpc?.lacksPayload ?? false;
  }

  notes(): readonly string[] {
    const counts: (readonly [string, number])[] = [
      ['forgotten SYNs', this.syns.forgotten],
      ['IP fragments let go', this.fragments.dropped],
      ['connections let go', this.tracker?.dropped ?? 0],
      ...(this.rpc?.counts() ?? []),
    ];
    return counts.filter(([, count]) => count > 0).map(([what, count]) => `${what}: ${count}`);
  }

  private start(starts: KindBuilder, time: number): boolean {
    this.startColumns ??= new FlowColumns(starts);
    const { packet, tuple } = this;
    writeTuple(packet, tuple);
    this.startColumns.ends(tuple);
    this.startColumns.number('start_time', time);
    this.startColumns.text('flow_id', () => flowId(tuple, packet.u32(4), time));
    this.startColumns.text('tcp_flags', () => formatTcpFlags(packet.u8(13)));
    return starts.commit(time, this.builder.record);
  }

  /** Writes connections that ended while there is room. */
  private drain(): void {
    if (this.tracker === null) return;
    const { ended } = this.tracker;
    let done = 0;
    while (done < ended.length && !this.builder.full) {
      const connection = ended[done]!;
      const { tuple } = connection;
      this.rpc?.end(connection);
      if (this.ends !== null && this.endPorts!.passes(portAt(tuple, PORTS_AT), portAt(tuple, PORTS_AT + 2)))
        this.end(this.ends, connection);
      done += 1;
    }
    if (done > 0) ended.splice(0, done);
  }

  private end(ends: KindBuilder, connection: Connection): void {
    this.endColumns ??= new FlowColumns(ends);
    const columns = this.endColumns;
    const { tuple, start, last, client, server } = connection;
    columns.ends(tuple);
    columns.number('start_time', start);
    columns.number('end_time', last);
    columns.number('packet_count', client.packets + server.packets);
    columns.number('out_bytes', client.bytes);
    columns.number('in_bytes', server.bytes);
    columns.text('tcp_flags', () => formatTcpFlags(connection.flags));
    columns.text('conn_state', () => connState(connection));
    columns.text('flow_id', () => flowId(tuple, connection.sequence, start));
    ends.commit(last, connection.record);
  }
}
