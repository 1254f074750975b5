import { Random } from '../random.ts';
import { type Host, isDesk, ROLES, type Role } from './host.ts';
import type { Rates } from './rates.ts';
import { APPLICATIONS } from './routines.ts';

/** Where a department's people find things: numbers of hosts. */
export interface Department {
  file: number;
  print: number;
  readonly mail: number;
  readonly applications: number[];
}

export interface EnterpriseOptions {
  readonly hosts: number;
  readonly seed: number;
  readonly rates: Rates;
  /** Days since 1970-01-01. */
  readonly firstDay: number;
}

/** The enterprise as it stands on one day: who is there, in which role, and what belongs to whom. */
export class Enterprise {
  readonly seed: number;
  readonly rates: Rates;
  readonly hosts: Host[] = [];
  readonly departments: Department[] = [];
  /** Controllers of each site. */
  readonly sites: number[][] = [];
  /** Workstations that share something with others. */
  readonly sharers: number[] = [];
  /** Addresses that nobody has. */
  readonly freeSlots: number[] = [];
  private slots = 0;
  private readonly byRole = new Map<Role, number[]>();
  private readonly counts = new Map<Role, number>();

  constructor({ hosts, seed, rates, firstDay }: EnterpriseOptions) {
    this.seed = seed;
    this.rates = rates;
    const random = new Random(seed, 1);
    const siteCount = Math.max(1, Math.round(hosts / rates['site-size']));
    const departmentCount = Math.max(1, Math.round(hosts / rates['department-size']));
    for (const [role, count] of head(hosts, rates))
      for (let i = 0; i < count; i++)
        this.addHost(role, i % siteCount, random.below(departmentCount), firstDay);
    this.index();
    for (let site = 0; site < siteCount; site++) {
      const controllers = this.with('dc');
      const own = controllers.filter((_, index) => index % siteCount === site);
      this.sites.push(own.length > 0 ? own : [controllers[site % controllers.length]!]);
    }
    for (let d = 0; d < departmentCount; d++)
      this.departments.push({
        file: random.pick(this.with('file')),
        print: random.pick(this.with('print')),
        mail: random.pick(this.with('mail')),
        applications: random.some(this.with('application'), 3),
      });
    this.fillDesks(random, hosts, siteCount, departmentCount, firstDay);
    this.index();
    this.habits(random);
  }

  /** Hosts of a role, in the order of their numbers. */
  with(role: Role): readonly number[] {
    return this.byRole.get(role) ?? [];
  }

  /** Everything that is no desk. */
  get servers(): readonly number[] {
    return this.hosts.filter((host) => !isDesk(host)).map(({ id }) => id);
  }

  /** To be called after roles have changed. */
  index(): void {
    this.byRole.clear();
    for (const role of ROLES) this.byRole.set(role, []);
    for (const { role, id } of this.hosts) this.byRole.get(role)!.push(id);
  }

  addHost(role: Role, site: number, department: number, since: number): Host {
    const count = (this.counts.get(role) ?? 0) + 1;
    this.counts.set(role, count);
    const name = `${NAMES[role]}${String(count).padStart(role === 'workstation' ? 5 : 3, '0')}`;
    const slot = this.freeSlots.pop() ?? this.slots++;
    const host: Host = {
      id: this.hosts.length,
      name,
      role,
      site,
      department,
      since,
      slot,
      peers: [],
      servers: [],
    };
    this.hosts.push(host);
    return host;
  }

  /** What the application server with this number runs. */
  applicationOf(server: number): (typeof APPLICATIONS)[number] {
    return APPLICATIONS[server % APPLICATIONS.length]!;
  }

  /** Whoever takes up such work finds his servers. */
  giveServers(host: Host, random: Random): void {
    if (host.role === 'administrator') host.servers.push(...random.some(this.servers, 14 + random.below(12)));
    else if (host.role === 'application')
      host.servers.push(...random.some(this.with('application'), 1 + random.below(3)));
  }

  /** Whoever becomes a developer finds two others on whose machines he runs things. */
  givePeers(host: Host, random: Random): void {
    if (host.role === 'developer') host.peers.push(...random.some(this.with('developer'), 2));
  }

  private fillDesks(random: Random, hosts: number, sites: number, departments: number, day: number): void {
    const people: Role[] = [];
    for (const [role, name] of PEOPLE)
      for (let i = Math.max(2, Math.round(hosts * this.rates[name])); i > 0; i--) people.push(role);
    const desks = hosts - this.hosts.length;
    for (let i = 0; i < desks; i++) {
      const department = Math.floor((i * departments) / desks);
      const site = Math.floor((department * sites) / departments);
      this.addHost('workstation', site, department, day);
    }
    const chosen = random.some(this.hosts.filter(isDesk), people.length);
    for (const [i, host] of chosen.entries()) host.role = people[i]!;
    const spare = Math.round(desks * this.rates['address-pool']);
    for (let i = 0; i < spare; i++) this.freeSlots.push(this.slots++);
  }

  private habits(random: Random): void {
    for (const host of this.hosts) {
      this.giveServers(host, random);
      this.givePeers(host, random);
    }
    const desks = this.with('workstation');
    this.sharers.push(...random.some(desks, Math.round(desks.length * this.rates.sharing)));
    if (this.sharers.length === 0) return;
    for (const user of random.some(desks, Math.round(desks.length * this.rates['share-users'])))
      this.hosts[user]!.peers.push(random.pick(this.sharers));
  }
}

const PEOPLE = [
  ['administrator', 'share-administrators'],
  ['help-desk', 'share-help-desk'],
  ['developer', 'share-developers'],
] as const;

/** The servers, with at least as many as an enterprise cannot do without. */
function head(hosts: number, rates: Rates): readonly (readonly [Role, number])[] {
  const machinery = Math.max(1, Math.round(hosts * rates['share-machinery']));
  const of = (least: number, share: number): number => Math.max(least, Math.round(hosts * share));
  return [
    ['dc', of(2, rates['share-dc'])],
    ['file', of(2, rates['share-file'])],
    ['print', of(1, rates['share-print'])],
    ['mail', of(1, rates['share-mail'])],
    ['application', of(4, rates['share-application'])],
    ['management', machinery],
    ['monitor', machinery],
    ['scanner', machinery],
    ['backup', machinery],
    ['sync', machinery],
    ['jump', of(1, rates['share-jump'])],
  ];
}

const NAMES: Readonly<Record<Role, string>> = {
  dc: 'DC',
  file: 'FILE',
  print: 'PRINT',
  mail: 'MAIL',
  application: 'APP',
  management: 'MGMT',
  monitor: 'MON',
  scanner: 'SCAN',
  backup: 'BACKUP',
  sync: 'SYNC',
  jump: 'JUMP',
  administrator: 'ADM',
  'help-desk': 'HELP',
  developer: 'DEV',
  workstation: 'WS',
};
