import { callName, levelOf } from './call-key.ts';
import { CallUsers } from './call-users.ts';
import { formatDay } from './day-number.ts';
import { firstDay } from './first-day.ts';
import type { JudgedEdge, JudgedLead, Judgement } from './judgement.ts';
import { hasDay, maskOfDays } from './ring.ts';
import { CLIENT_GROUPS, OTHER, SERVER, WORKSTATION } from './roles.ts';
import type { Snapshot } from './snapshot.ts';

/** Why a lead has its score. The weights of a lead's reasons add up to its score; what tells without counting has 0. */
export interface Reason {
  readonly text: string;
  readonly weight: number;
}

/** Days after which a host is no longer said to be new. */
const NEW_HOST_DAYS = 14;
const GROUPS = ['workstations', 'servers', 'narrow explorers', 'wide explorers', 'domain controllers'];

/** Gives the reasons of a day's leads. */
export function reasonsOfDay(
  judgement: Judgement,
  snapshot: Snapshot,
): (lead: JudgedLead) => readonly Reason[] {
  const { day, roles } = judgement;
  const users = new CallUsers(snapshot, roles, ...maskOfDays(snapshot.last - 63, day - 1));
  const sizes = CLIENT_GROUPS.map(() => 0);
  for (const [host, group] of roles.group.entries()) if (roles.servers[host]! > 0) sizes[group]!++;
  return (lead) => {
    const best = lead.servers[0]!;
    return [
      ...serverReasons(lead, best, judgement, snapshot, sizes),
      ...callReasons(lead, best, users, snapshot, sizes),
      ...dayReasons(lead, best),
      ...breadthReasons(lead),
      ...pathReasons(lead, snapshot),
      ...facts(lead, best, judgement, snapshot),
    ];
  };
}

function serverReasons(
  { client, group }: JudgedLead,
  best: JudgedEdge,
  { history }: Judgement,
  { hosts }: Snapshot,
  sizes: readonly number[],
): Reason[] {
  if (!best.fresh) return [];
  const [from, to] = [hosts[client]!, hosts[best.server]!];
  const many = GROUPS[group]!;
  const kind =
    best.class === OTHER
      ? 'a host that few speak to'
      : best.class === SERVER
        ? 'a server of many clients'
        : 'a domain controller';
  const rare = best.kind > Math.LN2 ? `${many} seldom meet such a one` : `as new ones of ${many} mostly are`;
  return [
    { text: `first RPC from ${from} to ${to} in ${count(history, 'day')}`, weight: best.novelty },
    { text: `${to} is ${kind}: ${rare}`, weight: best.kind },
    {
      text: `${grouped(best.peers)} of ${grouped(sizes[group]!)} ${many} ever spoke to ${to}`,
      weight: best.place,
    },
  ];
}

function callReasons(
  { group, client }: JudgedLead,
  { calls, fresh, score, novelty, kind, place, server }: JudgedEdge,
  users: CallUsers,
  { calls: keys, hosts }: Snapshot,
  sizes: readonly number[],
): Reason[] {
  const { call, intruder, rarity } = calls[0]!;
  const weight = intruder + rarity;
  const bounded = score - (novelty + kind + place + weight);
  const key = keys[call]!;
  const name = callName(key);
  const few = users.few(call);
  const who =
    few === null
      ? `which ${grouped(users.ofGroup(call, group))} of ${grouped(sizes[group]!)} ${GROUPS[group]} have used, ${count(users.all(call), 'client')} in all`
      : few.length === 0
        ? 'which nobody has used before'
        : `which only ${few.map((host) => hosts[host]!).join(' and ')} ${few.length === 1 ? 'has' : 'have'} used`;
  const before = fresh ? '' : ` (not from ${hosts[client]} to ${hosts[server]} before)`;
  const what = levelOf(key) === 'transport' ? `${name}, no call visible` : name;
  return [
    { text: `${what}, ${who}${before}`, weight },
    ...(Math.abs(bounded) < 1e-9
      ? []
      : [{ text: 'no conversation counts for more, or less', weight: bounded }]),
  ];
}

function dayReasons({ own, touched, servers }: JudgedLead, best: JudgedEdge): Reason[] {
  if (touched === 1) return [];
  const few = -Math.log(touched);
  const others = servers.length - 1;
  const rest = own - best.score - few;
  const one = `one of ${count(touched, 'server')} on that day`;
  if (others === 0) return [{ text: one, weight: rest + few }];
  return [
    { text: `${count(others, 'further odd server')} on that day`, weight: rest },
    { text: one, weight: few },
  ];
}

function breadthReasons({ breadth }: JudgedLead): Reason[] {
  if (breadth === 0) return [];
  const text =
    breadth > 0
      ? 'so many at once are a sweep'
      : "so many are what someone has who takes up new work or another's address";
  return [{ text, weight: breadth }];
}

function pathReasons({ client, path, score, own, breadth }: JudgedLead, { hosts }: Snapshot): Reason[] {
  if (path === null) return [];
  const text = `${hosts[client]} was itself reached oddly from ${hosts[path.client]} on ${formatDay(path.day)}`;
  return [{ text, weight: score - own - breadth }];
}

/** What tells without counting. */
function facts(
  { client, group }: JudgedLead,
  best: JudgedEdge,
  { day, cold, history, roles }: Judgement,
  { hosts, rows, last }: Snapshot,
): Reason[] {
  const found: Reason[] = [];
  const say = (text: string) => found.push({ text, weight: 0 });
  if (cold) say(`only ${count(history, 'day')} of history: little is known yet`);
  let [first, night] = [day, false];
  for (let row = firstRow(rows.client, client); rows.client[row] === client; row++) {
    first = Math.min(first, firstDay(rows.daysLow[row]!, rows.daysHigh[row]!, last));
    if (rows.server[row] === best.server && hasDay(rows.nightsLow[row]!, rows.nightsHigh[row]!, day))
      night = true;
  }
  if (night) say('between 20:00 and 06:00');
  if (!cold && day - first < NEW_HOST_DAYS)
    say(`${hosts[client]} is a new client, first seen ${formatDay(first)}`);
  if (group !== WORKSTATION)
    say(`${hosts[client]} is taken for a ${CLIENT_GROUPS[group]}: ${evidence(roles, client)}`);
  return found;
}

function evidence({ servers, far, clients }: Judgement['roles'], host: number): string {
  const own = `it spoke to ${count(servers[host]!, 'server')}, ${grouped(far[host]!)} of them little known`;
  return `${own}; ${count(clients[host]!, 'client')} spoke to it`;
}

/** The first place of a value in a column that ascends. */
function firstRow(column: Int32Array, value: number): number {
  let [low, high] = [0, column.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function count(n: number, noun: string): string {
  return `${grouped(n)} ${noun}${n === 1 ? '' : 's'}`;
}

/** 1310 as 1,310. */
function grouped(n: number): string {
  return n.toLocaleString('en-US');
}
