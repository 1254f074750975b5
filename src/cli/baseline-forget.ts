import { formatDay } from '../baseline/day-number.ts';
import { diffSnapshots } from '../baseline/diff.ts';
import { forgetBefore, forgetEdge, forgetHost } from '../baseline/forget.ts';
import type { Snapshot } from '../baseline/snapshot.ts';
import { counted } from '../columns/printer/quantity.ts';
import { judgedAnew, namedBaseline, putBaseline, readBaseline } from './baseline-file.ts';
import { dateFlag, edgeOf, knownHost } from './baseline-names.ts';
import { switchFlag, textFlag } from './flag-values.ts';
import { EXIT_OK, Failure, type Invocation } from './invocation.ts';
import { say } from './messages.ts';

/** Takes hosts, edges or days out of a baseline. */
export async function forgetBaseline(invocation: Invocation): Promise<number> {
  const { flags } = invocation;
  const { path, others } = namedBaseline(invocation);
  const before = dateFlag(flags, 'before');
  if (others.length === 0 && before === null)
    throw new Failure("what is to be forgotten? Give a host, 'CLIENT>SERVER', or --before DATE");
  const known = readBaseline(path);
  const forgets = [
    ...others.map((text) => forgetting(known, text)),
    ...(before === null ? [] : [(snapshot: Snapshot) => forgetBefore(snapshot, before)]),
  ];
  const left = forgets.reduce((snapshot, forget) => forget(snapshot), known);
  await putBaseline(textFlag(flags, 'out') ?? path, judgedAnew(left, known.weights, flags));
  if (!switchFlag(flags, 'quiet')) say(whatWent(known, left, before));
  return EXIT_OK;
}

/** The host or hosts must be known; that they spoke to each other need not be. */
function forgetting(known: Snapshot, text: string): (snapshot: Snapshot) => Snapshot {
  const edge = edgeOf(text);
  if (edge === null) {
    const host = knownHost(known, text);
    return (snapshot) => forgetHost(snapshot, host);
  }
  const [client, server] = edge.map((host) => knownHost(known, host));
  return (snapshot) => forgetEdge(snapshot, client!, server!);
}

function whatWent(known: Snapshot, left: Snapshot, before: number | null): string {
  const { hosts, rows, ports, names } = diffSnapshots(known, left);
  const changed = rows.length - rows.filter(({ change }) => change === 'gone').length;
  const parts = [
    counted(hosts.gone.length, 'host'),
    counted(rows.length - changed, 'row'),
    ...(changed === 0 ? [] : [`days of ${counted(changed, 'row')}`]),
    counted(ports.length, 'port'),
    counted(names.gone.length, 'name'),
  ];
  const from = before === null ? '' : ` from before ${formatDay(before)}`;
  return `forgotten${from}: ${parts.join(', ')}; left: ${counted(left.hosts.length, 'host')}, ${counted(left.rows.length, 'row')}`;
}
