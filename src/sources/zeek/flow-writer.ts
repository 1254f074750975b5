import type { IdWriter, NumberWriter, PortWriter } from '../../columns/column-writer.ts';
import type { KindBuilder } from '../../columns/kind-builder.ts';
import type { Micros } from '../../model/time.ts';
import { SLOT } from './conn-columns.ts';
import type { Row } from './row.ts';

const decoder = new TextDecoder();
const TCP = new TextEncoder().encode('tcp');

/** What a connection gave beside its texts, read and found sound. Absent numbers are NaN. */
export interface Connection {
  readonly start: Micros;
  readonly end: Micros;
  readonly srcPort: number;
  readonly destPort: number;
  readonly origBytes: number;
  readonly respBytes: number;
  readonly packets: number;
}

/** Writes connections as rows of one kind, into one batch: make another one after every `take`. */
export class FlowWriter {
  /** Whether its rows are of the connections' ends. */
  readonly ends: boolean;
  private readonly builder: KindBuilder;
  private readonly srcIp: IdWriter | null;
  private readonly destIp: IdWriter | null;
  private readonly srcPort: PortWriter | null;
  private readonly destPort: PortWriter | null;
  private readonly startTime: NumberWriter | null;
  private readonly endTime: NumberWriter | null;
  private readonly inBytes: NumberWriter | null;
  private readonly outBytes: NumberWriter | null;
  private readonly packetCount: NumberWriter | null;
  private readonly transport: IdWriter | null;
  private readonly texts: readonly (readonly [slot: number, writer: IdWriter])[];
  private readonly srcMasks: Uint32Array;
  private readonly destMasks: Uint32Array;

  constructor(builder: KindBuilder) {
    this.builder = builder;
    this.ends = builder.kind === 'flow/end';
    this.srcMasks = builder.sieve.table('src_port');
    this.destMasks = builder.sieve.table('dest_port');
    this.srcIp = builder.ip('src_ip');
    this.destIp = builder.ip('dest_ip');
    this.srcPort = builder.port('src_port');
    this.destPort = builder.port('dest_port');
    this.startTime = builder.number('start_time');
    this.endTime = this.ends ? builder.number('end_time') : null;
    this.inBytes = this.ends ? builder.number('in_bytes') : null;
    this.outBytes = this.ends ? builder.number('out_bytes') : null;
    this.packetCount = this.ends ? builder.number('packet_count') : null;
    this.transport = builder.text('transport_protocol');
    const texts: readonly (readonly [number, IdWriter | null])[] = [
      [SLOT.uid, builder.text('flow_id')],
      [SLOT.community_id, builder.text('community_id')],
      [SLOT.conn_state, builder.text('conn_state')],
      [SLOT.service, builder.text('application_protocol')],
    ];
    this.texts = texts.filter((pair): pair is readonly [number, IdWriter] => pair[1] !== null);
  }

  /** Whether a row with these ports may be of use. */
  mayWant(srcPort: number, destPort: number): boolean {
    return (this.srcMasks[srcPort]! & this.destMasks[destPort]!) !== 0;
  }

  /** The id of the address in a slot within this batch; 0 where it is none. */
  address(row: Row, slot: number): number {
    return this.builder.addresses.internText(row.bytesOf(slot), row.from[slot]!, row.to[slot]!);
  }

  /** The id of an IPv4 address within this batch. */
  addressV4(address: number): number {
    return this.builder.addresses.internV4(address);
  }

  wantsText(slot: number): boolean {
    return this.texts.some(([each]) => each === slot);
  }

  /** @returns false where one of the user's limits hides the row */
  write(row: Row, connection: Connection, src: number, dest: number, record: number): boolean {
    const at = this.builder.row;
    if (this.srcIp !== null) this.srcIp.values[at] = src;
    if (this.destIp !== null) this.destIp.values[at] = dest;
    this.srcPort?.set(at, connection.srcPort);
    this.destPort?.set(at, connection.destPort);
    if (this.startTime !== null) this.startTime.values[at] = connection.start;
    if (this.endTime !== null) this.endTime.values[at] = connection.end;
    if (this.outBytes !== null) this.outBytes.values[at] = connection.origBytes;
    if (this.inBytes !== null) this.inBytes.values[at] = connection.respBytes;
    if (this.packetCount !== null) this.packetCount.values[at] = connection.packets;
    if (this.transport !== null) this.transport.values[at] = this.builder.texts.intern(TCP, 0, TCP.length);
    for (const [slot, writer] of this.texts)
      if (row.has(slot)) writer.values[at] = this.text(row.bytesOf(slot), row.from[slot]!, row.to[slot]!);
    return this.builder.commit(this.ends ? connection.end : connection.start, record);
  }

  private text(bytes: Uint8Array, from: number, to: number): number {
    for (let i = from; i < to; i++)
      if (bytes[i]! >= 0x80) return this.builder.texts.internString(decoder.decode(bytes.subarray(from, to)));
    return this.builder.texts.intern(bytes, from, to);
  }
}
