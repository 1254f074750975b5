import type { AddressNames, NameSource } from '../baseline/address-names.ts';
import { DayClock } from '../baseline/day-number.ts';
import { readHostNames } from '../baseline/identity.ts';
import type { Identify } from '../baseline/observe.ts';
import type { Snapshot } from '../baseline/snapshot.ts';
import { textFlag } from './flag-values.ts';
import { Failure, type RawFlags } from './invocation.ts';
import { readText } from './settings.ts';

/** What a host goes by: its address, or the name that one of these told. */
export type IdentitySource = NameSource | 'hosts' | 'address';

/** Which host an address is. */
export interface Identity {
  /** Null where no name of any host is known. */
  readonly identify: Identify | null;
  /** What told the name of a host that was identified. */
  sourceOf(host: string): IdentitySource;
}

/** The names that the user's file gives, by address. */
export function chosenHostNames(flags: RawFlags): ReadonlyMap<string, string> {
  const path = textFlag(flags, 'hosts');
  if (path === null) return new Map();
  const { names, faults } = readHostNames(readText(path, 'file of host names'));
  if (faults.length > 0)
    throw new Failure(faults.map(({ line, reason }) => `${path}:${line}: ${reason}`).join('\n'));
  return names;
}

/** The user's file comes first, then what logs and the baseline say; who has no name goes by his address. */
export function identityOf(
  chosen: ReadonlyMap<string, string>,
  told: AddressNames,
  before: Snapshot | null,
  zone: string,
): Identity {
  if (before !== null) told.carry(before);
  const sources = new Map<string, IdentitySource>();
  const sourceOf = (host: string) => sources.get(host) ?? 'address';
  if (chosen.size === 0 && told.isEmpty) return { identify: null, sourceOf };
  const clock = new DayClock(zone);
  const named = (name: string, source: IdentitySource) => {
    sources.set(name, source);
    return name;
  };
  const identify: Identify = (address, micros) => {
    const given = chosen.get(address);
    if (given !== undefined) return named(given, 'hosts');
    const known = told.at(address, micros, clock.at(micros) >> 1);
    return known === null ? address : named(known.name, known.by);
  };
  return { identify, sourceOf };
}
