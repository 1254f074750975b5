import { addressOf, textOf } from '../columns/event-view.ts';
import type { EventColumns } from '../model/batch.ts';
import type { Micros } from '../model/time.ts';
import type { Ledger } from './ledger.ts';
import { daysOf } from './ring.ts';
import type { Snapshot } from './snapshot.ts';
import { compareTexts } from './text-order.ts';

/** A lease that ends sooner, or has no end, is taken to hold so long: Windows' servers give them for eight days. */
const HELD_DAYS = 8;
const HELD: Micros = HELD_DAYS * 86_400_000_000;

/** What a host's name was told by; `baseline` where an earlier input told it. */
export type NameSource = 'dhcp' | 'dns' | 'baseline';

interface Told {
  readonly time: Micros;
  /** Until when it holds, if nothing else is told. */
  readonly end: Micros;
  readonly name: string;
  /** When it was told, by quarters of an hour. */
  readonly quarters: ReadonlySet<number>;
}

const QUARTER: Micros = 900_000_000;

interface Names {
  leases: Told[];
  /** By what DNS calls it, the quarters in which it did; one that a reverse look-up gave is the host's own. */
  readonly dns: Map<string, Set<number>>;
  readonly own: Map<string, Set<number>>;
}

/**
 * Which host had an address when, by the `host/name` events of a run and by what a baseline knows from earlier ones. A
 * lease comes before what DNS says. DNS names a host only where it has one name for the address. Of a full name the
 * first label stands for the host, unless another full name begins with the same.
 */
export class AddressNames {
  private readonly byAddress = new Map<string, Names>();
  private readonly fullNames = new Map<string, Set<string>>();
  private readonly carried = new Map<string, { readonly day: number; readonly name: string }[]>();

  /** Whether it knows no name at all. */
  get isEmpty(): boolean {
    return this.byAddress.size === 0 && this.carried.size === 0;
  }

  add(columns: EventColumns): void {
    const { kind, count, time, fields, addresses, texts } = columns;
    const { ip, hostname, until, protocol } = fields;
    if (kind !== 'host/name' || ip?.type !== 'ip' || hostname?.type !== 'text') return;
    for (let row = 0; row < count; row++) {
      const address = addressOf(addresses, ip.values[row]!);
      const name = textOf(texts, hostname.values[row]!)?.toLowerCase();
      if (address === null || name === undefined) continue;
      const end = until?.type === 'number' ? until.values[row]! : Number.NaN;
      const by = protocol?.type === 'text' ? textOf(texts, protocol.values[row]!) : null;
      this.tell(address, name, time[row]!, end, by);
    }
  }

  /** What a baseline knows of the addresses that change hands. */
  carry({ names, last }: Snapshot): void {
    for (const { address, host, daysLow, daysHigh } of names) {
      this.knowFull(host);
      const known = this.carried.get(address) ?? [];
      for (const day of daysOf(daysLow, daysHigh, last)) known.push({ day, name: host });
      this.carried.set(address, known);
    }
    for (const known of this.carried.values())
      known.sort((a, b) => a.day - b.day || compareTexts(b.name, a.name));
  }

  /** Which host an address was at a time, and what says so; null where nothing does. */
  at(address: string, time: Micros, day: number): { readonly name: string; readonly by: NameSource } | null {
    const names = this.byAddress.get(address);
    const lease = names?.leases.findLast((one) => one.time <= time);
    if (lease !== undefined && time < lease.end) return { name: this.short(lease.name), by: 'dhcp' };
    const dns = names === undefined ? [] : this.dnsNames(names);
    const known = this.carried.get(address) ?? [];
    const before = known.findLast((one) => one.day <= day) ?? known[0];
    if (
      before !== undefined &&
      Math.abs(day - before.day) <= HELD_DAYS &&
      (dns.length === 0 || dns.includes(before.name))
    )
      return { name: before.name, by: 'baseline' };
    const later = lease === undefined ? names?.leases[0] : undefined;
    if (later !== undefined && later.time - time <= HELD) return { name: this.short(later.name), by: 'dhcp' };
    return dns.length === 1 ? { name: dns[0]!, by: 'dns' } : null;
  }

  /** Puts in order what was told; to be called once all was added. */
  settle(): void {
    for (const names of this.byAddress.values()) {
      names.leases.sort((a, b) => a.time - b.time || compareTexts(a.name, b.name));
      names.leases = renewed(names.leases);
    }
  }

  /** Takes what was told into a ledger, for later runs; of days later than all traffic that it knows, nothing. */
  record(ledger: Ledger): void {
    const tell = (address: string, name: string, quarters: ReadonlySet<number>) => {
      for (const quarter of quarters)
        if (ledger.dayOf(quarter * QUARTER) <= ledger.last) ledger.name(address, name, quarter * QUARTER);
    };
    for (const [address, names] of this.byAddress) {
      for (const { name, quarters } of names.leases) tell(address, this.short(name), quarters);
      const [only, ...others] = this.dnsNames(names);
      if (names.leases.length > 0 || only === undefined || others.length > 0) continue;
      for (const [name, quarters] of [...names.own, ...names.dns])
        if (this.short(name) === only) tell(address, only, quarters);
    }
  }

  private tell(address: string, name: string, time: Micros, end: Micros, by: string | null): void {
    let names = this.byAddress.get(address);
    if (names === undefined) {
      names = { leases: [], dns: new Map(), own: new Map() };
      this.byAddress.set(address, names);
    }
    this.knowFull(name);
    const quarter = Math.floor(time / QUARTER);
    const looked = by === 'ptr' ? names.own : by === 'dns' ? names.dns : null;
    if (looked === null)
      names.leases.push({
        time,
        end: Number.isNaN(end) ? time + HELD : Math.max(end, time + HELD),
        name,
        quarters: new Set([quarter]),
      });
    else looked.set(name, (looked.get(name) ?? new Set()).add(quarter));
  }

  private knowFull(name: string): void {
    const label = name.split('.')[0]!;
    if (label === name) return;
    const known = this.fullNames.get(label);
    if (known === undefined) this.fullNames.set(label, new Set([name]));
    else known.add(name);
  }

  private dnsNames({ own, dns }: Names): readonly string[] {
    const names = own.size > 0 ? own : dns;
    return [...new Set([...names.keys()].map((name) => this.short(name)))].sort(compareTexts);
  }

  private short(name: string): string {
    const label = name.split('.')[0]!;
    return (this.fullNames.get(label)?.size ?? 0) > 1 ? name : label;
  }
}

/** Leases in order, those that a host renewed put together. */
function renewed(leases: readonly Told[]): Told[] {
  const put: { time: Micros; end: Micros; name: string; quarters: Set<number> }[] = [];
  for (const { time, end, name, quarters } of leases) {
    const last = put.at(-1);
    if (last?.name === name && time <= last.end) {
      last.end = Math.max(last.end, end);
      for (const quarter of quarters) last.quarters.add(quarter);
    } else put.push({ time, end, name, quarters: new Set(quarters) });
  }
  return put;
}
