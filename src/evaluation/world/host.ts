export const ROLES = [
  'dc',
  'file',
  'print',
  'mail',
  'application',
  'management',
  'monitor',
  'scanner',
  'backup',
  'sync',
  'jump',
  'administrator',
  'help-desk',
  'developer',
  'workstation',
] as const;

export type Role = (typeof ROLES)[number];

/** A machine of the simulated enterprise; its number is its index among all. */
export interface Host {
  readonly id: number;
  readonly name: string;
  role: Role;
  site: number;
  department: number;
  /** Days on which it can be on: from this one. */
  readonly since: number;
  /** Its address, as a number among those of the enterprise; another one after a lease. */
  slot: number;
  /** Peers that it uses day by day: of a developer those on which he runs things, of a user a shared printer. */
  readonly peers: number[];
  /** An administrator's servers, the most usual first; an application server's partners. */
  readonly servers: number[];
}

/** Somebody sits in front of it. */
export function isDesk({ role }: Host): boolean {
  return role === 'workstation' || role === 'developer' || role === 'help-desk' || role === 'administrator';
}

/** `10.16.0.1` for slot 0; the last part is never 0 or 255. */
export function addressOf(slot: number): string {
  const net = Math.floor(slot / 250);
  return `10.${16 + (net >> 8)}.${net & 255}.${1 + (slot % 250)}`;
}
