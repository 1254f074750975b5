import { EventRows } from '../columns/event-rows.ts';
import type { EventStore } from '../model/event-store.ts';
import { type Flow, flowsOf } from './flow.ts';
import { Hosts } from './hosts.ts';
import { Mappers } from './mappers.ts';
import { MAPPER_PORT } from './ports.ts';
import type { Sighting } from './sighting.ts';
import { type InputFacts, Sightings } from './sightings.ts';
import { StrictEndpoints } from './strict.ts';

/** All between one client and one server. */
export interface Pair {
  readonly client: number;
  readonly server: number;
  /** Connections by the server's port, by their start. */
  readonly ports: ReadonlyMap<number, readonly Flow[]>;
  readonly mappers: Mappers;
}

/** The connections of a run put together, between whom they are, and what mappers told. */
export class Scene {
  readonly store: EventStore;
  readonly hosts: Hosts;
  readonly maps: EventRows;
  readonly binds: EventRows;
  readonly calls: EventRows;
  readonly strict: StrictEndpoints;
  private readonly byHosts: ReadonlyMap<string, Pair>;

  constructor(store: EventStore, options: InputFacts) {
    this.store = store;
    this.hosts = new Hosts(store.addresses);
    this.maps = new EventRows(store, 'rpc/map');
    this.binds = new EventRows(store, 'rpc/bind');
    this.calls = new EventRows(store, 'rpc/call');
    this.strict = new StrictEndpoints(store);
    this.byHosts = pairsOf(new Sightings(store, this.hosts, options).all);
    this.tellAnswers();
  }

  get pairs(): Iterable<Pair> {
    return this.byHosts.values();
  }

  pair(client: number, server: number): Pair | undefined {
    return this.byHosts.get(`${client} ${server}`);
  }

  /** An answer is good for the server that gave it, and for the address that it names. */
  private tellAnswers(): void {
    const { maps, hosts } = this;
    for (const { client, server, ports } of this.pairs)
      for (const flow of [...ports.values()].flat())
        for (const row of flow.heard.maps) {
          const port = maps.port('mapped_port', row);
          if (port < 0 || hosts.of[maps.id('src_ip', row)] !== client) continue;
          const named = hosts.of[maps.id('mapped_ip', row)]!;
          for (const other of new Set([server, ...(named === 0 ? [] : [named])]))
            this.pair(client, other)?.mappers.tell(
              { row, time: maps.time(row), port, flow },
              maps.id('class_id', row) !== 0,
            );
        }
    for (const { mappers } of this.pairs) mappers.settle(maps);
  }
}

function pairsOf(sightings: readonly Sighting[]): ReadonlyMap<string, Pair> {
  const grouped = new Map<string, Map<number, Sighting[]>>();
  for (const sighting of sightings) {
    const name = `${sighting.client} ${sighting.server}`;
    const ports = grouped.get(name) ?? new Map<number, Sighting[]>();
    grouped.set(name, ports);
    const known = ports.get(sighting.serverPort);
    if (known === undefined) ports.set(sighting.serverPort, [sighting]);
    else known.push(sighting);
  }
  return new Map(
    [...grouped].map(([name, byPort]) => {
      const { client, server } = [...byPort.values()][0]![0]!;
      const ports = new Map([...byPort].map(([port, those]) => [port, flowsOf(those)]));
      return [name, { client, server, ports, mappers: new Mappers(ports.get(MAPPER_PORT) ?? []) }];
    }),
  );
}
