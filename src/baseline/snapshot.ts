import type { Allowance } from './allowance.ts';
import { NO_ROWS, type Rows } from './rows.ts';
import { NO_VERDICTS, type Verdicts } from './verdicts.ts';

/** Leads a day that the guard holds, where nobody says otherwise. */
export const DEFAULT_BUDGET = 10;

/**
 * What was seen, as unions alone: masks of days. Merging is a union, forgetting takes bits away, and the order
 * of learning cannot matter. All that is said of it is derived.
 */
export interface Snapshot {
  /** The time zone that days are counted in: an IANA name. */
  readonly zone: string;
  /** The latest day seen, -1 where nothing was; see `day-number.ts`. */
  readonly last: number;
  /** Sorted by code unit: all that rows, and ports, name. */
  readonly hosts: readonly string[];
  /** Sorted: all that rows name. See `call-key.ts`. */
  readonly calls: readonly string[];
  readonly rows: Rows;
  /** `INTERFACE@PORT`, sorted: all that ports name. */
  readonly endpoints: readonly string[];
  /** Which client proved which endpoint of which server: rows whose `call` is an endpoint, without nights. */
  readonly ports: Rows;
  /** Sorted by address, then host. */
  readonly names: readonly Lease[];
  /** In the order of `sortedAllowances`. */
  readonly allowed: readonly Allowance[];
  /** Ids of the inputs learned, sorted. */
  readonly inputs: readonly string[];
  /** Leads a day that the guard holds. */
  readonly budget: number;
  /** Which table of intruders' calls the verdicts go by; empty where there are none. */
  readonly weights: string;
  /** Derived by `replay`. */
  readonly verdicts: Verdicts;
}

/** An address that belonged to a host, by name, and the days on which it was seen to. */
export interface Lease {
  readonly address: string;
  readonly host: string;
  readonly daysLow: number;
  readonly daysHigh: number;
}

export function emptySnapshot(zone = 'UTC'): Snapshot {
  return {
    zone,
    last: -1,
    hosts: [],
    calls: [],
    rows: NO_ROWS,
    endpoints: [],
    ports: NO_ROWS,
    names: [],
    allowed: [],
    inputs: [],
    budget: DEFAULT_BUDGET,
    weights: '',
    verdicts: NO_VERDICTS,
  };
}
