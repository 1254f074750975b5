import type { EventKind } from '../model/event-kind.ts';
import type { FieldRef, Ir, IrSet } from '../model/ir.ts';
import { exprFields } from './expr-fields.ts';
import { columnName, rowEvents } from './row-events.ts';

/** The sets that some output rests on, ascending. */
export function reachableSets(ir: Ir): readonly number[] {
  const reached = new Set<number>();
  const visit = (index: number): void => {
    if (reached.has(index)) return;
    reached.add(index);
    const set = ir.sets[index]!;
    if (set.node === 'filter') visit(set.from);
    if (set.node === 'join') set.from.forEach(visit);
  };
  for (const { set } of ir.outputs) visit(set);
  return [...reached].sort((a, b) => a - b);
}

/** By kind, the columns that conditions, keys and windows look at; `time` is not among them. */
export function fieldsUsed(ir: Ir): ReadonlyMap<EventKind, ReadonlySet<string>> {
  const used = new Map<EventKind, Set<string>>();
  for (const index of reachableSets(ir)) {
    const events = rowEvents(ir, index);
    for (const { kinds } of events) for (const kind of kinds) if (!used.has(kind)) used.set(kind, new Set());
    for (const ref of fieldsOfSet(ir.sets[index]!))
      if (ref.field !== 'time')
        for (const kind of events[ref.at]!.kinds) used.get(kind)!.add(columnName(ref));
  }
  return used;
}

function fieldsOfSet(set: IrSet): readonly FieldRef[] {
  if (set.node === 'search') return [];
  if (set.node === 'filter') return exprFields(set.where);
  const keys = set.keys.flatMap(({ left, right }) => [left, right]);
  const windows = set.windows.flatMap(({ earlier, later }) => [earlier, later]);
  return [...keys, ...windows, ...(set.where === null ? [] : exprFields(set.where))];
}
