import type { BatchBuilder } from '../../columns/batch-builder.ts';
import type { KindBuilder } from '../../columns/kind-builder.ts';
import type { Batch } from '../../model/batch.ts';
import type { RejectCode } from '../../model/reject.ts';
import { type ConnColumn, REQUIRED, SLOT } from './conn-columns.ts';
import type { ConnRow } from './conn-row.ts';
import { countOf, durationOf, isTcp, portOf, shownValue, timeOf } from './conn-values.ts';
import { type Connection, FlowWriter } from './flow-writer.ts';
import { type PortPairSieve, portPairSieve } from './port-pair-sieve.ts';

export interface Fault {
  readonly code: RejectCode;
  readonly detail: string;
}

const KINDS = ['flow/start', 'flow/end'] as const;
const COUNTS = ['orig_bytes', 'resp_bytes', 'orig_pkts', 'resp_pkts'] as const;

/**
 * Turns records of conn.log into events: every TCP connection starts at `ts`, and ends at `ts` + `duration`
 * where the log knows it. `out_bytes` are the originator's, `in_bytes` the responder's, as payload.
 */
export class ConnFlows {
  readonly builder: BatchBuilder;
  readonly sieve: PortPairSieve;
  private readonly kinds: readonly KindBuilder[];
  private writers: readonly FlowWriter[];

  constructor(builder: BatchBuilder) {
    this.builder = builder;
    this.kinds = KINDS.map((kind) => builder.kind(kind)).filter((kind) => kind !== null);
    this.sieve = portPairSieve(this.kinds.map((kind) => kind.sieve));
    this.writers = this.kinds.map((kind) => new FlowWriter(kind));
  }

  take(): Batch {
    const batch = this.builder.take();
    this.writers = this.kinds.map((kind) => new FlowWriter(kind));
    return batch;
  }

  /**
   * Counts the record, with its events where it has any.
   * @returns what is wrong with it, and then nothing is counted
   */
  add(row: ConnRow): Fault | null {
    if (!row.has(SLOT.proto)) return missing('proto');
    if (!isTcp(row, SLOT.proto)) {
      this.builder.unused();
      return null;
    }
    for (const column of REQUIRED) if (!row.has(SLOT[column])) return missing(column);
    const srcPort = portOf(row, SLOT['id.orig_p']);
    if (srcPort === null) return bad('bad-port', row, 'id.orig_p');
    const destPort = portOf(row, SLOT['id.resp_p']);
    if (destPort === null) return bad('bad-port', row, 'id.resp_p');
    if ((this.sieve.src[srcPort]! & this.sieve.dest[destPort]!) === 0) {
      this.builder.skipped();
      return null;
    }
    return this.addWanted(row, srcPort, destPort);
  }

  private addWanted(row: ConnRow, srcPort: number, destPort: number): Fault | null {
    const start = timeOf(row, SLOT.ts);
    if (start === null) return bad('bad-time', row, 'ts');
    let duration = Number.NaN;
    if (row.has(SLOT.duration)) {
      const known = durationOf(row, SLOT.duration);
      if (known === null) return bad('bad-number', row, 'duration');
      duration = known;
    }
    const counts: number[] = [];
    for (const column of COUNTS) {
      const count = row.has(SLOT[column]) ? countOf(row, SLOT[column]) : Number.NaN;
      if (count === null) return bad('bad-number', row, column);
      counts.push(count);
    }
    const [origBytes, respBytes, origPackets, respPackets] = counts as [number, number, number, number];
    const packets = origPackets + respPackets;
    const end = start + duration;
    return this.write(row, { start, end, srcPort, destPort, origBytes, respBytes, packets });
  }

  private write(row: ConnRow, connection: Connection): Fault | null {
    const { builder } = this;
    let stayed = false;
    for (const [i, kind] of this.kinds.entries()) {
      const writer = this.writers[i]!;
      const src = writer.address(row, SLOT['id.orig_h']);
      if (src === 0) return bad('bad-address', row, 'id.orig_h');
      const dest = writer.address(row, SLOT['id.resp_h']);
      if (dest === 0) return bad('bad-address', row, 'id.resp_h');
      if (kind.kind === 'flow/end' && Number.isNaN(connection.end)) continue;
      if (
        this.kinds.length > 1 &&
        (kind.sieve.table('src_port')[connection.srcPort]! &
          kind.sieve.table('dest_port')[connection.destPort]!) ===
          0
      )
        continue;
      if (writer.write(row, connection, src, dest, builder.record)) stayed = true;
    }
    if (stayed) builder.kept();
    else builder.skipped();
    return null;
  }
}

function missing(column: ConnColumn): Fault {
  return { code: 'missing-field', detail: `${column} is not set` };
}

function bad(code: RejectCode, row: ConnRow, column: ConnColumn): Fault {
  return { code, detail: `${column} ${shownValue(row, SLOT[column])}` };
}
