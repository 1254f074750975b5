import type { Random } from '../random.ts';
import { isOn } from './desk.ts';
import type { Enterprise } from './enterprise.ts';
import type { Host } from './host.ts';
import type { Routine } from './routine.ts';
import * as routines from './routines.ts';
import type { Traffic } from './traffic.ts';

const TRIES = 8;

/** What those do whose work reaches into other machines, on a day on which they are there. */
export function workDay(
  enterprise: Enterprise,
  host: Host,
  random: Random,
  traffic: Traffic,
  weekend: boolean,
): void {
  const { rates } = enterprise;
  const hour = () => random.between(9, 17);
  const say = (server: number, routine: Routine, at = hour()) =>
    traffic.add(random, at, host.id, server, routine);
  const desk = () => someDesk(enterprise, host, random, traffic.day, weekend);
  const busy = weekend ? 0.2 : 1;
  if (host.role === 'administrator') {
    for (let n = random.poisson(rates['administrator-visits'] * busy); n > 0; n--) {
      const server = random.chance(rates['administrator-elsewhere'])
        ? random.pick(enterprise.servers)
        : host.servers[random.zipf(host.servers.length)]!;
      say(server, administration(random, rates['administrator-runs']));
    }
    for (let n = random.poisson(rates['administrator-workstations'] * busy); n > 0; n--)
      say(desk(), administration(random, rates['administrator-runs']));
    inventory(enterprise, host, random, traffic);
  } else if (host.role === 'help-desk') {
    for (let n = random.poisson(rates['help-desk-visits'] * busy); n > 0; n--)
      say(desk(), random.chance(rates['help-desk-push']) ? routines.SERVICE_PUSH : random.weighted(VISIT));
  } else if (host.role === 'developer' && random.chance(rates['developer-runs'])) {
    if (host.peers.length === 0 || random.chance(rates['developer-new-peer']))
      host.peers.push(newPeer(enterprise, host, random));
    say(random.pick(host.peers.slice(-6)), random.weighted(RUN));
  }
}

const VISIT: readonly (readonly [number, Routine])[] = [
  [35, routines.ASSIST],
  [25, routines.WMI_QUERY],
  [15, routines.REGISTRY_READ],
  [15, routines.EVENT_LOG],
  [10, routines.SHARES],
];
const RUN: readonly (readonly [number, Routine])[] = [
  [3, routines.WMI_RUN],
  [3, routines.TASK_RUN],
  [2, routines.SERVICE_PUSH_PIPE],
  [2, routines.REGISTRY_READ],
];

/** What an administrator does on one machine. */
export function administration(random: Random, changing: number): Routine {
  return random.weighted(random.chance(changing) ? routines.CHANGING : routines.LOOKING);
}

/** A desk that is on; of the own site four times in five. */
function someDesk(enterprise: Enterprise, host: Host, random: Random, day: number, weekend: boolean): number {
  const all = enterprise.with('workstation');
  const near = random.chance(0.8);
  let found = random.pick(all);
  for (let tries = 0; tries < TRIES; tries++) {
    const candidate = enterprise.hosts[found]!;
    if ((!near || candidate.site === host.site) && isOn(enterprise, candidate, day, weekend)) break;
    found = random.pick(all);
  }
  return found;
}

function newPeer(enterprise: Enterprise, host: Host, random: Random): number {
  if (random.chance(0.7)) return random.pick(enterprise.with('developer'));
  const mates = enterprise.hosts.filter(
    ({ role, department }) => role === 'workstation' && department === host.department,
  );
  return mates.length === 0 ? random.pick(enterprise.with('developer')) : random.pick(mates).id;
}

/** A script of an administrator's that asks many machines the same, every few days. */
function inventory(enterprise: Enterprise, host: Host, random: Random, traffic: Traffic): void {
  const { rates } = enterprise;
  const every = Math.round(rates['inventory-every']);
  if ((host.id * 2654435761) % 1000 >= rates['inventory-scripts'] * 1000) return;
  if ((traffic.day + host.id) % every !== 0) return;
  const all = host.id % 2 === 0 ? enterprise.with('workstation') : enterprise.servers;
  const targets = random.some(all, Math.min(all.length, 40 + random.below(261)));
  const start = random.between(9, 15);
  for (const [i, target] of targets.entries())
    traffic.add(random, start + i * 0.002, host.id, target, routines.WMI_QUERY);
}
