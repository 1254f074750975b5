import type { BatchBuilder } from '../../columns/batch-builder.ts';
import type { KindBuilder } from '../../columns/kind-builder.ts';
import type { Batch } from '../../model/batch.ts';
import type { RejectCode } from '../../model/reject.ts';
import { CONN_COLUMNS, type ConnColumn, NUMBER_SLOTS, REQUIRED, SLOT, TEXT_SLOTS } from './conn-columns.ts';
import { bad as badValue, type Fault, missing } from './fault.ts';
import { type Connection, FlowWriter } from './flow-writer.ts';
import { type PortPairSieve, portPairSieve } from './port-pair-sieve.ts';
import type { ReadRows } from './read-rows.ts';
import { Row } from './row.ts';
import { countOf, durationOf, isTcp, portOf, timeOf } from './values.ts';

/** The kinds of events that come of conn.log. */
export const FLOW_KINDS = ['flow/start', 'flow/end'] as const;

/** What of a record's values somebody wants to know beside what every event has. */
export interface WantedSlots {
  /** Of the lengths and counts. */
  readonly numberSlots: readonly number[];
  readonly textSlots: readonly number[];
}

/**
 * Turns records of conn.log into events: every TCP connection starts at `ts`, and ends at `ts` + `duration`
 * where the log knows it. `out_bytes` are the originator's, `in_bytes` the responder's, as payload.
 */
export class ConnFlows {
  readonly builder: BatchBuilder;
  readonly sieve: PortPairSieve;
  readonly wanted: WantedSlots;
  private readonly row = new Row(CONN_COLUMNS.length);
  private readonly kinds: readonly KindBuilder[];
  private writers: readonly FlowWriter[];

  constructor(builder: BatchBuilder) {
    this.builder = builder;
    this.kinds = FLOW_KINDS.map((kind) => builder.kind(kind)).filter((kind) => kind !== null);
    this.sieve = portPairSieve(this.kinds.map((kind) => kind.sieve));
    this.writers = this.kinds.map((kind) => new FlowWriter(kind));
    const wants = (slot: number) => this.writers.some((writer) => writer.wants(slot));
    this.wanted = { numberSlots: NUMBER_SLOTS.filter(wants), textSlots: TEXT_SLOTS.filter(wants) };
  }

  take(): Batch {
    const batch = this.builder.take();
    this.writers = this.kinds.map((kind) => new FlowWriter(kind));
    return batch;
  }

  /**
   * Counts the record, with its events where it has any. What decides that it is of no use is looked at first:
   * a record that nobody needs is not searched for mistakes.
   * @param damage what is wrong with the record as a whole
   * @returns what is wrong with it, and then nothing is counted
   */
  add(row: Row, damage: Fault | null): Fault | null {
    if (!isTcp(row, SLOT.proto)) {
      if (damage !== null && !row.has(SLOT.proto)) return damage;
      this.builder.unused();
      return null;
    }
    const srcPort = row.has(SLOT['id.orig_p']) ? portOf(row, SLOT['id.orig_p']) : null;
    const destPort = row.has(SLOT['id.resp_p']) ? portOf(row, SLOT['id.resp_p']) : null;
    if (srcPort !== null && destPort !== null && !this.mayWant(srcPort, destPort)) {
      this.builder.skipped();
      return null;
    }
    if (damage !== null) return damage;
    for (const column of REQUIRED) if (!row.has(SLOT[column])) return missing(column);
    if (srcPort === null) return bad('bad-port', row, 'id.orig_p');
    if (destPort === null) return bad('bad-port', row, 'id.resp_p');
    return this.addWanted(row, srcPort, destPort);
  }

  /**
   * Counts the rows that a program's scan read, with their events, for which there must be room.
   * @param record the number of the record that the scan began with
   */
  addRead(rows: ReadRows, count: number, record: number): void {
    const [writer] = this.writers;
    if (this.writers.length === 1 && writer!.takesAll && this.wanted.textSlots.length === 0) {
      writer!.writeAll(rows, count, record);
      this.builder.keptMany(count);
    } else for (let n = 0; n < count; n++) this.addOne(rows, n, record);
  }

  private addOne(rows: ReadRows, n: number, record: number): void {
    const { row } = this;
    row.begin(rows.bytes);
    this.wanted.textSlots.forEach((slot, text) => {
      const to = rows.textTo(n, text);
      if (to > 0) row.set(slot, rows.textFrom(n, text), to);
    });
    const start = rows.start(n);
    const srcPort = rows.srcPort(n);
    const destPort = rows.destPort(n);
    const connection: Connection = {
      start,
      end: start + rows.duration(n),
      srcPort,
      destPort,
      origBytes: rows.origBytes(n),
      respBytes: rows.respBytes(n),
      packets: rows.packets(n),
    };
    let stayed = false;
    for (const writer of this.writers) {
      if (!this.isFor(writer, connection)) continue;
      const src = writer.addressV4(rows.srcIp(n));
      const dest = writer.addressV4(rows.destIp(n));
      if (writer.write(row, connection, src, dest, record + rows.before(n))) stayed = true;
    }
    if (stayed) this.builder.kept();
    else this.builder.skipped();
  }

  /** Whether a row of TCP with these ports may be of use. */
  mayWant(srcPort: number, destPort: number): boolean {
    return (this.sieve.src[srcPort]! & this.sieve.dest[destPort]!) !== 0;
  }

  private addWanted(row: Row, srcPort: number, destPort: number): Fault | null {
    const start = timeOf(row, SLOT.ts);
    if (start === null) return bad('bad-time', row, 'ts');
    const duration = row.has(SLOT.duration) ? durationOf(row, SLOT.duration) : Number.NaN;
    if (duration === null) return bad('bad-number', row, 'duration');
    let packets = Number.NaN;
    if (row.has(SLOT.orig_pkts) && row.has(SLOT.resp_pkts)) {
      const orig = countOf(row, SLOT.orig_pkts);
      if (orig === null) return bad('bad-number', row, 'orig_pkts');
      const resp = countOf(row, SLOT.resp_pkts);
      if (resp === null) return bad('bad-number', row, 'resp_pkts');
      packets = orig + resp;
    }
    const origBytes = row.has(SLOT.orig_bytes) ? countOf(row, SLOT.orig_bytes) : Number.NaN;
    if (origBytes === null) return bad('bad-number', row, 'orig_bytes');
    const respBytes = row.has(SLOT.resp_bytes) ? countOf(row, SLOT.resp_bytes) : Number.NaN;
    if (respBytes === null) return bad('bad-number', row, 'resp_bytes');
    const end = start + duration;
    return this.write(row, { start, end, srcPort, destPort, origBytes, respBytes, packets });
  }

  private write(row: Row, connection: Connection): Fault | null {
    const { builder } = this;
    let stayed = false;
    for (const writer of this.writers) {
      const src = writer.address(row, SLOT['id.orig_h']);
      if (src === 0) return bad('bad-address', row, 'id.orig_h');
      const dest = writer.address(row, SLOT['id.resp_h']);
      if (dest === 0) return bad('bad-address', row, 'id.resp_h');
      if (!this.isFor(writer, connection)) continue;
      if (writer.write(row, connection, src, dest, builder.record)) stayed = true;
    }
    if (stayed) builder.kept();
    else builder.skipped();
    return null;
  }

  private isFor(writer: FlowWriter, { end, srcPort, destPort }: Connection): boolean {
    if (writer.ends && Number.isNaN(end)) return false;
    return this.writers.length === 1 || writer.mayWant(srcPort, destPort);
  }
}

function bad(code: RejectCode, row: Row, column: ConnColumn): Fault {
  return badValue(code, row, column, SLOT[column]);
}
