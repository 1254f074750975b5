import { type Allowance, sortedAllowances } from './allowance.ts';
import { DayClock } from './day-number.ts';
import { endpointKey } from './proven-ports.ts';
import { highBit, lowBit, maskOfDays, WINDOW_DAYS } from './ring.ts';
import { type Numbering, RowTable } from './row-table.ts';
import type { Rows } from './rows.ts';
import { DEFAULT_BUDGET, emptySnapshot, type Lease, type Snapshot } from './snapshot.ts';
import { compareTexts } from './text-order.ts';
import { NO_VERDICTS } from './verdicts.ts';

export interface LedgerOptions {
  /** `UTC`, or that of `from`, where it is not given. */
  readonly zone?: string;
  /** What is known already. */
  readonly from?: Snapshot;
}

/** What of a snapshot is not seen but said; what is left out stays as it was. */
export interface Said {
  readonly allowed?: readonly Allowance[];
  readonly inputs?: readonly string[];
  readonly budget?: number;
}

/**
 * A snapshot that grows. Hosts, calls and endpoints go by numbers that it hands out; days before 1970, and such
 * as lie before the window of the latest day seen, are counted in `outside` and left out.
 */
export class Ledger {
  readonly zone: string;
  /** The latest day seen, -1 where nothing was. */
  last = -1;
  /** Observations left out because their day is not in the window. */
  outside = 0;
  private readonly clock: DayClock;
  private readonly hosts = new Names();
  private readonly calls = new Names();
  private readonly endpoints = new Names();
  private readonly endpointOf = new Map<string, Map<number, number>>();
  private readonly rows = new RowTable();
  private readonly ports = new RowTable();
  private readonly leases = new Map<string, Lease>();
  private said: Required<Said> = { allowed: [], inputs: [], budget: 0 };

  constructor({ from, zone = from?.zone ?? 'UTC' }: LedgerOptions = {}) {
    this.zone = zone;
    this.clock = new DayClock(zone);
    if (from !== undefined) this.absorb(from);
  }

  /** Rows that there are; those that have fallen out of the window are among them. */
  get rowCount(): number {
    return this.rows.count;
  }

  get hostCount(): number {
    return this.hosts.count;
  }

  /** The number of a host, by name or address. */
  host(name: string): number {
    return this.hosts.intern(name);
  }

  /** The number of a call; see `call-key.ts`. */
  call(key: string): number {
    return this.calls.intern(key);
  }

  /** The day number of a time in the ledger's zone. */
  dayOf(micros: number): number {
    return this.clock.at(micros) >> 1;
  }

  /** The client used the call on the server. */
  see(client: number, server: number, call: number, micros: number): void {
    const moment = this.clock.at(micros);
    this.seeDay(client, server, call, moment >> 1, (moment & 1) === 1);
  }

  seeDay(client: number, server: number, call: number, day: number, night: boolean): void {
    if (!this.reaches(day)) return;
    const low = lowBit(day);
    const high = highBit(day);
    this.rows.set(client, server, call, low, high, night ? low : 0, night ? high : 0);
  }

  /** The client was seen to reach the interface on that port of the server. */
  port(client: number, server: number, port: number, iface: string, micros: number): void {
    const day = this.dayOf(micros);
    if (!this.reaches(day)) return;
    this.ports.set(client, server, this.endpoint(iface, port), lowBit(day), highBit(day), 0, 0);
  }

  /** The address was that of the host. */
  name(address: string, host: string, micros: number): void {
    const day = this.dayOf(micros);
    if (this.reaches(day)) this.lease({ address, host, daysLow: lowBit(day), daysHigh: highBit(day) });
  }

  /** Takes in all of a snapshot of the same zone. */
  absorb(snapshot: Snapshot): void {
    if (snapshot.zone !== this.zone)
      throw new RangeError(`zones ${snapshot.zone} and ${this.zone} do not merge`);
    if (snapshot.last > this.last) this.advance(snapshot.last);
    const window = maskOfDays(this.last - WINDOW_DAYS + 1, snapshot.last);
    const hosts = snapshot.hosts.map((name) => this.hosts.intern(name));
    const calls = snapshot.calls.map((key) => this.calls.intern(key));
    addRows(this.rows, snapshot.rows, hosts, calls, window);
    const endpoints = snapshot.endpoints.map((text) => this.endpoints.intern(text));
    addRows(this.ports, snapshot.ports, hosts, endpoints, window);
    for (const { address, host, daysLow, daysHigh } of snapshot.names)
      this.lease({ address, host, daysLow: daysLow & window[0], daysHigh: daysHigh & window[1] });
    const { allowed, inputs, budget } = this.said;
    this.said = {
      allowed: [...allowed, ...snapshot.allowed],
      inputs: [...inputs, ...snapshot.inputs],
      budget: Math.max(budget, snapshot.budget),
    };
  }

  /** Without verdicts: `replay` gives them. Later additions do not change it. */
  snapshot(said: Said = {}): Snapshot {
    const { allowed, inputs, budget } = { ...this.said, ...said };
    const hostMarks = new Uint8Array(this.hosts.count);
    const callMarks = new Uint8Array(this.calls.count);
    const endpointMarks = new Uint8Array(this.endpoints.count);
    this.rows.mark(hostMarks, callMarks);
    this.ports.mark(hostMarks, endpointMarks);
    const hosts = this.hosts.marked(hostMarks);
    const calls = this.calls.marked(callMarks);
    const endpoints = this.endpoints.marked(endpointMarks);
    return {
      ...emptySnapshot(this.zone),
      last: this.last,
      hosts: hosts.names,
      calls: calls.names,
      rows: this.rows.sorted(hosts, calls),
      endpoints: endpoints.names,
      ports: this.ports.sorted(hosts, endpoints),
      names: [...this.leases.values()]
        .filter(({ daysLow, daysHigh }) => (daysLow | daysHigh) !== 0)
        .sort((a, b) => compareTexts(a.address, b.address) || compareTexts(a.host, b.host)),
      allowed: sortedAllowances(allowed),
      inputs: [...new Set(inputs)].sort(compareTexts),
      budget: budget === 0 ? DEFAULT_BUDGET : budget,
      verdicts: NO_VERDICTS,
    };
  }

  private reaches(day: number): boolean {
    if (day > this.last) this.advance(day);
    else if (day <= this.last - WINDOW_DAYS || day < 0) {
      this.outside += 1;
      return false;
    }
    return true;
  }

  /** The bits of the days that come stand for days that have fallen out so far. */
  private advance(day: number): void {
    if (this.last >= 0) {
      const [low, high] = maskOfDays(this.last + 1, day);
      this.rows.clear(low, high);
      this.ports.clear(low, high);
      for (const [key, { daysLow, daysHigh, ...lease }] of this.leases)
        this.leases.set(key, {
          ...lease,
          daysLow: (daysLow & ~low) >>> 0,
          daysHigh: (daysHigh & ~high) >>> 0,
        });
    }
    this.last = day;
  }

  /** Its number, without making a text for one that is known. */
  private endpoint(iface: string, port: number): number {
    let ofPort = this.endpointOf.get(iface);
    if (ofPort === undefined) {
      ofPort = new Map();
      this.endpointOf.set(iface, ofPort);
    }
    let id = ofPort.get(port);
    if (id === undefined) {
      id = this.endpoints.intern(endpointKey(iface, port));
      ofPort.set(port, id);
    }
    return id;
  }

  private lease({ address, host, daysLow, daysHigh }: Lease): void {
    const key = `${address}\n${host}`;
    const before = this.leases.get(key);
    const low = ((before?.daysLow ?? 0) | daysLow) >>> 0;
    const high = ((before?.daysHigh ?? 0) | daysHigh) >>> 0;
    if (before?.daysLow !== low || before.daysHigh !== high)
      this.leases.set(key, { address, host, daysLow: low, daysHigh: high });
  }
}

function addRows(
  table: RowTable,
  rows: Rows,
  hosts: readonly number[],
  calls: readonly number[],
  [low, high]: readonly [number, number],
): void {
  for (let i = 0; i < rows.length; i++) {
    const daysLow = rows.daysLow[i]! & low;
    const daysHigh = rows.daysHigh[i]! & high;
    if ((daysLow | daysHigh) === 0) continue;
    table.set(
      hosts[rows.client[i]!]!,
      hosts[rows.server[i]!]!,
      calls[rows.call[i]!]!,
      daysLow,
      daysHigh,
      rows.nightsLow[i]! & low,
      rows.nightsHigh[i]! & high,
    );
  }
}

/** Names by number, in the order of their coming. */
class Names {
  private readonly ids = new Map<string, number>();

  get count(): number {
    return this.ids.size;
  }

  intern(name: string): number {
    const known = this.ids.get(name);
    if (known !== undefined) return known;
    this.ids.set(name, this.ids.size);
    return this.ids.size - 1;
  }

  /** Those that are marked, sorted, and their places among them. */
  marked(marks: Uint8Array): Numbering & { readonly names: readonly string[] } {
    const kept = [...this.ids].filter(([, id]) => marks[id] === 1).sort(([a], [b]) => compareTexts(a, b));
    const idOf = new Int32Array(this.ids.size);
    kept.forEach(([, id], place) => {
      idOf[id] = place;
    });
    return { names: kept.map(([name]) => name), idOf, count: kept.length };
  }
}
