import { memberStarts, rowEvents } from '../ir/row-events.ts';
import { fieldsOf } from '../model/car-table.ts';
import { type EventKind, objectOf } from '../model/event-kind.ts';
import type { FieldRef, Ir, IrJoin } from '../model/ir.ts';
import { usesOf } from './conditions/index.ts';
import { type FieldUse, type HeldField, heldField, heldFor } from './held-field.ts';
import { uniqueNames } from './names.ts';
import type { SqlSchema } from './schema.ts';

/** A set as a common table expression: its name, and the columns of its rows that anything further on reads. */
export interface PlannedSet {
  readonly name: string;
  readonly events: readonly PlannedEvent[];
}

export interface PlannedEvent {
  /** The event's name in the text. */
  readonly name: string;
  readonly kinds: readonly EventKind[];
  /** What its columns' names begin with; null where a row is a single event. */
  readonly prefix: string | null;
  readonly columns: readonly string[];
  /** The fields among the columns. */
  readonly fields: readonly HeldField[];
}

/** Where several kinds come together, the column that tells them apart. */
export const KIND = 'kind';

/** The column of an event in a set's rows. */
export function columnOf(event: PlannedEvent, column: string): string {
  return event.prefix === null ? column : `${event.prefix}.${column}`;
}

/** Fields by the name of their first column. */
type Needs = readonly Map<string, HeldField>[];

/** The sets that an output rests on, by index, in the order of the text. */
export function planSets(ir: Ir, output: number, schema: SqlSchema): ReadonlyMap<number, PlannedSet> {
  const needs = needsOf(ir, output, schema);
  const sets = [...needs.keys()].sort((a, b) => a - b);
  const tables = ir.sets.flatMap((_, set) => kindsOf(ir, set).map((kind) => schema.table(kind)));
  const names = uniqueNames(
    sets.map((set) => ir.sets[set]!.name),
    tables,
  );
  return new Map(
    sets.map((set, i) => [set, { name: names[i]!, events: plannedEvents(ir, set, needs.get(set)!, schema) }]),
  );
}

/** The fields that a join looks at, its keys' and windows' among them. */
function joinUses(join: IrJoin): readonly FieldUse[] {
  const keys = join.keys.flatMap(({ left, right, type }) =>
    [left, right].map((ref) => ({ ref, as: heldFor(type) })),
  );
  const windows = join.windows.flatMap(({ earlier, later }) => [earlier, later].map(timeUse));
  return [...keys, ...windows, ...(join.where === null ? [] : usesOf(join.where))];
}

export function timeUse(ref: FieldRef): FieldUse {
  return { ref, as: heldFor('time') };
}

function kindsOf(ir: Ir, set: number): readonly EventKind[] {
  return rowEvents(ir, set).flatMap(({ kinds }) => kinds);
}

function plannedEvents(ir: Ir, set: number, needs: Needs, schema: SqlSchema): readonly PlannedEvent[] {
  const events = rowEvents(ir, set);
  const prefixes = uniqueNames(events.map(({ name }) => name));
  return events.map(({ name, kinds }, i) => {
    const fields = inTableOrder([...needs[i]!.values()], kinds[0]!);
    const columns = new Set([
      ...(kinds.length > 1 ? [KIND] : []),
      ...schema.identity,
      'time',
      ...fields.flatMap(schema.columns),
    ]);
    return { name, kinds, prefix: events.length === 1 ? null : prefixes[i]!, columns: [...columns], fields };
  });
}

/** Who to whom first, then the order of the CAR table, then the paths of open text by name. */
function inTableOrder(fields: readonly HeldField[], kind: EventKind): readonly HeldField[] {
  const order = [...ENDPOINTS.map(({ field }) => field), ...Object.keys(fieldsOf(objectOf(kind)))];
  const rank = ({ field }: HeldField) => (order.includes(field) ? order.indexOf(field) : order.length);
  return [...fields].sort((a, b) => rank(a) - rank(b) || (a.field < b.field ? -1 : 1));
}

/** By set, what later sets and the output read of its rows. Sets that nothing reads are absent. */
function needsOf(ir: Ir, output: number, schema: SqlSchema): Map<number, Needs> {
  const bare = spreadNeeds(ir, output, schema, () => []);
  if (schema.shows === 'identity') return bare;
  return spreadNeeds(ir, output, schema, (event) => {
    const search = searchOf(ir, output, event);
    const flow = objectOf(rowEvents(ir, output)[event]!.kinds[0]!) === 'flow' ? ENDPOINTS : [];
    const used = [...bare.get(search)![0]!.values()];
    return [...flow, ...used.map((held) => (held.as === 'host' ? { ...held, as: 'value' as const } : held))];
  });
}

const ENDPOINTS: readonly HeldField[] = [
  { field: 'src_ip', as: 'address' },
  { field: 'src_port', as: 'value' },
  { field: 'dest_ip', as: 'address' },
  { field: 'dest_port', as: 'value' },
];

function spreadNeeds(
  ir: Ir,
  output: number,
  schema: SqlSchema,
  shown: (event: number) => readonly HeldField[],
): Map<number, Needs> {
  const needs = new Map<number, Needs>();
  const add = (set: number, event: number, held: HeldField) => {
    let events = needs.get(set);
    if (events === undefined) {
      events = rowEvents(ir, set).map(() => new Map<string, HeldField>());
      needs.set(set, events);
    }
    events[event]!.set(schema.columns(held)[0]!, held);
  };
  const time: HeldField = { field: 'time', as: 'value' };
  const reach = (set: number, event: number, held: readonly HeldField[]) => {
    for (const one of [time, ...held]) add(set, event, one);
  };
  rowEvents(ir, output).forEach((_, event) => {
    reach(output, event, shown(event));
  });
  for (let index = output; index >= 0; index--) {
    const set = ir.sets[index]!;
    const own = needs.get(index);
    if (own === undefined || set.node === 'search') continue;
    const uses = set.node === 'filter' ? usesOf(set.where) : joinUses(set);
    own.forEach((fields, event) => {
      const [member, at] = memberOf(ir, index, event);
      const looked = uses.filter(({ ref }) => ref.at === event).map(heldField);
      reach(member, at, [...fields.values(), ...looked]);
    });
  }
  return needs;
}

/** The set that an event of a set's rows comes from, and its place there. */
function memberOf(ir: Ir, index: number, event: number): readonly [set: number, event: number] {
  const set = ir.sets[index]!;
  if (set.node === 'filter') return [set.from, event];
  if (set.node === 'search') return [index, 0];
  const starts = memberStarts(ir, set);
  const member = starts.findLastIndex((start) => start <= event);
  return [set.from[member]!, event - starts[member]!];
}

/** The search that an event of a set's rows comes from. */
function searchOf(ir: Ir, index: number, event: number): number {
  if (ir.sets[index]!.node === 'search') return index;
  const [set, at] = memberOf(ir, index, event);
  return searchOf(ir, set, at);
}
