/** What the simulated enterprise does, and how often. */
export interface Rate {
  readonly name: string;
  readonly value: number;
  /** What the value counts: a share of hosts, a chance or a number a host and day, hours, … */
  readonly unit: string;
  /** Where the value is from; `assumed` where nobody has published one. */
  readonly source: string;
}

const GPO = 'Microsoft, Group Policy: refresh every 90 minutes plus up to 30';
const PASSWORD = 'Microsoft, Domain member: maximum machine account password age: 30 days';
const LEASE = 'Microsoft DHCP server: lease of 8 days';

const TABLE = [
  ['share-dc', 0.0012, 'of hosts', 'assumed'],
  ['share-file', 0.005, 'of hosts', 'assumed'],
  ['share-print', 0.002, 'of hosts', 'assumed'],
  ['share-mail', 0.0015, 'of hosts', 'assumed'],
  ['share-application', 0.05, 'of hosts', 'assumed'],
  ['share-administrators', 0.004, 'of hosts', 'assumed'],
  ['share-help-desk', 0.006, 'of hosts', 'assumed'],
  ['share-developers', 0.04, 'of hosts', 'assumed'],
  ['share-jump', 0.0003, 'of hosts', 'assumed'],
  ['share-machinery', 0.0001, 'of hosts: of each of management, monitor, scanner, backup, sync', 'assumed'],
  ['site-size', 800, 'hosts', 'assumed'],
  ['department-size', 40, 'hosts', 'assumed'],
  ['on-working-day', 0.87, 'chance a workstation and day', 'assumed'],
  ['on-weekend', 0.06, 'chance a workstation and day', 'assumed'],
  ['start-hour', 8.75, 'hours after midnight, mean', 'assumed'],
  ['start-deviation', 0.9, 'hours', 'assumed'],
  ['day-length', 9, 'hours', 'assumed'],
  ['other-dc', 0.05, 'chance a log-on', 'assumed'],
  ['policy-refreshes', 5, 'a workstation and day', GPO],
  ['policy-calls', 0.6, 'chance a refresh that it calls', 'assumed'],
  ['machine-password', 1 / 30, 'a host and day', PASSWORD],
  ['file-use', 2, 'a workstation and day', 'assumed'],
  ['print-use', 1, 'a workstation and day', 'assumed'],
  ['mail-use', 3, 'a workstation and day', 'assumed'],
  ['application-use', 0.3, 'a workstation and day', 'assumed'],
  ['foreign-server', 0.0035, 'chance a use of a server that it is not the usual one', 'assumed'],
  ['sharing', 0.006, 'of workstations share a printer or a folder', 'assumed'],
  ['share-users', 0.05, 'of workstations use one', 'assumed'],
  ['share-use', 0.5, 'chance a user and day', 'assumed'],
  ['browsing', 0.0015, 'chance a workstation and day', 'assumed'],
  ['assistance', 0.0004, 'chance a workstation and day', 'assumed'],
  ['odd-acts', 0.0004, 'chance a workstation and day, half of them on peers', 'assumed'],
  ['developer-runs', 0.02, 'a developer and day', 'assumed'],
  ['developer-new-peer', 1 / 3, 'chance a run', 'assumed'],
  ['help-desk-visits', 7, 'a person and working day', 'assumed'],
  ['help-desk-push', 0.06, 'chance a visit that software is pushed by a service', 'assumed'],
  ['administrator-visits', 8, 'a person and working day', 'assumed'],
  ['administrator-elsewhere', 0.05, 'chance a visit that it is to another server', 'assumed'],
  ['administrator-workstations', 2, 'a person and working day', 'assumed'],
  ['administrator-runs', 0.2, 'chance a visit that something is made or started', 'assumed'],
  ['inventory-scripts', 0.25, 'of administrators have one', 'assumed'],
  ['inventory-every', 5, 'days', 'assumed'],
  ['jump-sessions', 20, 'a jump host and working day', 'assumed'],
  ['management-share', 0.03, 'of workstations a day', 'assumed'],
  ['management-patch-day', 0.3, 'of workstations on a patch day', 'assumed'],
  ['monitor-polls', 2, 'a server and day', 'assumed'],
  ['scan-every', 7, 'days', 'assumed'],
  ['replication', 6, 'a pair of controllers and day', 'assumed'],
  ['sync-pulls', 8, 'a day', 'assumed'],
  ['server-refreshes', 4, 'a server and day', 'assumed'],
  ['server-peers', 1.5, 'an application server and day', 'assumed'],
  ['address-churn', 0.01, 'of workstations a day get another address', LEASE],
  ['address-pool', 0.08, 'of workstations: free addresses', 'assumed'],
  ['new-workstations', 0.001, 'of workstations a day', 'assumed'],
  ['new-servers', 1 / 6, 'a day', 'assumed'],
  ['moves', 0.001, 'of workstations a day change their department', 'assumed'],
  ['role-changes', 0.0002, 'of workstations a day', 'assumed'],
  ['cached-mapper', 0.15, 'chance a call over TCP that no mapper is asked', 'assumed'],
] as const;

export type RateName = (typeof TABLE)[number][0];

export const RATES: readonly Rate[] = TABLE.map(([name, value, unit, source]) => ({
  name,
  value,
  unit,
  source,
}));

/** The values of all rates. */
export type Rates = Readonly<Record<RateName, number>>;

/** @param factors by which some are multiplied */
export function ratesWith(factors: Readonly<Record<string, number>> = {}): Rates {
  const values = TABLE.map(([name, value]) => [name, value * (factors[name] ?? 1)]);
  return Object.freeze(Object.fromEntries(values)) as Rates;
}
