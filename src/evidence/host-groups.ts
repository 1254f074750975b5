import { ADDRESS_BYTES } from '../model/address.ts';
import type { AddressTable, Column, EventColumns } from '../model/batch.ts';
import { Hosts } from './hosts.ts';
import { NamedRpc } from './named-rpc.ts';
import { DYNAMIC_FROM, MAPPER_PORT, SMB_PORTS } from './ports.ts';

/** The RPC and the flows of a run, counted for those who ask why nothing was found. */
export interface SeenCounts {
  flows: number;
  mapperFlows: number;
  maps: number;
  binds: number;
  calls: number;
}

const COUNTED: Readonly<Record<string, keyof SeenCounts>> = {
  'rpc/map': 'maps',
  'rpc/bind': 'binds',
  'rpc/call': 'calls',
};
const PORTS = 1 << 16;

/**
 * What has to be looked at together for findings: all between two hosts, whichever is the client; and where one told
 * a client of a third address, all between the client and that address too. Nothing else has a part in a finding.
 */
export class HostGroups {
  private readonly starts: SeenCounts = { flows: 0, mapperFlows: 0, maps: 0, binds: 0, calls: 0 };
  private ends = 0;
  /** By port: whether RPC was heard or told of there, and whether a client of RPC had it. */
  private readonly served = new Uint8Array(PORTS);
  private readonly asked = new Uint8Array(PORTS);
  private hasRpc = false;
  private readonly parents = new Map<number, number>();
  private digests: { readonly of: AddressTable; readonly values: Float64Array } | null = null;

  get counts(): SeenCounts {
    return { ...this.starts, flows: Math.max(this.starts.flows, this.ends) };
  }

  see(columns: EventColumns): void {
    const { kind, count } = columns;
    if (kind === 'flow/end') this.ends += count;
    else if (kind === 'flow/start') {
      this.starts.flows += count;
      const port = portsOf(columns, 'dest_port');
      for (let row = 0; row < count; row++) if (port(row) === MAPPER_PORT) this.starts.mapperFlows += 1;
    } else if (kind in COUNTED) this.seeRpc(columns, COUNTED[kind]!);
    if (kind.startsWith('flow/')) this.seeNamed(columns);
  }

  /** The same number for a pair of hosts whichever way round. */
  groups(columns: EventColumns): Float64Array {
    return this.pairsOf(columns, 'dest_ip');
  }

  /** Flows to ports where RPC is only if it was heard or told of. */
  aside(columns: EventColumns): Uint8Array {
    const aside = new Uint8Array(columns.count);
    if (!columns.kind.startsWith('flow/')) return aside;
    const port = portsOf(columns, 'dest_port');
    for (let row = 0; row < columns.count; row++) if (!isUsual(port(row))) aside[row] = 1;
    return aside;
  }

  get recalled(): ((columns: EventColumns) => Uint8Array) | null {
    return this.hasRpc ? (columns) => this.ofUse(columns) : null;
  }

  joined(): ReadonlyMap<number, number> {
    return new Map([...this.parents.keys()].map((group) => [group, this.rootOf(group)]));
  }

  private seeRpc(columns: EventColumns, counted: keyof SeenCounts): void {
    const { kind, count } = columns;
    if (count === 0) return;
    this.starts[counted] += count;
    this.hasRpc = true;
    const [client, server] = [portsOf(columns, 'src_port'), portsOf(columns, 'dest_port')];
    for (let row = 0; row < count; row++) {
      if (client(row) >= 0) this.asked[client(row)] = 1;
      if (server(row) >= 0) this.served[server(row)] = 1;
    }
    if (kind === 'rpc/map') this.seeAnswers(columns);
  }

  /** Flows that a log says to be RPC: others to the same port are looked at with them. */
  private seeNamed(columns: EventColumns): void {
    const protocols = columns.fields.application_protocol;
    if (protocols?.type !== 'text') return;
    const named = new NamedRpc(columns.texts);
    const [client, server] = [portsOf(columns, 'src_port'), portsOf(columns, 'dest_port')];
    for (let row = 0; row < columns.count; row++) {
      if (!named.has(protocols.values[row]!)) continue;
      this.hasRpc = true;
      if (client(row) >= 0) this.asked[client(row)] = 1;
      if (server(row) >= 0) this.served[server(row)] = 1;
    }
  }

  private seeAnswers(columns: EventColumns): void {
    const told = portsOf(columns, 'mapped_port');
    for (let row = 0; row < columns.count; row++) if (told(row) >= 0) this.served[told(row)] = 1;
    const [by, of] = [this.pairsOf(columns, 'dest_ip'), this.pairsOf(columns, 'mapped_ip')];
    const named = columns.fields.mapped_ip;
    if (named?.type !== 'ip') return;
    for (let row = 0; row < columns.count; row++)
      if (named.values[row] !== 0 && by[row] !== of[row]) this.joinGroups(by[row]!, of[row]!);
  }

  private joinGroups(a: number, b: number): void {
    const [one, other] = [this.rootOf(a), this.rootOf(b)];
    if (one !== other) this.parents.set(Math.max(one, other), Math.min(one, other));
  }

  private rootOf(group: number): number {
    let root = group;
    for (let above = this.parents.get(root); above !== undefined; above = this.parents.get(root))
      root = above;
    for (let at = group; at !== root; ) {
      const above = this.parents.get(at)!;
      this.parents.set(at, root);
      at = above;
    }
    return root;
  }

  private ofUse(columns: EventColumns): Uint8Array {
    const { served, asked } = this;
    const ofUse = new Uint8Array(columns.count);
    const [client, server] = [portsOf(columns, 'src_port'), portsOf(columns, 'dest_port')];
    for (let row = 0; row < columns.count; row++) {
      const turned = served[client(row)] === 1 && asked[server(row)] === 1;
      if (served[server(row)] === 1 || turned) ofUse[row] = 1;
    }
    return ofUse;
  }

  private pairsOf(columns: EventColumns, other: 'dest_ip' | 'mapped_ip'): Float64Array {
    const pairs = new Float64Array(columns.count);
    const [client, server] = [columns.fields.src_ip, columns.fields[other]];
    if (client?.type !== 'ip' || server?.type !== 'ip') return pairs;
    const digests = this.digestsOf(columns.addresses);
    for (let row = 0; row < columns.count; row++)
      pairs[row] = pairDigest(digests[client.values[row]!]!, digests[server.values[row]!]!);
    return pairs;
  }

  private digestsOf(addresses: AddressTable): Float64Array {
    if (this.digests?.of !== addresses) this.digests = { of: addresses, values: digestsOf(addresses) };
    return this.digests.values;
  }
}

/** Whether flows to a port may be RPC without any other sign of it. */
function isUsual(port: number): boolean {
  return port >= DYNAMIC_FROM || port === MAPPER_PORT || SMB_PORTS.has(port);
}

/** Reads a port by row; -1 where it is unknown. */
function portsOf({ fields }: EventColumns, field: string): (row: number) => number {
  const column: Column | undefined = fields[field];
  if (column?.type !== 'port') return () => -1;
  const { values, unknown } = column;
  return (row) => (unknown?.[row] === 1 ? -1 : values[row]!);
}

/** By the id of an address, the same for an IPv4 address however it is written. */
function digestsOf(addresses: AddressTable): Float64Array {
  const { of, bytes } = new Hosts(addresses);
  return Float64Array.from(of, (host) => {
    let digest = 0x811c9dc5;
    for (let i = 0; i < ADDRESS_BYTES; i++)
      digest = Math.imul(digest ^ bytes[ADDRESS_BYTES * host + i]!, 0x01000193);
    return digest >>> 0;
  });
}

function pairDigest(a: number, b: number): number {
  const mixed = Math.imul(Math.min(a, b) ^ (Math.max(a, b) >>> 15), 0x9e3779b1) ^ Math.max(a, b);
  const spread = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  return (spread ^ (spread >>> 13)) >>> 0;
}
