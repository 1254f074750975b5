import { callName } from '../baseline/call-key.ts';
import { formatDay } from '../baseline/day-number.ts';
import type { Overview } from '../baseline/overview.ts';
import { provenPorts } from '../baseline/proven-ports.ts';
import { daysOf } from '../baseline/ring.ts';
import { CLIENT_GROUPS, OTHER, SERVER_CLASSES } from '../baseline/roles.ts';
import type { Snapshot } from '../baseline/snapshot.ts';
import { counted, grouped } from '../columns/printer/quantity.ts';
import type { Page } from '../model/sink.ts';
import { left, printPage, right } from './titled-lists.ts';

/** What a baseline knows of one host; the form of `--format json`. */
export interface HostRecord {
  readonly host: string;
  /** As a client, and as a server. */
  readonly group: string;
  readonly class: string;
  readonly evidence: {
    /** Servers that it reaches, and of them those that few others reach. */
    readonly servers: number;
    readonly far: number;
    /** Clients that reach it, explorers left out, and such as asked it for netlogon. */
    readonly clients: number;
    readonly netlogon: number;
  };
  readonly first?: string;
  readonly last?: string;
  /** Days on which it was seen, as client or server. */
  readonly days: number;
  /** Addresses of a name, or names of an address. */
  readonly names: readonly {
    readonly address: string;
    readonly host: string;
    readonly days: readonly string[];
  }[];
  readonly calls: readonly HostCall[];
  readonly clients: readonly HostClient[];
  readonly ports: readonly {
    readonly port: number;
    readonly interface: string;
    readonly first: string;
    readonly last: string;
  }[];
  readonly leads: readonly {
    readonly day: string;
    readonly score: number;
    readonly servers: readonly string[];
  }[];
}

interface HostCall {
  readonly server: string;
  readonly class: string;
  readonly call: string;
  readonly name: string;
  readonly first: string;
  readonly last: string;
  readonly days: number;
  /** Of them, those on which it was seen between 20:00 and 06:00. */
  readonly nights: number;
}

interface HostClient {
  readonly client: string;
  readonly calls: number;
  readonly last: string;
  readonly days: number;
}

/** @param host which the snapshot knows, by a row or by a name alone */
export function hostRecord({ snapshot, frame, roles }: Overview, host: string): HostRecord {
  const { hosts, names, last } = snapshot;
  const id = hosts.indexOf(host);
  let [low, high] = [0, 0];
  for (let pair = 0; pair < frame.pairs.length; pair++)
    if (frame.pairs.client[pair] === id || frame.pairs.server[pair] === id) {
      low |= frame.pairs.low[pair]!;
      high |= frame.pairs.high[pair]!;
    }
  const days = daysOf(low, high, last);
  return {
    host,
    group: id < 0 ? 'not seen' : CLIENT_GROUPS[roles.group[id]!]!,
    class: id < 0 ? 'not seen' : SERVER_CLASSES[roles.class[id]!]!,
    evidence: {
      servers: roles.servers[id] ?? 0,
      far: roles.far[id] ?? 0,
      clients: roles.clients[id] ?? 0,
      netlogon: roles.netlogon[id] ?? 0,
    },
    ...spanOf(days),
    days: days.length,
    names: names
      .filter((one) => one.host === host || one.address === host)
      .map((one) => ({
        address: one.address,
        host: one.host,
        days: daysOf(one.daysLow, one.daysHigh, last).map(formatDay),
      })),
    calls: callsOf(snapshot, roles.class, id),
    clients: clientsOf(snapshot, id),
    ports: provenPorts(snapshot, id).map((one) => ({
      port: one.port,
      interface: one.interface,
      first: formatDay(one.first),
      last: formatDay(one.last),
    })),
    leads: snapshot.verdicts.leads
      .filter(({ client }) => client === id)
      .map(({ day, score, servers }) => ({
        day: formatDay(day),
        score,
        servers: servers.map(({ server }) => hosts[server]!),
      })),
  };
}

function spanOf(days: readonly number[]): { first?: string; last?: string } {
  return days.length === 0 ? {} : { first: formatDay(days[0]!), last: formatDay(days.at(-1)!) };
}

/** What it calls, by server. */
function callsOf(
  { hosts, calls, rows, last }: Snapshot,
  classes: Uint8Array,
  id: number,
): readonly HostCall[] {
  const found: HostCall[] = [];
  for (let row = 0; row < rows.length; row++) {
    if (rows.client[row] !== id) continue;
    const days = daysOf(rows.daysLow[row]!, rows.daysHigh[row]!, last);
    const server = rows.server[row]!;
    const call = calls[rows.call[row]!]!;
    found.push({
      server: hosts[server]!,
      class: SERVER_CLASSES[classes[server]!]!,
      call,
      name: callName(call),
      first: formatDay(days[0]!),
      last: formatDay(days.at(-1)!),
      days: days.length,
      nights: daysOf(rows.nightsLow[row]!, rows.nightsHigh[row]!, last).length,
    });
  }
  return found;
}

/** Who calls it, those of most days first. */
function clientsOf({ hosts, rows, last }: Snapshot, id: number): readonly HostClient[] {
  const found = new Map<number, { low: number; high: number; calls: number }>();
  for (let row = 0; row < rows.length; row++) {
    if (rows.server[row] !== id) continue;
    const one = found.get(rows.client[row]!) ?? { low: 0, high: 0, calls: 0 };
    one.low |= rows.daysLow[row]!;
    one.high |= rows.daysHigh[row]!;
    one.calls += 1;
    found.set(rows.client[row]!, one);
  }
  return [...found]
    .map(([client, { low, high, calls }]) => {
      const days = daysOf(low, high, last);
      return { client: hosts[client]!, calls, last: formatDay(days.at(-1)!), days: days.length };
    })
    .sort((a, b) => b.days - a.days);
}

export function hostTable(record: HostRecord, page: Page): string {
  const { evidence } = record;
  return printPage(
    {
      facts: [
        ['host', record.host],
        [
          'seen',
          record.first === undefined
            ? 'never'
            : `${record.first} to ${record.last}, on ${counted(record.days, 'day')}`,
        ],
        [
          'as client',
          `${record.group}: reaches ${counted(evidence.servers, 'server')}, ${grouped(evidence.far)} of them reached by few`,
        ],
        [
          'as server',
          `${record.class === SERVER_CLASSES[OTHER] ? 'no server' : record.class}: ` +
            `${counted(evidence.clients, 'client')} without explorers` +
            `${evidence.netlogon === 0 ? '' : `, ${grouped(evidence.netlogon)} asked for netlogon`}`,
        ],
        ['names', record.names.map(({ address, host }) => `${address} = ${host}`).join(', ')],
      ],
      lists: [
        {
          columns: [
            left('calls on'),
            left('which is'),
            right('days'),
            right('nights'),
            left('first'),
            left('last'),
            left('call'),
          ],
          rows: record.calls.map((one) => [
            one.server,
            one.class,
            grouped(one.days),
            grouped(one.nights),
            one.first,
            one.last,
            one.name,
          ]),
        },
        {
          columns: [left('is called by'), right('days'), left('last'), right('calls')],
          rows: record.clients.map((one) => [one.client, grouped(one.days), one.last, grouped(one.calls)]),
        },
        {
          columns: [right('port'), left('first'), left('last'), left('interface')],
          rows: record.ports.map((one) => [String(one.port), one.first, one.last, callName(one.interface)]),
        },
        {
          columns: [left('lead'), right('score'), left('servers')],
          rows: record.leads.map((one) => [one.day, one.score.toFixed(1), one.servers.join(', ')]),
        },
      ],
    },
    page,
  );
}
