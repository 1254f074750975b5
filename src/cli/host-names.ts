import { readHostNames } from '../baseline/identity.ts';
import type { Identify } from '../baseline/observe.ts';
import { textFlag } from './flag-values.ts';
import { Failure, type RawFlags } from './invocation.ts';
import { readText } from './settings.ts';

/** Which host an address is, by the user's file; null where he gave none. */
export function chosenHostNames(flags: RawFlags): Identify | null {
  const path = textFlag(flags, 'hosts');
  if (path === null) return null;
  const { names, faults } = readHostNames(readText(path, 'file of host names'));
  if (faults.length > 0)
    throw new Failure(faults.map(({ line, reason }) => `${path}:${line}: ${reason}`).join('\n'));
  return (address) => names.get(address) ?? address;
}
