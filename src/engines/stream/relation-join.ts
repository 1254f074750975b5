import { compileTest } from '../../ir/evaluate.ts';
import { refTimes } from '../../ir/event-refs.ts';
import { exprFields } from '../../ir/expr-fields.ts';
import type { StoreValues } from '../../ir/store-values.ts';
import type { Expr, JoinKey } from '../../model/ir.ts';
import type { TimedItems } from './digest-index.ts';
import { keyCodes } from './key-codes.ts';
import { keyCondition } from './key-conditions.ts';
import { keyedItems, partitionBits } from './keyed-items.ts';
import { type Lag, lagConditions } from './lag.ts';
import { PartnerFinder } from './partner-ranges.ts';
import { gather, keepTrue, type Relation, RowBuffer, type Rows } from './rows.ts';

/** What binds the rows of a join; events are counted over all members. */
export interface Bonds {
  readonly keys: readonly JoinKey[];
  readonly lags: readonly Lag[];
  readonly conditions: readonly Expr[];
}

/** Joins any number of sets, one after the other in the order of the text; rows come in no order of use. */
export function joinRelations(members: readonly Relation[], bonds: Bonds, values: StoreValues): Relation {
  let joined = members[0]!;
  let bound = 0;
  for (const member of members.slice(1)) {
    const size = joined.events.length + member.events.length;
    const isNew = (events: readonly number[]) =>
      events.every((at) => at < size) && (bound === 0 || events.some((at) => at >= bound));
    const step = {
      keys: bonds.keys.filter(({ left, right }) => isNew([left.at, right.at])),
      lags: bonds.lags.filter(({ from, to }) => isNew([from, to])),
      conditions: bonds.conditions.filter((part) => isNew(exprFields(part).map(({ at }) => at))),
    };
    joined = joinTwo(joined, member, step, values);
    bound = size;
  }
  return joined;
}

function joinTwo(left: Relation, right: Relation, bonds: Bonds, values: StoreValues): Relation {
  const known = left.events.length;
  const events = [...left.events, ...right.events];
  const between = (a: number, b: number) => a < known !== b < known;
  const keys = bonds.keys.filter((key) => between(key.left.at, key.right.at));
  const lag = bonds.lags.find(({ from, to }) => between(from, to));
  const lagsLeft = bonds.lags.filter((other) => other !== lag).flatMap(lagConditions);
  const tests = [...bonds.keys.map(keyCondition), ...lagsLeft, ...bonds.conditions].map((part) =>
    compileTest(part, events, values),
  );
  const pairs = lookUp(left, right, keys, lag, values);
  return gather(events, kept(pairs));

  function* kept(rows: Iterable<Rows>): Generator<Rows> {
    for (const block of rows) yield keepTrue(tests, rowsOf(block));
  }

  function rowsOf({ count, refs: [lefts, rights] }: Rows): Rows {
    const take = (column: Uint32Array, rows: Uint32Array) =>
      Uint32Array.from(rows.subarray(0, count), (row) => column[row]!);
    return {
      count,
      refs: [
        ...left.refs.map((column) => take(column, lefts!)),
        ...right.refs.map((column) => take(column, rights!)),
      ],
    };
  }
}

/** Pairs of row numbers, left and right, that agree in the lag and, at least nearly, in the keys. */
function* lookUp(
  left: Relation,
  right: Relation,
  keys: readonly JoinKey[],
  lag: Lag | undefined,
  values: StoreValues,
): Generator<Rows> {
  const known = left.events.length;
  const bits = partitionBits(Math.max(left.count, right.count));
  const side = (relation: Relation, start: number, at: number | undefined): TimedItems => {
    const fields = keys.map((key) => {
      const ref = key.left.at < known === (start === 0) ? key.left : key.right;
      return { ref: { ...ref, at: ref.at - start }, type: key.type };
    });
    const numbers = Uint32Array.from({ length: relation.count }, (_, row) => row);
    const times = at === undefined ? new Float64Array(relation.count) : timesOf(relation, at - start);
    return {
      keyed: keyedItems(relation, numbers, keyCodes(fields, relation.events, values), bits),
      times,
      compareTied: null,
    };
  };
  const { items, starts, ends, count, partners } = new PartnerFinder().find(
    side(left, 0, lag?.from),
    side(right, known, lag?.to),
    lag?.low ?? 0,
    lag?.high ?? 0,
  );
  const out = new RowBuffer(2);
  for (let range = 0; range < count; range++)
    for (let place = starts[range]!; place < ends[range]!; place++) {
      if (out.full) yield out.take();
      out.column(0)[out.count] = items[range]!;
      out.column(1)[out.count] = partners[place]!;
      out.count += 1;
    }
  if (out.count > 0) yield out.take();
}

/** By row, the time of one of its events. */
function timesOf(relation: Relation, event: number): Float64Array {
  const times = refTimes(relation.events[event]!);
  return Float64Array.from(relation.refs[event]!, (ref) => times[ref]!);
}
