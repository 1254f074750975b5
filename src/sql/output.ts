import type { Dialect } from './dialect.ts';
import { fill } from './phrase.ts';
import { columnOf, KIND, type PlannedEvent, type PlannedSet } from './plan.ts';
import type { SqlSchema } from './schema.ts';

/** One event of a row of the result. */
export interface OutputEvent {
  readonly name: string;
  readonly kinds: PlannedEvent['kinds'];
  /** The positions of its columns in the result, by name. */
  readonly positions: Readonly<Record<string, number>>;
}

export interface OutputSql {
  readonly sql: string;
  readonly events: readonly OutputEvent[];
}

const ROW = 'row';

/** The rows of a set in the order in which every engine gives them. */
export function outputSql(set: PlannedSet, dialect: Dialect, schema: SqlSchema): OutputSql {
  const quoted = (event: PlannedEvent, column: string) => dialect.quote(columnOf(event, column));
  const shown = set.events.map((event) =>
    schema.shows === 'fields'
      ? event.columns
      : event.columns.filter((column) => column === KIND || column === ROW),
  );
  const times = set.events.map((event) => quoted(event, 'time'));
  const order = [
    ...(times.length > 1 ? [dialect.least(times)] : []),
    ...times,
    ...set.events.flatMap((event) => originOrder(event, schema).map((column) => quoted(event, column))),
  ];
  const items = set.events.flatMap((event, i) => shown[i]!.map((column) => quoted(event, column)));
  let position = 0;
  return {
    sql:
      `SELECT ${fill(items, '       ')}\n` +
      `FROM ${dialect.quote(set.name)}\n` +
      `ORDER BY ${fill(order, '         ')}`,
    events: set.events.map(({ name, kinds }, i) => ({
      name,
      kinds,
      positions: Object.fromEntries(shown[i]!.map((column) => [column, position++])),
    })),
  };
}

/** Events of one record stay in the order of their kinds, then of their rows. */
function originOrder({ kinds }: PlannedEvent, { identity }: SqlSchema): readonly string[] {
  return identity.flatMap((column) => (column === ROW && kinds.length > 1 ? [KIND, ROW] : [column]));
}
