import { memberStarts } from '../ir/row-events.ts';
import type { Program } from '../model/engine.ts';
import type { EventKind } from '../model/event-kind.ts';
import type { Ir } from '../model/ir.ts';
import type { Dialect } from './dialect.ts';
import { filterSql } from './filter.ts';
import type { HeldField } from './held-field.ts';
import { joinSql } from './join.ts';
import { type OutputEvent, outputSql } from './output.ts';
import { type PlannedSet, planSets } from './plan.ts';
import type { SqlSchema } from './schema.ts';
import { searchSql } from './search.ts';

const INDENT = '    ';

/** The query of one output. */
export interface OutputQuery {
  /** The output's name in the text. */
  readonly output: string;
  readonly sql: string;
  /** The events of a row, in order. */
  readonly events: readonly OutputEvent[];
}

export interface SqlText {
  /** One query per output, in the order of the text. */
  readonly queries: readonly OutputQuery[];
  /** What the queries read beside `time` and the columns of the schema's identity, by kind. */
  readonly tables: ReadonlyMap<EventKind, readonly HeldField[]>;
}

/**
 * An analytic as SQL: one query per output, whose common table expressions are the sets of the text, by name.
 * Only what leads to the output is written.
 */
export function toSql(program: Program, dialect: Dialect, schema: SqlSchema): SqlText {
  const { ir } = program;
  const tables = new Map<EventKind, Map<string, HeldField>>();
  const queries = ir.outputs.map(({ name, set }): OutputQuery => {
    const planned = planSets(ir, set, schema);
    for (const [index, { events }] of planned)
      if (ir.sets[index]!.node === 'search') note(events[0]!, schema, tables);
    const sets = [...planned].map(
      ([index, one]) =>
        `  ${dialect.quote(one.name)} AS (\n` +
        `${INDENT}${setSql(ir, index, planned, dialect, schema)}\n` +
        `  )`,
    );
    const { sql, events } = outputSql(planned.get(set)!, dialect, schema);
    return { output: name, sql: `WITH\n${sets.join(',\n')}\n${sql}`, events };
  });
  return { queries, tables: new Map([...tables].map(([kind, fields]) => [kind, [...fields.values()]])) };
}

function setSql(
  ir: Ir,
  index: number,
  planned: ReadonlyMap<number, PlannedSet>,
  dialect: Dialect,
  schema: SqlSchema,
): string {
  const set = ir.sets[index]!;
  const own = planned.get(index)!;
  switch (set.node) {
    case 'search':
      return searchSql(own, dialect, schema, INDENT);
    case 'filter':
      return filterSql(set.where, own, planned.get(set.from)!, dialect, schema, INDENT);
    case 'join': {
      const members = set.from.map((member) => planned.get(member)!);
      return joinSql(set, own, members, memberStarts(ir, set), dialect, schema, INDENT);
    }
  }
}

function note(
  { kinds, fields }: PlannedSet['events'][number],
  schema: SqlSchema,
  into: Map<EventKind, Map<string, HeldField>>,
): void {
  for (const kind of kinds) {
    const known = into.get(kind) ?? new Map<string, HeldField>();
    for (const held of fields) if (held.field !== 'time') known.set(schema.columns(held)[0]!, held);
    into.set(kind, known);
  }
}
