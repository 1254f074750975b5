import type { IdWriter, NumberWriter, PortWriter } from '../../columns/column-writer.ts';
import type { KindBuilder } from '../../columns/kind-builder.ts';
import type { Micros } from '../../model/time.ts';
import { SLOT } from './conn-columns.ts';
import { type ReadRows, ROW_WORDS } from './read-rows.ts';
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

  /** Whether a column of the record beside time, ports and addresses goes into its rows. */
  wants(slot: number): boolean {
    switch (slot) {
      case SLOT.duration:
        return this.ends;
      case SLOT.orig_bytes:
        return this.outBytes !== null;
      case SLOT.resp_bytes:
        return this.inBytes !== null;
      case SLOT.orig_pkts:
      case SLOT.resp_pkts:
        return this.packetCount !== null;
      default:
        return this.texts.some(([each]) => each === slot);
    }
  }

  /** Whether every connection that may be of use at all gives a row. */
  get takesAll(): boolean {
    return !this.ends && !this.builder.isLimited;
  }

  /**
   * Writes rows as a program read them, where it takes all and wants no texts of them.
   * @param record the number of the record that the scan began with
   */
  writeAll(rows: ReadRows, count: number, record: number): void {
    const { builder } = this;
    const at = builder.row;
    const { addresses } = builder;
    rows.copyStarts(count, builder.times, at);
    rows.copyRecords(count, record, builder.records, at);
    if (this.srcIp !== null)
      addresses.internEach(rows.words, rows.srcIpAt, ROW_WORDS, count, this.srcIp.values, at);
    if (this.destIp !== null)
      addresses.internEach(rows.words, rows.destIpAt, ROW_WORDS, count, this.destIp.values, at);
    if (this.srcPort !== null) {
      rows.copySrcPorts(count, this.srcPort.values, at);
      this.srcPort.setKnown(at, at + count);
    }
    if (this.destPort !== null) {
      rows.copyDestPorts(count, this.destPort.values, at);
      this.destPort.setKnown(at, at + count);
    }
    if (this.startTime !== null) rows.copyStarts(count, this.startTime.values, at);
    if (count > 0 && this.transport !== null)
      this.transport.values.fill(builder.texts.intern(TCP, 0, TCP.length), at, at + count);
    builder.commitAll(count);
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
