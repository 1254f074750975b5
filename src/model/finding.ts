import type { Origin } from './origin.ts';
import { formatTime, type Micros, parseIsoTime } from './time.ts';

/**
 * How far a step of the ladder is proven: `unknown` where the inputs cannot show it (flows without payload),
 * `denied` where they show the contrary.
 */
export type Rung = 'yes' | 'no' | 'unknown' | 'denied';

/** The ladder, lowest first. */
export const STEPS = ['timed', 'mapped', 'bound', 'called'] as const;

export type Step = (typeof STEPS)[number];

export type Steps = Readonly<Record<Step, Rung>>;

/** The highest step that is `yes`; `disproved` where no more than time or a tower speaks for it, and packets deny it. */
export type Evidence = Step | 'disproved';

/** Strongest first. */
export const EVIDENCE: readonly Evidence[] = ['called', 'bound', 'mapped', 'timed', 'disproved'];

/** `empty`: opened, and nothing said. `refused`: reset at once. `unanswered`: asked to open, and no answer seen. */
export type FlowStatus = 'answered' | 'empty' | 'refused' | 'unanswered';

/** Strongest first. */
export const FLOW_STATUS: readonly FlowStatus[] = ['answered', 'empty', 'refused', 'unanswered'];

export type Transport = 'ncacn_ip_tcp' | 'ncacn_np' | 'ncacn_http';

/** One RPC conversation: a client with an endpoint of a server, in one stretch of time. What is unknown is absent. */
export interface Finding {
  /** Of client, server, port, transport and start alone. */
  readonly id: string;
  readonly client: string;
  readonly server: string;
  /** The server's; 445 or 139 for a pipe. */
  readonly port: number;
  readonly start: Micros;
  readonly end: Micros;
  readonly steps: Steps;
  readonly evidence: Evidence;
  readonly status?: FlowStatus;
  readonly transport: Transport;
  readonly interfaces: readonly FoundInterface[];
  /** In the order in which each was first called. */
  readonly operations: readonly FoundOperation[];
  /** The strongest that was used. */
  readonly auth?: FoundAuth;
  readonly techniques: readonly FoundTechnique[];
  /** Connections to the endpoint mapper that led here. */
  readonly mappers: readonly FoundMapper[];
  readonly flows: readonly FoundFlow[];
  readonly notes: readonly FoundNote[];
}

export interface FoundInterface {
  readonly uuid: string;
  readonly name?: string;
  readonly version?: string;
  readonly pipe?: string;
  /** `told`: an endpoint mapper or activation said that it is here; nobody was seen to ask for it. */
  readonly status: 'accepted' | 'refused' | 'unanswered' | 'called' | 'told';
  readonly time: Micros;
  readonly origin: Origin;
}

/** Calls of one operation with one outcome. */
export interface FoundOperation {
  /** Absent where it was bound before the input began. */
  readonly interface?: string;
  readonly interface_name?: string;
  readonly opnum: number;
  readonly operation?: string;
  readonly effect?: string;
  readonly pipe?: string;
  readonly count: number;
  /** `answered`, `fault 0x00000005`, `unanswered`, `cancelled`. */
  readonly outcome: string;
  readonly first: Micros;
  readonly last: Micros;
  /** Of the first. */
  readonly origin: Origin;
}

export interface FoundAuth {
  readonly type: number;
  readonly level: number;
}

export interface FoundTechnique {
  readonly id: string;
  /** Who says so, joined by `+`. */
  readonly source: string;
  /** What it is said of. */
  readonly of: string;
}

/** A connection as one or several inputs saw it. */
export interface SeenFlow {
  readonly src_ip: string;
  readonly src_port: number;
  readonly dest_ip: string;
  readonly dest_port: number;
  readonly start: Micros;
  readonly end: Micros;
  readonly status?: FlowStatus;
  readonly flow_id?: string;
  readonly uid?: string;
  readonly community_id?: string;
  /** Of the record of its beginning, one for each input that saw it. */
  readonly origins: readonly Origin[];
}

export interface FoundFlow extends SeenFlow {
  /** Absent where nothing speaks for this flow of the conversation. */
  readonly evidence?: Evidence;
  /** How often the client asked to open it, where more than once. */
  readonly attempts?: number;
}

export interface FoundMapper extends SeenFlow {
  readonly answers: readonly FoundAnswer[];
}

/** What a mapper or an activation told the client of the endpoint, or of another where that denies this one. */
export interface FoundAnswer {
  readonly time: Micros;
  readonly interface?: string;
  readonly interface_name?: string;
  readonly port: number;
  readonly operation?: string;
  readonly class_id?: string;
  readonly origin: Origin;
}

export interface FoundNote {
  readonly code: string;
  readonly text: string;
  /** Of `strict-misses`: why, in code words. */
  readonly reasons?: readonly string[];
}

const TIMES = new Set(['start', 'end', 'time', 'first', 'last']);

/** One line of JSON, times in RFC 3339. */
export function findingToJson(finding: Finding): string {
  return JSON.stringify(finding, (key, value) =>
    TIMES.has(key) && typeof value === 'number' ? formatTime(value) : value,
  );
}

/** The finding that a line of `findings --format jsonl` holds; null where it holds none. */
export function findingFromJson(line: string): Finding | null {
  try {
    const value: unknown = JSON.parse(line, (key, one) =>
      TIMES.has(key) && typeof one === 'string' ? parseIsoTime(one) : one,
    );
    return isFinding(value) ? value : null;
  } catch {
    return null;
  }
}

const LISTS = ['interfaces', 'operations', 'techniques', 'mappers', 'flows', 'notes'] as const;

function isFinding(value: unknown): value is Finding {
  if (typeof value !== 'object' || value === null) return false;
  const one = value as Readonly<Record<string, unknown>>;
  return (
    typeof one.id === 'string' &&
    typeof one.client === 'string' &&
    typeof one.server === 'string' &&
    typeof one.port === 'number' &&
    typeof one.start === 'number' &&
    typeof one.end === 'number' &&
    typeof one.steps === 'object' &&
    LISTS.every((list) => Array.isArray(one[list]))
  );
}
