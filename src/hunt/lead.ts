import type { Reason } from '../baseline/reasons.ts';
import type { Micros } from '../model/time.ts';

/** What to look at: a client on a day, with all that is odd about it. Hosts are names where known, else addresses. */
export interface Lead {
  /** From 1; a lead that goes on from an earlier one shares the rank of the next that does not. */
  readonly rank: number;
  /** `YYYY-MM-DD`, in the baseline's zone. */
  readonly day: string;
  readonly client: string;
  /** What the client is taken for. */
  readonly role: string;
  /** What told the client's name: a file of the user's, a log, an earlier log; or that it goes by its address. */
  readonly identity: 'address' | 'hosts' | 'dhcp' | 'dns' | 'baseline';
  /** Most odd first. */
  readonly servers: readonly string[];
  /** First and last of what the client was seen to do on these servers on the day. */
  readonly start?: Micros;
  readonly end?: Micros;
  readonly score: number;
  /** How often a client of this kind scores as high on a day. */
  readonly p_value: number;
  readonly ongoing: boolean;
  /** Their weights add up to the score. */
  readonly reasons: readonly Reason[];
  /** What led to the client, what it reached, and where that led on, in the order of time. */
  readonly path: readonly (readonly [from: string, to: string])[];
  /** Ids. */
  readonly findings: readonly string[];
  readonly edges: readonly LeadEdge[];
  /** What to look at next, in other tools. */
  readonly next: readonly string[];
}

export interface LeadEdge {
  readonly server: string;
  readonly role: string;
  readonly score: number;
  /** First spoken to on this day. */
  readonly fresh: boolean;
  /** By name, most odd first. */
  readonly calls: readonly string[];
  /** Of its findings, the strongest; absent where there is none. */
  readonly evidence?: string;
  readonly techniques: readonly string[];
}
