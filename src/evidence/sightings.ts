import { EventRows } from '../columns/event-rows.ts';
import type { EventStore } from '../model/event-store.ts';
import type { Part } from '../model/origin.ts';
import type { Hosts } from './hosts.ts';
import { NamedRpc } from './named-rpc.ts';
import { DYNAMIC_FROM, MAPPER_PORT, SMB_PORTS } from './ports.ts';
import { type HeardRows, heardCount, type Sighting } from './sighting.ts';

const FLOW_KINDS = ['flow/start', 'flow/end'] as const;

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
  private readonly rpc: Readonly<Record<keyof HeardRows, EventRows>>;
  private readonly hosts: Hosts;
  private readonly inputs: InputFacts;
  private readonly namedRpc: NamedRpc;
  private readonly leaves: Uint32Array;
  private readonly byFlowId = new Map<number, Sighting[]>();
  private readonly byRecord = new Map<string, Sighting>();
  private readonly byTuple = new Map<string, Sighting>();
  /** By the id of a connection: between whom RPC was heard in it. */
  private readonly heardEnds = new Map<number, Ends[]>();
  /** Ports of interest by client and server, beside the dynamic ones. */
  private readonly pairs = new Map<number, Set<number>>();

  constructor(store: EventStore, hosts: Hosts, inputs: InputFacts) {
    this.store = store;
    this.rpc = {
      maps: new EventRows(store, 'rpc/map'),
      binds: new EventRows(store, 'rpc/bind'),
      calls: new EventRows(store, 'rpc/call'),
    };
    this.hosts = hosts;
    this.inputs = inputs;
    this.namedRpc = new NamedRpc(store.texts);
    this.leaves = leavesOf(store.parts);
    this.choosePairs();
    for (const kind of FLOW_KINDS) this.addFlows(new EventRows(store, kind));
    for (const heard of ['maps', 'binds', 'calls'] as const) this.addRpc(this.rpc[heard], heard);
    for (const sighting of this.all) this.settle(sighting);
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
        if (rows.port('dest_port', row) === MAPPER_PORT) this.interest(this.pairOf(rows, row), -1);
        else if (this.namedRpc.has(rows.id('application_protocol', row)))
          this.interest(this.pairOf(rows, row), rows.port('dest_port', row));
    }
    for (const rows of Object.values(this.rpc)) {
      for (let row = 0; row < rows.count; row++) {
        this.hearEnds(rows, row);
        this.interest(this.pairOf(rows, row), rows.port('dest_port', row));
        if (rows.kind !== 'rpc/map') continue;
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

  private hearEnds(rows: EventRows, row: number): void {
    const id = rows.id('flow_id', row);
    if (id === 0) return;
    const ends = this.endsOf(rows, row);
    const known = this.heardEnds.get(id);
    if (known === undefined) this.heardEnds.set(id, [ends]);
    else if (!known.some((one) => areSame(one, ends))) known.push(ends);
  }

  private addFlows(rows: EventRows): void {
    const [clients, servers] = [rows.ids('src_ip'), rows.ids('dest_ip')];
    if (clients === null || servers === null) return;
    const { of, count } = this.hosts;
    const { pairs, heardEnds } = this;
    for (let row = 0; row < rows.count; row++) {
      const ports = pairs.get(of[clients[row]!]! * (count + 1) + of[servers[row]!]!);
      if (ports === undefined && heardEnds.size === 0) continue;
      const port = rows.port('dest_port', row);
      const isUsual = port >= DYNAMIC_FROM || port === MAPPER_PORT || SMB_PORTS.has(port);
      if (!(ports !== undefined && (isUsual || ports.has(port))) && !this.isHeard(rows, row)) continue;
      if (port < 0 || rows.port('src_port', row) < 0 || this.pairOf(rows, row) === 0) continue;
      this.addFlow(rows, row);
    }
  }

  private isHeard(rows: EventRows, row: number): boolean {
    const heard = this.heardEnds.get(rows.id('flow_id', row));
    return heard?.some((one) => areSame(one, this.endsOf(rows, row))) === true;
  }

  private endsOf(rows: EventRows, row: number): Ends {
    const { of } = this.hosts;
    return {
      client: of[rows.id('src_ip', row)]!,
      server: of[rows.id('dest_ip', row)]!,
      clientPort: rows.port('src_port', row),
      serverPort: rows.port('dest_port', row),
    };
  }

  /** The sightings of a connection of this id between the same two, whichever of them is the client. */
  private sameFlow(rows: EventRows, row: number): readonly Sighting[] {
    const seen = this.byFlowId.get(rows.id('flow_id', row));
    if (seen === undefined) return [];
    const ends = this.endsOf(rows, row);
    return seen.every((one) => areSame(one, ends)) ? seen : seen.filter((one) => areSame(one, ends));
  }

  private addFlow(rows: EventRows, row: number): void {
    const leaf = this.leaves[rows.part(row)]!;
    const id = rows.id('flow_id', row);
    const begins = rows.kind === 'flow/start';
    const record = id === 0 ? `${rows.part(row)} ${rows.record(row)}` : '';
    let sighting =
      id === 0
        ? this.byRecord.get(record)
        : this.sameFlow(rows, row).find((one) => one.leaf === leaf && !(begins && one.begun));
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
    if (this.namedRpc.has(rows.id('application_protocol', row))) sighting.named = true;
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
    const seen = id === 0 ? [] : this.sameFlow(rows, row);
    const there = seen.find((one) => one.leaf === leaf) ?? seen.reduce(firstLeaf, seen[0]);
    if (there !== undefined) return there;
    const tuple = `${leaf} ${this.pairOf(rows, row)} ${rows.port('src_port', row)} ${rows.port('dest_port', row)}`;
    const known = id === 0 ? this.byTuple.get(tuple) : undefined;
    if (known !== undefined) return known;
    const made = this.sight(rows, row, leaf);
    if (id === 0) this.byTuple.set(tuple, made);
    return made;
  }

  /** Puts RPC in order of time, takes its times in, and turns a flow seen midway whose RPC goes the other way. */
  private settle(sighting: Sighting): void {
    const { heard, begun } = sighting;
    if (heardCount(heard) === 0) return;
    for (const each of ['maps', 'binds', 'calls'] as const) {
      const rows = this.rpc[each];
      heard[each].sort(rows.inOrder);
      for (const row of heard[each]) {
        sighting.end = Math.max(sighting.end, rows.time(row));
        if (!begun) sighting.start = Math.min(sighting.start, rows.time(row));
      }
    }
    const asked = (['binds', 'calls', 'maps'] as const).find((each) => heard[each].length > 0)!;
    if (!begun) Object.assign(sighting, this.endsOf(this.rpc[asked], heard[asked][0]!));
  }

  private sight(rows: EventRows, row: number, leaf: number): Sighting {
    const id = rows.id('flow_id', row);
    const ends = this.endsOf(rows, row);
    const sighting: Sighting = {
      client: ends.client,
      server: ends.server,
      clientPort: ends.clientPort,
      serverPort: ends.serverPort,
      leaf,
      hears: this.inputs.hears(rows.part(row)),
      whole: this.inputs.whole(rows.part(row)),
      start: rows.time(row),
      end: rows.time(row),
      first: { kind: rows.kind, row },
      begun: false,
      bytes: Number.NaN,
      packets: Number.NaN,
      named: false,
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

/** Between whom a connection is. */
type Ends = Pick<Sighting, 'client' | 'server' | 'clientPort' | 'serverPort'>;

/** Whichever of the two is the client. */
function areSame(a: Ends, b: Ends): boolean {
  return a.client === b.client && a.clientPort === b.clientPort
    ? a.server === b.server && a.serverPort === b.serverPort
    : a.client === b.server &&
        a.clientPort === b.serverPort &&
        a.server === b.client &&
        a.serverPort === b.clientPort;
}

function firstLeaf(best: Sighting | undefined, one: Sighting): Sighting {
  return best === undefined || one.leaf < best.leaf ? one : best;
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
