import { afterSpace } from '../../bytes/json-scan.ts';
import type { BatchBuilder } from '../../columns/batch-builder.ts';
import type { Batch } from '../../model/batch.ts';
import { type WaitingEvent, WantedKinds } from '../../records/wanted-kinds.ts';
import { RPC_KINDS, rpcEvents } from './dcerpc-record.ts';
import { FLOW_KINDS, flowEvents } from './flow-record.ts';
import { glance } from './glance.ts';
import { asObject, type Fault, isFault, type JsonObject, textAt } from './json-record.ts';

const LINE_FEED = 0x0a;
const SHOWN_LENGTH = 40;

const decoder = new TextDecoder();

/** What a line comes to: nothing for anybody, nothing for this run, something wrong, or events. */
export type LineOutcome = 'unused' | 'skipped' | Fault | readonly WaitingEvent[];

/** Reads the lines of an EVE log, one record each. */
export class EveLines {
  private readonly builder: BatchBuilder;
  private readonly flows: WantedKinds;
  private readonly rpc: WantedKinds;

  constructor(builder: BatchBuilder) {
    this.builder = builder;
    this.flows = new WantedKinds(builder, FLOW_KINDS);
    this.rpc = new WantedKinds(builder, RPC_KINDS);
  }

  take(): Batch {
    const batch = this.builder.take();
    this.flows.renew();
    this.rpc.renew();
    return batch;
  }

  /** Writes an event of the record being read; the batch must have room. @returns whether it stayed */
  put(event: WaitingEvent): boolean {
    return this.flows.put(event) || this.rpc.put(event);
  }

  /**
   * What the line bytes[from … end] comes to; a line feed stands at `end`. A record that nobody needs is not searched
   * for mistakes.
   * @param whole to read it to its end, whatever it turns out to be
   */
  read(bytes: Uint8Array, from: number, end: number, whole: boolean): LineOutcome {
    const start = afterSpace(bytes, from);
    if (bytes[start] === LINE_FEED) return 'unused';
    const early = whole ? null : this.glanced(bytes, start);
    if (early !== null) return early;
    const line = decoder.decode(bytes.subarray(start, end));
    const record = parsed(line);
    if (record === null)
      return {
        code: 'damaged-record',
        detail: `no JSON object: ${JSON.stringify(line.slice(0, SHOWN_LENGTH))}`,
      };
    return this.outcome(record, line);
  }

  /** What the first members alone say of whether anybody needs the record; null where they do not. */
  private glanced(bytes: Uint8Array, at: number): 'unused' | 'skipped' | null {
    const { type, proto, srcPort, destPort } = glance(bytes, at);
    const wanted = type === null ? null : this.wantedOf(type);
    if (type !== null && wanted === null) return 'unused';
    if (proto !== null && !isTcp(proto)) return 'unused';
    // Most of what SMB does is no RPC.
    if (wanted === null || type === 'smb' || proto === null || srcPort === null || destPort === null)
      return null;
    return wanted.mayWant(srcPort, destPort) || wanted.mayWant(destPort, srcPort) ? null : 'skipped';
  }

  private outcome(record: JsonObject, line: string): LineOutcome {
    const type = textAt(record, 'event_type');
    const wanted = type === null ? null : this.wantedOf(type);
    if (wanted === null || !isTcp(textAt(record, 'proto') ?? '')) return 'unused';
    const told = type === 'smb' ? asObject(record.smb) : record;
    const rpc = told === null ? null : asObject(told.dcerpc);
    if (type !== 'flow' && rpc === null) return 'unused';
    if (wanted.none) return 'skipped';
    const events = rpc === null ? flowEvents(record, line) : rpcEvents(record, rpc, line);
    return 'length' in events && events.length === 0 ? 'unused' : events;
  }

  /** Null for records that are of use to nobody. */
  private wantedOf(type: string): WantedKinds | null {
    return type === 'flow' ? this.flows : type === 'dcerpc' || type === 'smb' ? this.rpc : null;
  }
}

export function isEvents(outcome: LineOutcome): outcome is readonly WaitingEvent[] {
  return typeof outcome !== 'string' && !isFault(outcome);
}

function isTcp(proto: string): boolean {
  return proto.toUpperCase() === 'TCP';
}

function parsed(line: string): JsonObject | null {
  try {
    return asObject(JSON.parse(line));
  } catch {
    return null;
  }
}
