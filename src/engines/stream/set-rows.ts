import { compileTest } from '../../ir/evaluate.ts';
import { type EventRefs, eventRefs, refTimes } from '../../ir/event-refs.ts';
import { isSingle, rowEvents } from '../../ir/row-events.ts';
import type { StoreValues } from '../../ir/store-values.ts';
import type { Test } from '../../ir/truth.ts';
import type { Expr, Ir, IrJoin } from '../../model/ir.ts';
import { splitWindows } from './lag.ts';
import { joinPairs, type Member } from './pair-join.ts';
import { joinRelations } from './relation-join.ts';
import { gather, keepTrue, type Relation, ROWS_AT_ONCE, type Rows } from './rows.ts';
import { selectRefs } from './selection.ts';
import { sortEvents } from './sort-by-time.ts';
import { sortedRows } from './sorted-rows.ts';

/** The rows of the sets of one program over one store. */
export class SetRows {
  private readonly ir: Ir;
  private readonly values: StoreValues;

  constructor(ir: Ir, values: StoreValues) {
    this.ir = ir;
    this.values = values;
  }

  eventsOf(index: number): readonly EventRefs[] {
    return rowEvents(this.ir, index).map(({ kinds }) => eventRefs(this.values.store, kinds));
  }

  /** The rows of a set in the order of an output. The columns handed out are the caller's. */
  *rows(index: number): Generator<Rows> {
    const set = this.ir.sets[index]!;
    if (isSingle(this.ir, index)) {
      const { events, refs } = this.member(index);
      sortEvents(refs, refTimes(events), events);
      for (let from = 0; from < refs.length; from += ROWS_AT_ONCE) {
        const rows = refs.subarray(from, from + ROWS_AT_ONCE);
        yield { count: rows.length, refs: [rows] };
      }
    } else if (set.node === 'filter') {
      yield* filtered(this.tests([set.where], index), this.rows(set.from));
    } else if (set.node === 'join') yield* this.join(set, index);
  }

  private *join(join: IrJoin, index: number): Generator<Rows> {
    const { lags, conditions } = splitWindows(join.windows);
    const residual = join.where === null ? conditions : [...conditions, join.where];
    const [one, other] = join.from;
    if (join.from.length > 2 || !isSingle(this.ir, one!) || !isSingle(this.ir, other!)) {
      const members = join.from.map((member) => this.relation(member));
      const bonds = { keys: join.keys, lags, conditions: residual };
      yield* sortedRows(joinRelations(members, bonds, this.values));
      return;
    }
    const lag = lags[0] ?? { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
    const members = [this.member(one!), this.member(other!)] as const;
    const pairs = joinPairs(members, join.keys, lag, this.values);
    yield* filtered(this.tests(residual, index), pairs);
  }

  private relation(index: number): Relation {
    return gather(this.eventsOf(index), this.rows(index));
  }

  /** The members of a set of single events. */
  private member(index: number): Member {
    const conditions: Expr[] = [];
    let at = index;
    for (let set = this.ir.sets[at]!; set.node === 'filter'; set = this.ir.sets[at]!) {
      conditions.unshift(set.where);
      at = set.from;
    }
    const [events] = this.eventsOf(index);
    return { events: events!, refs: selectRefs(events!, conditions, this.values) };
  }

  private tests(conditions: readonly Expr[], index: number): readonly Test[] {
    const events = this.eventsOf(index);
    return conditions.map((condition) => compileTest(condition, events, this.values));
  }
}

function* filtered(tests: readonly Test[], stream: Iterable<Rows>): Generator<Rows> {
  for (const rows of stream) {
    const kept = keepTrue(tests, rows);
    if (kept.count > 0) yield kept;
  }
}
