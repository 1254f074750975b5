import type { CallLevel } from './call-key.ts';
import type { Roles } from './roles.ts';
import type { StrongEdge } from './verdicts.ts';

/** What is said of one day. Hosts and calls are ids of the snapshot. */
export interface Judgement {
  readonly day: number;
  /** Days from the first one with anything seen up to this one, which is left out. */
  readonly history: number;
  /** Less history than `coldDays`: little is known, and nothing is held. */
  readonly cold: boolean;
  /** Hosts seen up to the day, itself included. */
  readonly hosts: number;
  /** Conversations (client and server) of the day in which calls were seen, or interfaces, or neither. */
  readonly conversations: Readonly<Record<CallLevel, number>>;
  /** Every client of the day, ascending; and by it: */
  readonly clients: Int32Array;
  readonly scores: Float64Array;
  readonly pValues: Float64Array;
  /** Index into `CLIENT_GROUPS`. */
  readonly groups: Uint8Array;
  /** Those with the higher score first: the first `LISTED` of all clients. */
  readonly leads: readonly JudgedLead[];
  readonly roles: Roles;
  /** Conversations that lay a path for what their servers do later. */
  readonly strong: readonly StrongEdge[];
  /** By allowance of the snapshot: odd conversations of the day that it hid. */
  readonly hidden: Int32Array;
}

/** A client-day. */
export interface JudgedLead {
  readonly client: number;
  readonly group: number;
  /** `own`, `breadth`, and what the path adds. */
  readonly score: number;
  /** ln of the mean of e^L over its servers of the day. */
  readonly own: number;
  /** What reaching many servers oddly adds. */
  readonly breadth: number;
  readonly pValue: number;
  /** It is above 0, and among the first of the day that take the budget. */
  readonly shown: boolean;
  /** It goes on from a lead shown in the last days, and takes nothing of the budget. */
  readonly ongoing: boolean;
  /** Servers that it spoke to on the day. */
  readonly touched: number;
  /** Those that speak for it, most odd first; the first one in any case. */
  readonly servers: readonly JudgedEdge[];
  /** What led to the client itself; null where nothing did, or its own score is too low for that to count. */
  readonly path: StrongEdge | null;
}

/** What a client did on one server on the day. */
export interface JudgedEdge {
  readonly server: number;
  /** Index into `SERVER_CLASSES`. */
  readonly class: number;
  readonly level: CallLevel;
  /** L: its greatest call's, within the bounds. */
  readonly score: number;
  /** The client was not known to speak to it. */
  readonly fresh: boolean;
  /** See `ServerTerms`; 0 where it was known. */
  readonly novelty: number;
  readonly kind: number;
  readonly place: number;
  /** Other clients of the group that have been there; of a new pair. */
  readonly peers: number;
  /** Those of the day, most odd first. */
  readonly calls: readonly JudgedCall[];
}

export interface JudgedCall {
  readonly call: number;
  readonly score: number;
  /** ln of how likely an intruder is to use it. */
  readonly intruder: number;
  /** -ln of how likely the client was to use it there. */
  readonly rarity: number;
}
