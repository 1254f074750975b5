import { readInterfaceLine } from './read-interface-line.ts';
import type { RpcInterface, RpcOperation } from './rpc-interface.ts';
import { RPC_INTERFACES_TABLE } from './rpc-interfaces-table.ts';

/** An interface with its operations by number. */
interface Known {
  readonly entry: RpcInterface;
  readonly byNumber: ReadonlyMap<number, RpcOperation>;
}

/** Lines of the table by UUID; each is read when it is first asked for. */
const lines = new Map(RPC_INTERFACES_TABLE.split('\n').map((line) => [line.slice(0, 36), line]));
const read = new Map<string, Known>();

/** What is known of an interface. @param uuid with hyphens, in either case */
export function interfaceOf(uuid: string): RpcInterface | undefined {
  return known(uuid)?.entry;
}

/** An operation by its number; undefined where the interface or the number is not known. */
export function operationOf(uuid: string, opnum: number): RpcOperation | undefined {
  return known(uuid)?.byNumber.get(opnum);
}

function known(uuid: string): Known | undefined {
  const key = read.has(uuid) ? uuid : uuid.toLowerCase();
  const there = read.get(key);
  if (there !== undefined) return there;
  const line = lines.get(key);
  if (line === undefined) return undefined;
  const entry = readInterfaceLine(line);
  const one: Known = { entry, byNumber: new Map(entry.operations.map((each) => [each.opnum, each])) };
  read.set(key, one);
  return one;
}

/** Every interface, sorted by name. */
export function allInterfaces(): readonly RpcInterface[] {
  return [...lines.keys()].map((uuid) => known(uuid)!.entry);
}

/**
 * The interfaces that a text may mean, in either case: a UUID or its beginning (from four digits), a name or alias, a
 * document (`MS-SCMR`), a pipe (`\pipe\svcctl`), an operation's name, an ATT&CK technique. What comes earlier in this
 * list hides what comes later: `svcctl` is the interface, `\pipe\svcctl` is all that is met on the pipe.
 */
export function findInterfaces(text: string): readonly RpcInterface[] {
  const wanted = text.trim().toLowerCase();
  const bare = wanted.replace(/^[{[]|[}\]]$/g, '');
  const pipe = /^(?:\\+pipe)?\\+([^\\].*)$/.exec(wanted)?.[1];
  const tests: readonly ((one: RpcInterface) => boolean)[] = [
    ({ uuid }) => uuid === bare,
    (one) => pipe === undefined && namesOf(one).some((name) => name.toLowerCase() === wanted),
    ({ documents }) => documents.some((name) => name.toLowerCase() === bare),
    ({ pipes }) => pipes.some((name) => name.toLowerCase() === (pipe ?? wanted)),
    ({ uuid }) => /^[0-9a-f]{4}[0-9a-f-]*$/.test(bare) && uuid.startsWith(bare),
    ({ operations }) => operations.some((one) => namesOf(one).some((name) => name.toLowerCase() === wanted)),
    (one) =>
      [one, ...one.operations].some(({ techniques }) =>
        techniques.some(({ id }) => id.toLowerCase() === wanted),
      ),
  ];
  const all = wanted === '' ? [] : allInterfaces();
  for (const test of tests) {
    const found = all.filter(test);
    if (found.length > 0) return found;
  }
  return [];
}

function namesOf({ name, aliases }: RpcInterface | RpcOperation): readonly string[] {
  return [name, ...aliases];
}
