import type { EventStore } from '../model/event-store.ts';
import type { Part } from '../model/origin.ts';
import { EventRows } from './event-rows.ts';
import type { Hosts } from './hosts.ts';
import { type HeardRows, heardCount, type RowRef, type Sighting } from './sighting.ts';

export const MAPPER_PORT = 135;
export const SMB_PORTS: ReadonlySet<number> = new Set([139, 445]);
/** Where Windows' dynamic ports begin: servers that nothing is proven of are looked for there. */
export const DYNAMIC_FROM = 49_152;

const RPC_KINDS = { maps: 'rpc/map', binds: 'rpc/bind', calls: 'rpc/call' } as const;
const FLOW_KINDS = ['flow/start', 'flow/end'] as const;

/** How the RPC and the flows of a run were counted, for those who ask why nothing was found. */
export interface SeenCounts {
  readonly flows: number;
  readonly mapperFlows: number;
  readonly maps: number;
  readonly binds: number;
  readonly calls: number;
}

/** What the inputs are like, beside their events. */
export interface InputFacts {
  /** Whether a part was read from an input that shows RPC where there is any. */
  readonly hears: (part: number) => boolean;
  /** Whether it holds all payload that was sent, so that RPC which it does not show was not there. */
  readonly whole: (part: number) => boolean;
}

/** Every connection that may be of interest, each as each input saw it. */
export class Sightings {
  readonly all: Sighting[] = [];
  private readonly store: EventStore;
  private readonly hosts: Hosts;
  private readonly inputs: InputFacts;
  private readonly leaves: Uint32Array;
  private readonly byFlowId = new Map<number, Sighting[]>();
  private readonly byRecord = new Map<string, Sighting>();
  private readonly byTuple = new Map<string, Sighting>();
  private readonly heardIds = new Set<number>();
  /** Ports of interest by client and server, beside the dynamic ones. */
  private readonly pairs = new Map<number, Set<number>>();
  private mapperFlows = 0;

  constructor(store: EventStore, hosts: Hosts, inputs: InputFacts) {
    this.store = store;
    this.hosts = hosts;
    this.inputs = inputs;
    this.leaves = leavesOf(store.parts);
    this.choosePairs();
    for (const kind of FLOW_KINDS) this.addFlows(new EventRows(store, kind));
    for (const heard of ['maps', 'binds', 'calls'] as const)
      this.addRpc(new EventRows(store, RPC_KINDS[heard]), heard);
    for (const sighting of this.all) settle(sighting, store);
  }

  get counts(): SeenCounts {
    const count = (kind: 'flow/start' | 'flow/end' | 'rpc/map' | 'rpc/bind' | 'rpc/call') =>
      this.store.tables.get(kind)?.count ?? 0;
    return {
      flows: Math.max(count('flow/start'), count('flow/end')),
      mapperFlows: this.mapperFlows,
      maps: count('rpc/map'),
      binds: count('rpc/bind'),
      calls: count('rpc/call'),
    };
  }

  /** A client with a server as one number. */
  private pairOf(rows: EventRows, row: number, server = 'dest_ip'): number {
    const { of, count } = this.hosts;
    const [client, other] = [of[rows.id('src_ip', row)]!, of[rows.id(server, row)]!];
    return client === 0 || other === 0 ? 0 : client * (count + 1) + other;
  }

  private choosePairs(): void {
    const { store } = this;
    for (const kind of FLOW_KINDS) {
      const rows = new EventRows(store, kind);
      for (let row = 0; row < rows.count; row++)
        if (rows.port('dest_port', row) === MAPPER_PORT) {
          if (kind === 'flow/start') this.mapperFlows += 1;
          this.interest(this.pairOf(rows, row), -1);
        }
    }
    for (const kind of Object.values(RPC_KINDS)) {
      const rows = new EventRows(store, kind);
      for (let row = 0; row < rows.count; row++) {
        const id = rows.id('flow_id', row);
        if (id !== 0) this.heardIds.add(id);
        this.interest(this.pairOf(rows, row), rows.port('dest_port', row));
        if (kind !== 'rpc/map') continue;
        const told = rows.port('mapped_port', row);
        this.interest(this.pairOf(rows, row), told);
        if (rows.id('mapped_ip', row) !== 0) this.interest(this.pairOf(rows, row, 'mapped_ip'), told);
      }
    }
  }

  private interest(pair: number, port: number): void {
    if (pair === 0) return;
    const ports = this.pairs.get(pair);
    if (ports === undefined) this.pairs.set(pair, new Set([port]));
    else ports.add(port);
  }

  private addFlows(rows: EventRows): void {
    for (let row = 0; row < rows.count; row++) {
      const port = rows.port('dest_port', row);
      const ports = this.pairs.get(this.pairOf(rows, row));
      const asked =
        ports !== undefined && (port >= DYNAMIC_FROM || port === MAPPER_PORT || SMB_PORTS.has(port));
      if (!asked && ports?.has(port) !== true && !this.heardIds.has(rows.id('flow_id', row))) continue;
      if (port < 0 || rows.port('src_port', row) < 0 || this.pairOf(rows, row) === 0) continue;
      this.addFlow(rows, row);
    }
  }

  private addFlow(rows: EventRows, row: number): void {
    const leaf = this.leaves[rows.part(row)]!;
    const id = rows.id('flow_id', row);
    const begins = rows.kind === 'flow/start';
    const record = `${rows.part(row)} ${rows.record(row)}`;
    let sighting =
      id === 0
        ? this.byRecord.get(record)
        : this.byFlowId.get(id)?.find((one) => one.leaf === leaf && !(begins && one.begun));
    if (sighting === undefined) {
      sighting = this.sight(rows, row, leaf);
      if (id === 0) this.byRecord.set(record, sighting);
    }
    if (begins) {
      sighting.begun = true;
      sighting.first = { kind: rows.kind, row };
      sighting.start = rows.time(row);
    } else {
      const start = rows.number('start_time', row);
      if (!sighting.begun && start <= sighting.start) sighting.start = start;
      sighting.end = Math.max(sighting.end, rows.time(row));
    }
    const bytes = rows.number('in_bytes', row) + rows.number('out_bytes', row);
    if (!Number.isNaN(bytes)) sighting.bytes = bytes;
    const packets = rows.number('packet_count', row);
    if (!Number.isNaN(packets)) sighting.packets = packets;
    sighting.state ??= rows.text('conn_state', row);
    sighting.communityId ??= rows.text('community_id', row);
  }

  private addRpc(rows: EventRows, heard: keyof HeardRows): void {
    for (let row = 0; row < rows.count; row++) {
      if (rows.port('dest_port', row) < 0 || this.pairOf(rows, row) === 0) continue;
      this.flowOf(rows, row).heard[heard].push(row);
    }
  }

  /** The connection that RPC was heard in, as the input that heard it saw it, or else another. */
  private flowOf(rows: EventRows, row: number): Sighting {
    const leaf = this.leaves[rows.part(row)]!;
    const id = rows.id('flow_id', row);
    const seen = id === 0 ? undefined : this.byFlowId.get(id);
    const there = seen?.find((one) => one.leaf === leaf) ?? seen?.[0];
    if (there !== undefined) return there;
    const tuple = `${leaf} ${this.pairOf(rows, row)} ${rows.port('src_port', row)} ${rows.port('dest_port', row)}`;
    const known = id === 0 ? this.byTuple.get(tuple) : undefined;
    if (known !== undefined) return known;
    const made = this.sight(rows, row, leaf);
    if (id === 0) this.byTuple.set(tuple, made);
    return made;
  }

  private sight(rows: EventRows, row: number, leaf: number): Sighting {
    const { of } = this.hosts;
    const id = rows.id('flow_id', row);
    const sighting: Sighting = {
      leaf,
      hears: this.inputs.hears(rows.part(row)),
      whole: this.inputs.whole(rows.part(row)),
      client: of[rows.id('src_ip', row)]!,
      server: of[rows.id('dest_ip', row)]!,
      clientPort: rows.port('src_port', row),
      serverPort: rows.port('dest_port', row),
      start: rows.time(row),
      end: rows.time(row),
      first: { kind: rows.kind, row },
      begun: false,
      bytes: Number.NaN,
      packets: Number.NaN,
      state: undefined,
      flowId: rows.text('flow_id', row),
      communityId: undefined,
      heard: { maps: [], binds: [], calls: [] },
    };
    this.all.push(sighting);
    if (id !== 0) {
      const same = this.byFlowId.get(id);
      if (same === undefined) this.byFlowId.set(id, [sighting]);
      else same.push(sighting);
    }
    return sighting;
  }
}

/** Puts RPC in order of time, takes its times in, and turns a flow seen midway whose RPC goes the other way. */
function settle(sighting: Sighting, store: EventStore): void {
  const { heard } = sighting;
  if (heardCount(heard) === 0) return;
  for (const each of ['maps', 'binds', 'calls'] as const) {
    const { time, record } = store.tables.get(RPC_KINDS[each]) ?? { time: [], record: [] };
    heard[each].sort((a, b) => time[a]! - time[b]! || record[a]! - record[b]! || a - b);
    for (const row of heard[each]) {
      sighting.end = Math.max(sighting.end, time[row]!);
      if (!sighting.begun) sighting.start = Math.min(sighting.start, time[row]!);
    }
  }
  const asked = askedBy(heard);
  const rows = new EventRows(store, asked.kind);
  if (!sighting.begun && rows.port('dest_port', asked.row) === sighting.clientPort) {
    const { client, server, clientPort, serverPort } = sighting;
    if (rows.port('src_port', asked.row) !== serverPort) return;
    Object.assign(sighting, {
      client: server,
      server: client,
      clientPort: serverPort,
      serverPort: clientPort,
    });
  }
}

function askedBy({ maps, binds, calls }: HeardRows): RowRef {
  if (binds.length > 0) return { kind: 'rpc/bind', row: binds[0]! };
  return calls.length > 0 ? { kind: 'rpc/call', row: calls[0]! } : { kind: 'rpc/map', row: maps[0]! };
}

/** The input, or member of one, that each part belongs to. */
function leavesOf(parts: readonly Part[]): Uint32Array {
  const known = new Map<string, number>();
  return Uint32Array.from(parts, ({ input, member }) => {
    const name = JSON.stringify([input, member]);
    const leaf = known.get(name) ?? known.size;
    known.set(name, leaf);
    return leaf;
  });
}
