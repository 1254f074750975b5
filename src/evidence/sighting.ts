import type { EventKind } from '../model/event-kind.ts';
import type { FlowStatus } from '../model/finding.ts';
import type { Micros } from '../model/time.ts';

/** A row of a kind. */
export interface RowRef {
  readonly kind: EventKind;
  readonly row: number;
}

/** A connection as one input saw it. */
export interface Sighting {
  /** The input, or member of one. */
  readonly leaf: number;
  /** Whether the input shows RPC where there is any. */
  readonly hears: boolean;
  /** Whether it holds all payload that was sent. */
  readonly whole: boolean;
  client: number;
  server: number;
  clientPort: number;
  serverPort: number;
  start: Micros;
  end: Micros;
  /** Where its beginning was recorded, as far as it was. */
  first: RowRef;
  /** Whether the input holds the beginning itself. */
  begun: boolean;
  /** Payload bytes of both sides; NaN where unknown. */
  bytes: number;
  packets: number;
  /** Whether a log says that DCE/RPC was spoken. */
  named: boolean;
  /** In the words of Zeek's conn_state. */
  state: string | undefined;
  flowId: string | undefined;
  communityId: string | undefined;
  readonly heard: HeardRows;
}

/** Rows of the RPC in a connection. */
export interface HeardRows {
  readonly maps: number[];
  readonly binds: number[];
  readonly calls: number[];
}

export function heardCount({ maps, binds, calls }: HeardRows): number {
  return maps.length + binds.length + calls.length;
}

/** What became of a connection; undefined where the input does not say. */
export function statusOf({ state, bytes, heard }: Sighting): FlowStatus | undefined {
  if (heardCount(heard) > 0 || bytes > 0) return 'answered';
  if (state === undefined) return undefined;
  if (state === 'S0' || state === 'SH' || state === 'RSTOS0') return 'unanswered';
  if (state === 'REJ') return 'refused';
  return bytes === 0 ? 'empty' : undefined;
}
