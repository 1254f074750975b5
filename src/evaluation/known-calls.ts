import { allInterfaces } from '../knowledge/rpc-interfaces.ts';

const BY_EXECUTION = ['T1047', 'T1053', 'T1569', 'T1021'];

/** Calls as BZAR (MITRE) and the table of interfaces sort them: keys `UUID#OPNUM`. */
export interface KnownCalls {
  /** BZAR's execution indicators, and all else that runs code of the caller's choice. */
  readonly execution: ReadonlySet<string>;
  /** BZAR's discovery indicators. */
  readonly discovery: ReadonlySet<string>;
}

export function knownCalls(): KnownCalls {
  const execution = new Set<string>();
  const discovery = new Set<string>();
  for (const { uuid, operations } of allInterfaces())
    for (const { opnum, effect, techniques } of operations) {
      const key = `${uuid}#${opnum}`;
      const bzar = techniques.filter(({ sources }) => sources.includes('bzar'));
      const runs = bzar.some(({ id }) => BY_EXECUTION.some((technique) => id.startsWith(technique)));
      if (runs || effect === 'execute') execution.add(key);
      else if (bzar.length > 0 && effect === 'query') discovery.add(key);
    }
  return { execution, discovery };
}
