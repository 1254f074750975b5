import { type CallLevel, callName, levelOf } from '../baseline/call-key.ts';
import { formatDay } from '../baseline/day-number.ts';
import { daysSeen, type Overview } from '../baseline/overview.ts';
import { countDays, daysOf } from '../baseline/ring.ts';
import { CLIENT_GROUPS, NARROW, SERVER_CLASSES, WIDE } from '../baseline/roles.ts';
import type { Snapshot } from '../baseline/snapshot.ts';
import { counted, grouped } from '../columns/printer/quantity.ts';
import type { Page } from '../model/sink.ts';
import { allowedList, entriesOf, type ListedAllowance } from './allowed-list.ts';
import { left, printPage, right } from './titled-lists.ts';

/** What a baseline holds; the form of `--format json`. */
export interface OverviewRecord {
  readonly zone: string;
  readonly first?: string;
  readonly last?: string;
  /** Days with anything seen. */
  readonly days: number;
  readonly inputs: number;
  /** Hosts by what they do as clients. */
  readonly hosts: Readonly<Record<string, number>>;
  /** Hosts by what they are to clients. */
  readonly servers: Readonly<Record<string, number>>;
  /** Pairs of client and server. */
  readonly conversations: number;
  readonly rows: Readonly<Record<CallLevel, number>>;
  readonly ports: number;
  readonly names: number;
  readonly budget: number;
  readonly intruder_calls: string;
  readonly explorers: readonly Explorer[];
  readonly calls: readonly CallUse[];
  readonly held: readonly { client: string; server: string; since: string; score: number }[];
  readonly allowed: readonly ListedAllowance[];
}

interface Explorer {
  readonly host: string;
  readonly group: string;
  readonly servers: number;
  /** Of them, those that few others reach. */
  readonly far: number;
}

interface CallUse {
  readonly call: string;
  readonly name: string;
  readonly level: CallLevel;
  readonly conversations: number;
  readonly clients: number;
  readonly servers: number;
}

export function overviewRecord({ snapshot, frame, roles, held }: Overview): OverviewRecord {
  const { hosts, calls, last } = snapshot;
  const [low, high] = daysSeen(snapshot);
  const days = daysOf(low, high, last);
  const rows = { operation: 0, interface: 0, transport: 0 };
  for (let row = 0; row < snapshot.rows.length; row++) rows[levelOf(calls[snapshot.rows.call[row]!]!)]++;
  return {
    zone: snapshot.zone,
    ...(days.length === 0 ? {} : { first: formatDay(days[0]!), last: formatDay(last) }),
    days: countDays(low, high),
    inputs: snapshot.inputs.length,
    hosts: countBy(CLIENT_GROUPS, roles.group),
    servers: countBy(SERVER_CLASSES, roles.class),
    conversations: frame.pairs.length,
    rows,
    ports: snapshot.ports.length,
    names: snapshot.names.length,
    budget: snapshot.budget,
    intruder_calls: snapshot.weights,
    explorers: hosts
      .flatMap((host, id) => {
        const group = roles.group[id]!;
        if (group !== NARROW && group !== WIDE) return [];
        return [{ host, group: CLIENT_GROUPS[group]!, servers: roles.servers[id]!, far: roles.far[id]! }];
      })
      .sort((a, b) => b.servers - a.servers),
    calls: callUses(snapshot),
    held: held.map(({ client, server, since, score }) => ({
      client: hosts[client]!,
      server: hosts[server]!,
      since: formatDay(since),
      score,
    })),
    allowed: entriesOf(snapshot),
  };
}

function countBy(names: readonly string[], of: Uint8Array): Readonly<Record<string, number>> {
  const counts = names.map(() => 0);
  for (const one of of) counts[one]! += 1;
  return Object.fromEntries(names.map((name, i) => [name, counts[i]!]));
}

/** Most used first. */
function callUses({ calls, rows }: Snapshot): readonly CallUse[] {
  const uses = calls.map(() => ({ conversations: 0, clients: 0, client: -1, servers: new Set<number>() }));
  for (let row = 0; row < rows.length; row++) {
    const use = uses[rows.call[row]!]!;
    use.conversations += 1;
    if (use.client !== rows.client[row]) use.clients += 1;
    use.client = rows.client[row]!;
    use.servers.add(rows.server[row]!);
  }
  return uses
    .map(({ conversations, clients, servers }, id) => ({
      call: calls[id]!,
      name: callName(calls[id]!),
      level: levelOf(calls[id]!),
      conversations,
      clients,
      servers: servers.size,
    }))
    .sort((a, b) => b.conversations - a.conversations);
}

export function overviewTable(record: OverviewRecord, page: Page): string {
  const { first, last, days, zone, rows, held, budget } = record;
  return printPage(
    {
      facts: [
        [
          'days',
          first === undefined
            ? 'none: nothing has been learned'
            : `${first} to ${last}, ${counted(days, 'day')} with anything seen (${zone})`,
        ],
        ['inputs', grouped(record.inputs)],
        ['clients', byText(record.hosts)],
        ['servers', byText(record.servers)],
        ['talk', `${counted(record.conversations, 'conversation')} (client and server)`],
        ['rows', byText(rows)],
        ['ports', record.ports === 0 ? '' : `${grouped(record.ports)} proven, by client`],
        ['names', record.names === 0 ? '' : `${counted(record.names, 'address', 'addresses')} with a name`],
        [
          'guard',
          `holds ${counted(held.length, 'conversation')}, of ${counted(budget, 'lead')} a day at most`,
        ],
      ],
      lists: [
        {
          columns: [left('busiest explorers'), left('role'), right('servers'), right('few others reach')],
          rows: record.explorers.map(({ host, group, servers, far }) => [
            host,
            group,
            grouped(servers),
            grouped(far),
          ]),
        },
        {
          columns: [
            left('call'),
            left('seen as'),
            right('conversations'),
            right('clients'),
            right('servers'),
          ],
          rows: record.calls.map((one) => [
            one.name,
            one.level,
            grouped(one.conversations),
            grouped(one.clients),
            grouped(one.servers),
          ]),
        },
        {
          columns: [left('held by the guard'), left('since'), right('score')],
          rows: held.map(({ client, server, since, score }) => [
            `${client} → ${server}`,
            since,
            score.toFixed(1),
          ]),
        },
        allowedList(record.allowed),
      ],
    },
    page,
  );
}

/** `3 servers, 20 workstations`; those that are none are left out. */
function byText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => counted(count, name))
    .join(', ');
}
