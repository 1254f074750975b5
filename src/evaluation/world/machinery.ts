import { Random } from '../random.ts';
import { isOn } from './desk.ts';
import type { Enterprise } from './enterprise.ts';
import type { Host } from './host.ts';
import { administration } from './people.ts';
import { MAPPER_DUMP, type Routine } from './routine.ts';
import * as routines from './routines.ts';
import type { Traffic } from './traffic.ts';

/** A day of one server: its own needs, and what it is there for. */
export function serverDay(
  enterprise: Enterprise,
  host: Host,
  random: Random,
  traffic: Traffic,
  kind: { readonly weekend: boolean; readonly patchDay: boolean },
): void {
  const { rates, hosts } = enterprise;
  const say = (hour: number, server: number, routine: Routine) =>
    traffic.add(random, hour, host.id, server, routine);
  const anyHour = () => random.between(0, 23.5);
  const site = enterprise.sites[host.site]!;
  if (host.role !== 'dc') {
    for (let n = random.poisson(rates['server-refreshes']); n > 0; n--)
      say(anyHour(), random.pick(site), random.chance(0.3) ? routines.NAMES : routines.POLICY);
    if (random.chance(rates['machine-password'])) say(anyHour(), site[0]!, routines.MACHINE_PASSWORD);
  }
  switch (host.role) {
    case 'dc':
      for (const other of enterprise.with('dc'))
        for (let n = partners(enterprise, host.id, other) ? random.poisson(rates.replication) : 0; n > 0; n--)
          say(anyHour(), other, routines.REPLICATE);
      break;
    case 'application':
      for (let n = host.servers.length > 0 ? random.poisson(rates['server-peers']) : 0; n > 0; n--) {
        const other = random.pick(host.servers);
        say(anyHour(), other, enterprise.applicationOf(other));
      }
      break;
    case 'management':
      manage(enterprise, host, random, traffic, kind);
      break;
    case 'monitor':
      for (const server of own(enterprise, host, enterprise.servers))
        for (let n = Math.round(rates['monitor-polls']); n > 0; n--)
          say(anyHour(), server, routines.WMI_QUERY);
      break;
    case 'scanner': {
      const every = Math.round(rates['scan-every']);
      for (const { id } of hosts)
        if ((id + traffic.day) % every === 0 && isOwn(enterprise, host, id)) {
          const hour = random.between(1, 22);
          say(hour, id, MAPPER_DUMP);
          say(hour + 0.01, id, routines.SCAN);
        }
      break;
    }
    case 'backup':
      for (const role of ['file', 'mail', 'application'] as const)
        for (const server of own(enterprise, host, enterprise.with(role)))
          say(random.between(1, 4), server, role === 'file' ? routines.SHADOW_COPY : routines.BACKUP);
      break;
    case 'sync':
      for (let n = random.poisson(rates['sync-pulls']); n > 0; n--)
        say(anyHour(), site[0]!, routines.REPLICATE);
      break;
    case 'jump':
      for (let n = random.poisson(rates['jump-sessions'] * (kind.weekend ? 0.1 : 1)); n > 0; n--) {
        const servers = enterprise.with('application');
        say(
          random.between(8, 18),
          servers[(random.zipf(servers.length) * 7 + host.id) % servers.length]!,
          administration(random, rates['administrator-runs']),
        );
      }
      break;
    default:
  }
}

/** Each controller pulls from the three that follow it. */
function partners(enterprise: Enterprise, one: number, other: number): boolean {
  const all = enterprise.with('dc');
  const distance = (all.indexOf(other) - all.indexOf(one) + all.length) % all.length;
  return distance >= 1 && distance <= 3;
}

function manage(
  enterprise: Enterprise,
  host: Host,
  random: Random,
  traffic: Traffic,
  { weekend, patchDay }: { readonly weekend: boolean; readonly patchDay: boolean },
): void {
  const { rates, hosts } = enterprise;
  const chance = patchDay ? rates['management-patch-day'] : rates['management-share'];
  const start = random.between(9, 12);
  for (const id of own(enterprise, host, enterprise.with('workstation'))) {
    const one = new Random(enterprise.seed, 4, traffic.day, id);
    if (!one.chance(chance) || !isOn(enterprise, hosts[id]!, traffic.day, weekend)) continue;
    const routine = one.chance(0.5) ? routines.WMI_RUN : routines.SERVICE_PUSH;
    traffic.add(one, start + one.between(0, 5), host.id, id, routine);
  }
}

/** Where there are several of a kind, each has its share of the others. */
function own(enterprise: Enterprise, host: Host, others: readonly number[]): readonly number[] {
  return others.filter((id) => isOwn(enterprise, host, id));
}

function isOwn(enterprise: Enterprise, { id, role }: Host, other: number): boolean {
  const kind = enterprise.with(role);
  return kind[other % kind.length] === id;
}
