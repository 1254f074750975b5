import { Random } from '../random.ts';
import type { Enterprise } from './enterprise.ts';
import { isDesk } from './host.ts';

/** What is another way from this day on: addresses, new machines, moves, new work. */
export function changeOvernight(enterprise: Enterprise, day: number): void {
  const random = new Random(enterprise.seed, 2, day);
  churn(enterprise, random);
  arrivals(enterprise, random, day);
  moves(enterprise, random);
  roleChanges(enterprise, random);
  enterprise.index();
}

/** Some machines come back with another's address, or with one that was free. */
function churn({ hosts, rates, freeSlots }: Enterprise, random: Random): void {
  const desks = hosts.filter(isDesk);
  const moving = random.some(
    desks,
    Math.min(desks.length, random.poisson(desks.length * rates['address-churn'])),
  );
  const taken = random.some(freeSlots, Math.min(freeSlots.length, moving.length));
  const slots = random.shuffled([...moving.map(({ slot }) => slot), ...taken]);
  for (const host of moving) host.slot = slots.pop()!;
  const left = new Set(taken);
  const kept = freeSlots.filter((slot) => !left.has(slot));
  freeSlots.splice(0, freeSlots.length, ...kept, ...slots);
}

function arrivals(enterprise: Enterprise, random: Random, day: number): void {
  const { rates, departments, sites } = enterprise;
  const workstations = random.poisson(enterprise.with('workstation').length * rates['new-workstations']);
  for (let i = 0; i < workstations; i++) {
    const department = random.below(departments.length);
    const site = Math.floor((department * sites.length) / departments.length);
    enterprise.addHost('workstation', site, department, day);
  }
  const servers = random.poisson(rates['new-servers']);
  for (let i = 0; i < servers; i++) {
    const server = enterprise.addHost('application', random.below(sites.length), 0, day);
    enterprise.giveServers(server, random);
    for (const department of random.some(departments, Math.min(5, departments.length)))
      department.applications[random.below(department.applications.length)] = server.id;
    for (const id of random.some(enterprise.with('administrator'), 2))
      enterprise.hosts[id]!.servers.unshift(server.id);
  }
}

function moves({ hosts, rates, departments, sites }: Enterprise, random: Random): void {
  const desks = hosts.filter(isDesk);
  for (const host of random.some(desks, random.poisson(desks.length * rates.moves))) {
    host.department = random.below(departments.length);
    host.site = Math.floor((host.department * sites.length) / departments.length);
  }
}

function roleChanges(enterprise: Enterprise, random: Random): void {
  const { hosts, rates } = enterprise;
  const desks = enterprise.with('workstation');
  for (const id of random.some(desks, random.poisson(desks.length * rates['role-changes']))) {
    const host = hosts[id]!;
    host.role = random.weighted([
      [6, 'developer'],
      [3, 'help-desk'],
      [1, 'administrator'],
    ]);
    enterprise.giveServers(host, random);
    enterprise.givePeers(host, random);
  }
}
