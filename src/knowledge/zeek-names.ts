import type { RpcInterface, RpcOperation } from './rpc-interface.ts';
import { allInterfaces, interfaceOf, operationOf } from './rpc-interfaces.ts';

/** What a row of Zeek's dce_rpc.log says was called. */
export interface ZeekCall {
  readonly uuid: string;
  /** null for an interface that is not in the table. */
  readonly interface: RpcInterface | null;
  /** null where the name stands for none of the interface's numbers, or for several. */
  readonly opnum: number | null;
  readonly operation: RpcOperation | null;
}

const UNKNOWN_ENDPOINT = /^unknown-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;
const NUMBERED = /^(?:unknown-(\d{1,5})|Opnum(\d{1,5})NotUsedOnWire)$/i;
/** Interfaces by each name that a log may have for them; null for a name of several. */
let byName: ReadonlyMap<string, RpcInterface | null> | null = null;

/**
 * The interface and number behind Zeek's `endpoint` and `operation`. Zeek's own names come first: where it gives a
 * number the name of another operation, the number is what it saw. `unknown-…` of either column is understood.
 * @returns undefined for an endpoint that no interface is called
 */
export function zeekCall(endpoint: string, operation: string): ZeekCall | undefined {
  const uuid = UNKNOWN_ENDPOINT.exec(endpoint)?.[1]?.toLowerCase();
  const entry = uuid === undefined ? named(endpoint) : interfaceOf(uuid);
  const numbered = NUMBERED.exec(operation);
  const number = numbered === null ? null : Number(numbered[1] ?? numbered[2]);
  if (entry === undefined)
    return uuid === undefined ? undefined : { uuid, interface: null, opnum: number, operation: null };
  const found = number === null ? calledByZeek(entry, operation) : operationOf(entry.uuid, number);
  return {
    uuid: entry.uuid,
    interface: entry,
    opnum: number ?? found?.opnum ?? null,
    operation: found ?? null,
  };
}

function named(endpoint: string): RpcInterface | undefined {
  byName ??= namesOfAll();
  return byName.get(endpoint.toLowerCase()) ?? undefined;
}

/** Names hide aliases of the same spelling. */
function namesOfAll(): ReadonlyMap<string, RpcInterface | null> {
  const names = new Map<string, RpcInterface | null>();
  for (const one of allInterfaces())
    for (const alias of one.aliases) {
      const key = alias.toLowerCase();
      names.set(key, names.has(key) ? null : one);
    }
  for (const one of allInterfaces()) names.set(one.name.toLowerCase(), one);
  return names;
}

function calledByZeek({ operations }: RpcInterface, text: string): RpcOperation | undefined {
  const wanted = text.toLowerCase();
  const ways: readonly ((one: RpcOperation) => boolean)[] = [
    ({ name, zeek }) => (zeek ?? name).toLowerCase() === wanted,
    ({ name, aliases }) => [name, ...aliases].some((alias) => alias.toLowerCase() === wanted),
  ];
  for (const way of ways) {
    const found = operations.filter(way);
    const used = found.filter(({ sources }) => sources.length > 0);
    if (found.length > 0) return used.length === 1 ? used[0] : found.length === 1 ? found[0] : undefined;
  }
  return undefined;
}
