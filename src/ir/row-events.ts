import type { EventKind } from '../model/event-kind.ts';
import type { FieldRef, Ir, IrJoin } from '../model/ir.ts';

/** One event of a set's rows: its name in the text, and the kinds that it may be of. */
export interface RowEvent {
  readonly name: string;
  readonly kinds: readonly EventKind[];
}

/**
 * The events that a row of the set has, in order. A search or a filter over single events has one, of the set's
 * own name; a join has those of its members, and a filter of a join the join's. A name that occurs twice in a
 * row is told apart by a number: `flows`, `flows_2`.
 */
export function rowEvents(ir: Ir, index: number): readonly RowEvent[] {
  const set = ir.sets[index]!;
  if (set.node === 'join') return withUniqueNames(set.from.flatMap((member) => rowEvents(ir, member)));
  if (set.node === 'filter') {
    const events = rowEvents(ir, set.from);
    return isSingle(ir, set.from) ? [{ ...events[0]!, name: set.name }] : events;
  }
  const kinds = [...new Set(set.actions)].map((action) => `${set.object}/${action}` as EventKind);
  return [{ name: set.name, kinds }];
}

/** Whether the set's members are single events: a search, or a filter that rests on one. */
export function isSingle(ir: Ir, index: number): boolean {
  const set = ir.sets[index]!;
  return set.node === 'search' || (set.node === 'filter' && isSingle(ir, set.from));
}

/** Where in the row of a join the events of each member begin. */
export function memberStarts(ir: Ir, join: IrJoin): readonly number[] {
  const starts: number[] = [];
  let start = 0;
  for (const member of join.from) {
    starts.push(start);
    start += rowEvents(ir, member).length;
  }
  return starts;
}

/** The field's column in an event table: `dest_port`, `proto_info.rpc_interface`. */
export function columnName(ref: FieldRef): string {
  return ref.path === undefined ? ref.field : `${ref.field}.${ref.path}`;
}

function withUniqueNames(events: readonly RowEvent[]): readonly RowEvent[] {
  const used = new Set<string>();
  return events.map(({ name, kinds }) => {
    let unique = name;
    for (let n = 2; used.has(unique); n++) unique = `${name}_${n}`;
    used.add(unique);
    return { name: unique, kinds };
  });
}
