import { interfaceOf, operationOf } from '../knowledge/rpc-interfaces.ts';

/**
 * What was called, as a text. `UUID#OPNUM`, or `NAME#OPERATION` where the table of interfaces does not know it, is an
 * operation; `UUID` an interface of which no call was seen; `~dynamic`, `~mapper` and `~smb` what a connection shows
 * in which no call is visible. The levels are never counted together.
 */
export type CallLevel = 'operation' | 'interface' | 'transport';

/** A question to the mapper, and a connection to a dynamic port of the same server within two seconds. */
export const DYNAMIC = '~dynamic';
/** A question to the mapper that no such connection followed. */
export const MAPPER = '~mapper';
/** A connection to port 445 or 139. */
export const SMB = '~smb';

const TRANSPORTS: Readonly<Record<string, string>> = {
  [DYNAMIC]: 'dynamic port after the mapper',
  [MAPPER]: 'mapper alone',
  [SMB]: 'SMB',
};

export function levelOf(key: string): CallLevel {
  if (key.startsWith('~')) return 'transport';
  return key.includes('#') ? 'operation' : 'interface';
}

/** The key of an operation that the table of interfaces knows, or of the interface where `opnum` is null. */
export function callKey(uuid: string, opnum: number | null): string {
  return opnum === null ? uuid : `${uuid}#${opnum}`;
}

/** For people: `svcctl CreateServiceW`, `svcctl 77`, `dynamic port after the mapper`. */
export function callName(key: string): string {
  const transport = TRANSPORTS[key];
  if (transport !== undefined) return transport;
  const [iface = '', operation] = key.split('#');
  const name = interfaceOf(iface)?.name ?? iface;
  if (operation === undefined) return name;
  return `${name} ${operationOf(iface, Number(operation))?.name ?? operation}`;
}
