import type { EventRows } from '../columns/event-rows.ts';
import { originOf } from '../columns/event-view.ts';
import { interfaceOf, operationOf } from '../knowledge/rpc-interfaces.ts';
import type { FoundAuth, FoundInterface, FoundOperation } from '../model/finding.ts';
import type { Flow } from './flow.ts';
import type { Answer } from './mappers.ts';
import type { Scene } from './scene.ts';

/** Better first. */
const STATUSES: readonly FoundInterface['status'][] = ['accepted', 'called', 'unanswered', 'refused', 'told'];

/** The interfaces of a conversation, each once, in the order in which they came up. */
export function interfacesOf(
  scene: Scene,
  flows: readonly Flow[],
  answers: readonly Answer[],
): readonly FoundInterface[] {
  const found = new Map<string, FoundInterface>();
  const add = (rows: EventRows, row: number, status: FoundInterface['status']) => {
    const uuid = rows.text('interface', row);
    if (uuid === undefined) return;
    const pipe = rows.text('named_pipe', row);
    const key = `${uuid} ${status === 'told' ? '' : (pipe ?? '')}`;
    const before = found.get(key);
    if (before !== undefined && STATUSES.indexOf(before.status) <= STATUSES.indexOf(status)) return;
    const name = rows.text('interface_name', row);
    const version = rows.text('version', row);
    found.set(key, {
      uuid,
      ...(name === undefined ? {} : { name }),
      ...(version === undefined ? {} : { version }),
      ...(pipe === undefined || status === 'told' ? {} : { pipe }),
      status,
      time: rows.time(row),
      origin: originOf(scene.store, rows.kind, row),
    });
  };
  for (const { heard } of flows) {
    for (const row of heard.binds) add(scene.binds, row, bindStatus(scene.binds.text('status', row)));
    for (const row of heard.calls) add(scene.calls, row, 'called');
  }
  const asked = new Set([...found.values()].map(({ uuid }) => uuid));
  for (const { row } of answers)
    if (!asked.has(scene.maps.text('interface', row) ?? '')) add(scene.maps, row, 'told');
  return [...found.values()].sort((a, b) => a.time - b.time);
}

function bindStatus(status: string | undefined): FoundInterface['status'] {
  return status === 'refused' || status === 'unanswered' ? status : 'accepted';
}

interface Gathered {
  count: number;
  last: number;
  readonly row: number;
}

/** Calls by operation and outcome, in the order in which each was first made. */
export function operationsOf({ store, calls }: Scene, flows: readonly Flow[]): readonly FoundOperation[] {
  const gathered = new Map<string, Gathered>();
  const rows = flows.flatMap(({ heard }) => heard.calls).sort((a, b) => calls.time(a) - calls.time(b));
  for (const row of rows) {
    const ids = ['interface', 'status', 'named_pipe'].map((field) => calls.id(field, row));
    const key = `${ids.join(' ')} ${calls.number('opnum', row)}`;
    const before = gathered.get(key);
    if (before === undefined) gathered.set(key, { count: 1, last: calls.time(row), row });
    else {
      before.count += 1;
      before.last = calls.time(row);
    }
  }
  return [...gathered.values()].map(({ count, last, row }) => {
    const uuid = calls.text('interface', row);
    const opnum = calls.number('opnum', row);
    const name = calls.text('interface_name', row);
    const operation = calls.text('operation', row);
    const pipe = calls.text('named_pipe', row);
    const effect = uuid === undefined ? undefined : operationOf(uuid, opnum)?.effect;
    return {
      ...(uuid === undefined ? {} : { interface: uuid }),
      ...(name === undefined ? {} : { interface_name: name }),
      opnum,
      ...(operation === undefined ? {} : { operation }),
      ...(effect === undefined || effect === null ? {} : { effect }),
      ...(pipe === undefined ? {} : { pipe }),
      count,
      outcome: calls.text('status', row) ?? 'unanswered',
      first: calls.time(row),
      last,
      origin: originOf(store, calls.kind, row),
    };
  });
}

/** The strongest security that calls or binds had; undefined where they had none. */
export function authOf({ binds, calls }: Scene, flows: readonly Flow[]): FoundAuth | undefined {
  let strongest: FoundAuth | undefined;
  const look = (rows: EventRows, row: number) => {
    const [type, level] = [rows.number('auth_type', row), rows.number('auth_level', row)];
    if (!Number.isNaN(type) && !(level <= (strongest?.level ?? -1))) strongest = { type, level };
  };
  for (const { heard } of flows) {
    for (const row of heard.binds) look(binds, row);
    for (const row of heard.calls) look(calls, row);
  }
  return strongest;
}

/** What an interface is called. */
export function interfaceLabel(uuid: string | undefined, name: string | undefined): string {
  return name ?? (uuid === undefined ? '?' : (interfaceOf(uuid)?.name ?? uuid));
}
