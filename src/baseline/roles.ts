import type { Frame, Pairs } from './frame.ts';
import { KNOWN, NEW_TODAY, pairStates, type Sight } from './sight.ts';

/** Groups of clients: those of one group are expected to do alike. */
export const CLIENT_GROUPS = [
  'workstation',
  'server',
  'narrow explorer',
  'wide explorer',
  'domain controller',
] as const;
/** Classes of servers, as seen by a client that has not been there. */
export const SERVER_CLASSES = ['other', 'server', 'domain controller'] as const;

export const WORKSTATION = 0;
export const SERVER_GROUP = 1;
export const NARROW = 2;
export const WIDE = 3;
export const CONTROLLER_GROUP = 4;
export const OTHER = 0;
export const SERVER = 1;
export const CONTROLLER = 2;

/** What hosts are, by what they did up to a day, and why it is thought so. All by host. */
export interface Roles {
  /** Index into `CLIENT_GROUPS`. */
  readonly group: Uint8Array;
  /** Index into `SERVER_CLASSES`. */
  readonly class: Uint8Array;
  /** Servers that it spoke to. */
  readonly servers: Int32Array;
  /** Of them, those that few speak to. */
  readonly far: Int32Array;
  /** Clients that spoke to it, explorers left out. */
  readonly clients: Int32Array;
  /** Clients that asked it for netlogon. */
  readonly netlogon: Int32Array;
}

/**
 * Roles by the pairs known from the days before, those that the guard holds among them. What several clients do for the first time today tells servers as
 * well, so that a new server, or the first day at all, explains itself; one client more is asked for, since any one
 * may be the intruder.
 */
export function rolesOf(frame: Frame, sight: Sight, crowd: boolean): Roles {
  const { hostCount, pairs } = frame;
  const { state } = pairStates(sight, pairs);
  const known = sight.hostCount;
  const servers = new Int32Array(hostCount);
  for (let p = 0; p < pairs.length; p++) if ((state[p]! & KNOWN) !== 0) servers[pairs.client[p]!]!++;
  const explorer = Uint8Array.from(servers, (out) => (out >= Math.max(20, 0.02 * known) ? 1 : 0));
  const enough = Math.max(4, 0.0008 * known);
  const isServer = new Uint8Array(hostCount);
  const far = new Int32Array(hostCount);
  const clients = new Int32Array(hostCount);
  const newToday = new Int32Array(hostCount);
  for (let turn = 0; turn < 3; turn++) {
    clients.fill(0);
    newToday.fill(0);
    for (let p = 0; p < pairs.length; p++) {
      if (explorer[pairs.client[p]!] === 1) continue;
      if ((state[p]! & KNOWN) !== 0) clients[pairs.server[p]!]!++;
      else if (crowd && state[p] === NEW_TODAY) newToday[pairs.server[p]!]!++;
    }
    for (let host = 0; host < hostCount; host++)
      isServer[host] = isEnough(clients[host]!, newToday[host]!, enough) ? 1 : 0;
    far.fill(0);
    for (let p = 0; p < pairs.length; p++)
      if ((state[p]! & KNOWN) !== 0 && isServer[pairs.server[p]!] === 0) far[pairs.client[p]!]!++;
    for (let host = 0; host < hostCount; host++)
      explorer[host] = far[host]! >= 10 || servers[host]! >= Math.max(30, 0.03 * known) ? 1 : 0;
  }
  const netlogon = askedForNetlogon(frame.netlogon, sight, hostCount, crowd);
  const enoughNetlogon = Math.max(4, 0.02 * known);
  const group = new Uint8Array(hostCount);
  const klass = new Uint8Array(hostCount);
  for (let host = 0; host < hostCount; host++) {
    const controller = isEnough(netlogon.before[host]!, netlogon.newToday[host]!, enoughNetlogon);
    const wide = servers[host]! >= Math.max(40, 0.05 * known) && far[host]! >= 0.02 * known;
    klass[host] = controller ? CONTROLLER : isServer[host] === 1 ? SERVER : OTHER;
    if (controller) group[host] = CONTROLLER_GROUP;
    else if (wide) group[host] = WIDE;
    else if (explorer[host] === 1) group[host] = NARROW;
    else if (isServer[host] === 1) group[host] = SERVER_GROUP;
  }
  return { group, class: klass, servers, far, clients, netlogon: netlogon.before };
}

/** One group and one class for all. */
export function noRoles({ group, class: klass, ...evidence }: Roles): Roles {
  return { group: new Uint8Array(group.length), class: new Uint8Array(klass.length), ...evidence };
}

function isEnough(before: number, newToday: number, enough: number): boolean {
  return before >= enough || before + newToday >= enough + 1;
}

function askedForNetlogon(pairs: Pairs, sight: Sight, hostCount: number, crowd: boolean) {
  const { state } = pairStates(sight, pairs);
  const before = new Int32Array(hostCount);
  const newToday = new Int32Array(hostCount);
  for (let p = 0; p < pairs.length; p++) {
    if ((state[p]! & KNOWN) !== 0) before[pairs.server[p]!]!++;
    else if (crowd && state[p] === NEW_TODAY) newToday[pairs.server[p]!]!++;
  }
  return { before, newToday };
}
