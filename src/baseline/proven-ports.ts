import { daysOf } from './ring.ts';
import type { Snapshot } from './snapshot.ts';

/** Where an interface of a server was reached, by whomever. */
export interface ProvenPort {
  /** Into the snapshot's hosts. */
  readonly server: number;
  readonly port: number;
  /** A UUID, or a name where the table of interfaces has none. */
  readonly interface: string;
  /** Day numbers: what happened in between may have been told by a mapper long before. */
  readonly first: number;
  readonly last: number;
}

/** `INTERFACE@PORT`, as endpoints are named in a snapshot. */
export function endpointKey(iface: string, port: number): string {
  return `${iface}@${port}`;
}

/** By server, then endpoint. @param server of one server alone */
export function provenPorts({ ports, endpoints, last }: Snapshot, server?: number): readonly ProvenPort[] {
  const masks = new Map<number, { low: number; high: number }>();
  for (let row = 0; row < ports.length; row++) {
    if (server !== undefined && ports.server[row] !== server) continue;
    const key = ports.server[row]! * endpoints.length + ports.call[row]!;
    const mask = masks.get(key) ?? { low: 0, high: 0 };
    mask.low |= ports.daysLow[row]!;
    mask.high |= ports.daysHigh[row]!;
    masks.set(key, mask);
  }
  return [...masks]
    .sort(([a], [b]) => a - b)
    .map(([key, { low, high }]) => {
      const endpoint = endpoints[key % endpoints.length]!;
      const at = endpoint.lastIndexOf('@');
      const days = daysOf(low, high, last);
      return {
        server: Math.floor(key / endpoints.length),
        port: Number(endpoint.slice(at + 1)),
        interface: endpoint.slice(0, at),
        first: days[0]!,
        last: days.at(-1)!,
      };
    });
}
