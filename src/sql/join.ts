import type { FieldRef, IrJoin } from '../model/ir.ts';
import { comparison, shifted } from './conditions/compare.ts';
import { conditionSql, usesOf } from './conditions/index.ts';
import { fieldSql, oneSql, type SqlContext } from './context.ts';
import type { Dialect } from './dialect.ts';
import { heldFor } from './held-field.ts';
import { uniqueNames } from './names.ts';
import { all, fill, layOut, type Phrase } from './phrase.ts';
import { columnOf, type PlannedSet, timeUse } from './plan.ts';
import type { SqlSchema } from './schema.ts';

/** A condition and the last member of the join that it needs. */
interface Placed {
  readonly member: number;
  readonly phrase: Phrase;
}

/**
 * Member after member, each with the conditions that can be told as soon as it is there.
 * @param starts where each member's events begin among the row's
 */
export function joinSql(
  join: IrJoin,
  set: PlannedSet,
  members: readonly PlannedSet[],
  starts: readonly number[],
  dialect: Dialect,
  schema: SqlSchema,
  indent: string,
): string {
  const aliases = uniqueNames(members.map(({ name }) => name));
  const memberAt = (event: number) => starts.findLastIndex((start) => start <= event);
  const column = (event: number, name: string) => {
    const member = memberAt(event);
    const planned = members[member]!.events[event - starts[member]!]!;
    return `${dialect.quote(aliases[member]!)}.${dialect.quote(columnOf(planned, name))}`;
  };
  const context = { dialect, schema, column };
  const placed = conditionsOf(join, context, (refs) => Math.max(1, ...refs.map(({ at }) => memberAt(at))));
  const items = set.events.map((event, i) =>
    fill(
      event.columns.map((name) => `${column(i, name)} AS ${dialect.quote(columnOf(event, name))}`),
      `${indent}       `,
    ),
  );
  const tables = members.map(({ name }, member) => {
    const alias = aliases[member] === name ? '' : ` AS ${dialect.quote(aliases[member]!)}`;
    const table = `${dialect.quote(name)}${alias}`;
    if (member === 0) return `FROM ${table}`;
    const on = placed.filter((condition) => condition.member === member).map(({ phrase }) => phrase);
    if (on.length === 0) return `CROSS JOIN ${table}`;
    return `JOIN ${table}\n${indent}  ON ${layOut(all(on), `${indent}  `)}`;
  });
  return `SELECT ${items.join(`,\n${indent}       `)}\n${indent}${tables.join(`\n${indent}`)}`;
}

function conditionsOf(
  join: IrJoin,
  context: SqlContext,
  lastMember: (refs: readonly FieldRef[]) => number,
): readonly Placed[] {
  const keys = join.keys.map(({ left, right, type }): Placed => {
    const as = heldFor(type);
    const sides = [left, right].map((ref) => fieldSql({ ref, as }, context));
    return { member: lastMember([left, right]), phrase: comparison('==', sides[0]!, sides[1]!) };
  });
  const windows = join.windows.map(({ earlier, later, low, high }): Placed => {
    const [from, to] = [earlier, later].map((ref) => oneSql(timeUse(ref), context)) as [string, string];
    const bounds = [
      ...(low === null ? [] : [comparison(low.strict ? '>' : '>=', [to], [shifted(from, low.micros)])]),
      ...(high === null ? [] : [comparison(high.strict ? '<' : '<=', [to], [shifted(from, high.micros)])]),
    ];
    return { member: lastMember([earlier, later]), phrase: all(bounds) };
  });
  const { where } = join;
  if (where === null) return [...keys, ...windows];
  const rest = where.op === 'and' ? where.args : [where];
  const residual = rest.map((expr): Placed => {
    const refs = usesOf(expr).map(({ ref }) => ref);
    return { member: lastMember(refs), phrase: conditionSql(expr, context) };
  });
  return [...keys, ...windows, ...residual];
}
