import { INTRUDER_CALLS_TABLE } from './intruder-calls-table.ts';
import { allInterfaces } from './rpc-interfaces.ts';

/** What an intruder would call, and how much rather than something else: a row of `knowledge/intruder-calls.tsv`. */
export interface IntruderCall {
  /** `UUID#OPNUM`, `UUID` for an interface whatever is called of it, or a transport class such as `~dynamic`. */
  readonly key: string;
  /** Above 0; only the ratio to other rows counts. */
  readonly weight: number;
  /** Who lists this call among those of attackers; `own` is rpctrail's own judgement, as all weights are. */
  readonly sources: readonly string[];
  readonly note: string | null;
}

export interface IntruderCalls {
  readonly rows: readonly IntruderCall[];
  /**
   * By call key. An interface without a row of its own weighs what its operations do together, so that what is known
   * of calls also speaks where they cannot be told apart.
   */
  readonly weights: ReadonlyMap<string, number>;
  /** The weights of all operations together, of all interfaces, and of all transport classes. */
  readonly totals: { readonly operation: number; readonly interface: number; readonly transport: number };
}

/** Why a line of such a table cannot be used. */
export interface IntruderCallFault {
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

const COLUMNS = ['interface', 'operation', 'weight', 'sources', 'note'];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
let builtIn: IntruderCalls | null = null;

/** The table that comes with rpctrail. */
export function intruderCalls(): IntruderCalls {
  builtIn ??= readIntruderCalls(INTRUDER_CALLS_TABLE).calls;
  return builtIn;
}

/**
 * Reads such a table: a heading, then a call a line, cells parted by tabs (`interface`, `operation`, `weight`,
 * `sources`, `note`; cells at the end may be left out). An interface is a name of the interface table, a UUID or a
 * transport class; an operation a name of the table or a number, and empty for the interface as a whole. Empty lines
 * and those that begin with # are left out. Lines with faults are not among the calls.
 */
export function readIntruderCalls(text: string): {
  readonly calls: IntruderCalls;
  readonly faults: readonly IntruderCallFault[];
} {
  const rows: IntruderCall[] = [];
  const faults: IntruderCallFault[] = [];
  const seen = new Set<string>();
  let heading = false;
  for (const [n, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const cells = line.split('\t').map((cell) => cell.trim());
    if (!heading) {
      heading = true;
      if (cells.join(' ') === COLUMNS.join(' ')) continue;
      faults.push({ line: n + 1, reason: `the columns are ${COLUMNS.join(', ')}` });
      break;
    }
    const row = readRow(cells);
    if (typeof row === 'string') faults.push({ line: n + 1, reason: row });
    else if (seen.has(row.key)) faults.push({ line: n + 1, reason: 'this call has a line already' });
    else rows.push(row);
    if (typeof row !== 'string') seen.add(row.key);
  }
  return { calls: weigh(rows), faults };
}

/** The row, or why it is none. */
function readRow([named = '', operation = '', weight = '', sources = '', note = '']: string[]):
  | IntruderCall
  | string {
  const key = keyOf(named, operation);
  if (key.includes(' ')) return key;
  const value = Number(weight);
  if (weight === '' || !(value > 0 && value < Infinity)) return `the weight '${weight}' is no number above 0`;
  return { key, weight: value, sources: sources === '' ? [] : sources.split('+'), note: note || null };
}

/** A key has no blank; a reason has. */
function keyOf(named: string, operation: string): string {
  if (named.startsWith('~')) return named;
  const lower = named.toLowerCase();
  const entry = allInterfaces().find(({ uuid, name }) => uuid === lower || name.toLowerCase() === lower);
  const uuid = entry?.uuid ?? (UUID.test(lower) ? lower : undefined);
  if (uuid === undefined) return `no interface is called '${named}'`;
  if (operation === '') return uuid;
  if (/^\d{1,5}$/.test(operation)) return `${uuid}#${Number(operation)}`;
  const wanted = operation.toLowerCase();
  const found = entry?.operations.find(({ name }) => name.toLowerCase() === wanted);
  return found === undefined ? `${named} has no operation '${operation}'` : `${uuid}#${found.opnum}`;
}

function weigh(rows: readonly IntruderCall[]): IntruderCalls {
  const weights = new Map(rows.map(({ key, weight }) => [key, weight]));
  const stated = new Set(weights.keys());
  for (const { key, weight } of rows) {
    const whole = key.split('#', 1)[0]!;
    if (whole !== key && !stated.has(whole)) weights.set(whole, (weights.get(whole) ?? 0) + weight);
  }
  const totals = { operation: 0, interface: 0, transport: 0 };
  for (const [key, weight] of weights)
    totals[key.startsWith('~') ? 'transport' : key.includes('#') ? 'operation' : 'interface'] += weight;
  return { rows, weights, totals };
}
