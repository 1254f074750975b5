import { EventRows } from '../columns/event-rows.ts';
import { addressOf, textOf } from '../columns/event-view.ts';
import type { EventStore } from '../model/event-store.ts';
import { MICROS_PER_SECOND } from '../model/time.ts';
import type { FieldTest, KindWant, Limits, Want } from '../model/want.ts';
import { callKey, DYNAMIC, MAPPER, SMB } from './call-key.ts';
import type { Ledger } from './ledger.ts';

const MAPPER_PORT = 135;
const SMB_PORTS: readonly number[] = [139, 445];
const DYNAMIC_FROM = 49_152;
/** How soon after the mapper a connection to a dynamic port is taken for its answer, as CAR-2014-05-001 has it. */
const ANSWER_WITHIN = 2 * MICROS_PER_SECOND;

const ENDS = ['src_ip', 'src_port', 'dest_ip', 'dest_port', 'flow_id'];
const RPC: KindWant = {
  fields: [...ENDS, 'interface', 'interface_name', 'opnum', 'operation'],
  terms: null,
};
const NAME: KindWant = { fields: null, terms: null };
/** Flows that say anything of RPC where no call is visible. */
const FLOW_TERMS: readonly (readonly FieldTest[])[] = [
  [{ field: 'dest_port', oneOf: [MAPPER_PORT, ...SMB_PORTS] }],
  [
    { field: 'dest_port', cmp: '>=', value: DYNAMIC_FROM },
    { field: 'src_port', cmp: '>=', value: DYNAMIC_FROM },
  ],
];

/** What sources must give for learning. */
export function observationsWant(limits: Limits): Want {
  const flow = { fields: ENDS, terms: FLOW_TERMS };
  return { kinds: { 'flow/start': flow, 'rpc/bind': RPC, 'rpc/call': RPC, 'host/name': NAME }, limits };
}

/** Which host an address was at a time, by name; the address itself where no name is known. */
export type Identify = (address: string, micros: number) => string;

/** How much was seen, by level. */
export interface Observed {
  operations: number;
  interfaces: number;
  flows: number;
}

/**
 * Takes what events show of who called what on whom into a ledger. All events of a pair of hosts must be in one
 * store. A call counts as an operation; an interface of which a connection shows no call, as an interface; a
 * connection on which nothing of RPC is visible, by its ports: where the inputs show calls at all, a connection to
 * 445 or 139 without any is no RPC and is left out.
 */
export class Observer {
  readonly observed: Observed = { operations: 0, interfaces: 0, flows: 0 };
  private readonly ledger: Ledger;
  private readonly identify: Identify | null;
  private readonly smbCounts: boolean;

  /** @param callsVisible whether any input of the run shows calls */
  constructor(ledger: Ledger, identify: Identify | null, callsVisible: boolean) {
    this.ledger = ledger;
    this.identify = identify;
    this.smbCounts = !callsVisible;
  }

  observe(store: EventStore): void {
    const hosts = new HostNumbers(store, this.ledger, this.identify);
    const heard = new Uint8Array(store.texts.count + 1);
    this.observeCalls(store, hosts, heard);
    this.observeBinds(store, hosts, heard);
    this.observeFlows(store, hosts, heard);
  }

  private observeCalls(store: EventStore, hosts: HostNumbers, heard: Uint8Array): void {
    const calls = new EventRows(store, 'rpc/call');
    const keys = new Map<string, number>();
    for (let row = 0; row < calls.count; row++) {
      const [src, dest, flow] = [calls.id('src_ip', row), calls.id('dest_ip', row), calls.id('flow_id', row)];
      if (src === 0 || dest === 0) continue;
      const names = [calls.id('interface', row), calls.id('interface_name', row), calls.id('operation', row)];
      const opnum = calls.number('opnum', row);
      const known = `${names[0]} ${names[1]} ${names[2]} ${opnum}`;
      let call = keys.get(known);
      if (call === undefined) {
        call = this.ledger.call(operationKey(store, names, opnum));
        keys.set(known, call);
      }
      const time = calls.time(row);
      const [client, server] = [hosts.at(src, time), hosts.at(dest, time)];
      heard[flow] = 1;
      if (client === server) continue;
      this.ledger.see(client, server, call, time);
      this.provePort(calls, row, client, server);
      this.observed.operations++;
    }
    heard[0] = 0;
  }

  private observeBinds(store: EventStore, hosts: HostNumbers, heard: Uint8Array): void {
    const binds = new EventRows(store, 'rpc/bind');
    const bound: number[] = [];
    for (let row = 0; row < binds.count; row++) {
      const [src, dest, flow] = [binds.id('src_ip', row), binds.id('dest_ip', row), binds.id('flow_id', row)];
      const iface = binds.id('interface', row);
      if (src === 0 || dest === 0 || iface === 0 || heard[flow] === 1) continue;
      const time = binds.time(row);
      const call = this.ledger.call(callKey(textOf(store.texts, iface)!, null));
      const [client, server] = [hosts.at(src, time), hosts.at(dest, time)];
      bound.push(flow);
      if (client === server) continue;
      this.ledger.see(client, server, call, time);
      this.provePort(binds, row, client, server);
      this.observed.interfaces++;
    }
    for (const flow of bound) if (flow !== 0) heard[flow] = 1;
  }

  private provePort(rows: EventRows, row: number, client: number, server: number): void {
    const port = rows.port('dest_port', row);
    const iface = rows.text('interface', row);
    if (port < 0 || port === MAPPER_PORT || SMB_PORTS.includes(port) || iface === undefined) return;
    this.ledger.port(client, server, port, iface, rows.time(row));
  }

  private observeFlows(store: EventStore, hosts: HostNumbers, heard: Uint8Array): void {
    const flows = new EventRows(store, 'flow/start');
    const see = (row: number, call: number) => {
      const time = flows.time(row);
      const [src, dest] = [flows.id('src_ip', row), flows.id('dest_ip', row)];
      const [client, server] = [hosts.at(src, time), hosts.at(dest, time)];
      if (client === server) return;
      this.ledger.see(client, server, call, time);
      this.observed.flows++;
    };
    const width = store.addresses.count + 1;
    const asked = new Map<number, number[]>();
    const smb = this.smbCounts ? this.ledger.call(SMB) : -1;
    for (let row = 0; row < flows.count; row++) {
      const [src, dest] = [flows.id('src_ip', row), flows.id('dest_ip', row)];
      if (src === 0 || dest === 0) continue;
      const port = flows.port('dest_port', row);
      if (port === MAPPER_PORT) push(asked, src * width + dest, row);
      else if (smb >= 0 && SMB_PORTS.includes(port) && heard[flows.id('flow_id', row)] === 0) see(row, smb);
    }
    if (asked.size === 0) return;
    const answered = new Map<number, number[]>();
    for (let row = 0; row < flows.count; row++) {
      if (flows.port('dest_port', row) < DYNAMIC_FROM || flows.port('src_port', row) < DYNAMIC_FROM) continue;
      const pair = flows.id('src_ip', row) * width + flows.id('dest_ip', row);
      if (asked.has(pair)) push(answered, pair, row);
    }
    const [dynamic, mapper] = [this.ledger.call(DYNAMIC), this.ledger.call(MAPPER)];
    const byTime = (a: number, b: number) => flows.time(a) - flows.time(b);
    for (const [pair, mappers] of asked) {
      const endpoints = (answered.get(pair) ?? []).sort(byTime);
      let next = 0;
      for (const row of mappers.sort(byTime)) {
        const time = flows.time(row);
        while (next < endpoints.length && flows.time(endpoints[next]!) <= time) next++;
        const within = next < endpoints.length && flows.time(endpoints[next]!) < time + ANSWER_WITHIN;
        if (within && heard[flows.id('flow_id', endpoints[next]!)] === 0) see(row, dynamic);
        else if (!within && heard[flows.id('flow_id', row)] === 0) see(row, mapper);
      }
    }
  }
}

/** The ledger's numbers of a store's addresses. */
class HostNumbers {
  private readonly store: EventStore;
  private readonly ledger: Ledger;
  private readonly identify: Identify | null;
  private readonly numbers: Int32Array;
  private readonly texts: string[] = [];

  constructor(store: EventStore, ledger: Ledger, identify: Identify | null) {
    this.store = store;
    this.ledger = ledger;
    this.identify = identify;
    this.numbers = new Int32Array(store.addresses.count + 1).fill(-1);
  }

  at(address: number, micros: number): number {
    const { store, ledger, identify, numbers } = this;
    if (identify !== null) {
      const text = this.texts[address] ?? addressOf(store.addresses, address)!;
      this.texts[address] = text;
      return ledger.host(identify(text, micros));
    }
    if (numbers[address]! < 0) numbers[address] = ledger.host(addressOf(store.addresses, address)!);
    return numbers[address]!;
  }
}

function operationKey(store: EventStore, [iface, name, operation]: readonly number[], opnum: number): string {
  const uuid = textOf(store.texts, iface!);
  if (uuid !== null && !Number.isNaN(opnum)) return callKey(uuid, opnum);
  const called = textOf(store.texts, operation!) ?? (Number.isNaN(opnum) ? 'unknown' : String(opnum));
  return `${uuid ?? (textOf(store.texts, name!) ?? 'unknown').toLowerCase()}#${called}`;
}

function push(lists: Map<number, number[]>, key: number, row: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [row]);
  else list.push(row);
}
