import { compileTest } from '../../ir/evaluate.ts';
import { refTimes } from '../../ir/event-refs.ts';
import { exprFields } from '../../ir/expr-fields.ts';
import type { StoreValues } from '../../ir/store-values.ts';
import type { Expr, JoinKey } from '../../model/ir.ts';
import { keyCodes } from './key-codes.ts';
import { eachBlock, groupRows, KeyGroups, NO_GROUP } from './key-groups.ts';
import { type Lag, lagConditions } from './lag.ts';
import { lowerBound } from './lower-bound.ts';
import { radixSort } from './radix-sort.ts';
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
  const inOne = bonds.keys.filter((key) => !between(key.left.at, key.right.at)).map(keyCondition);
  const lag = bonds.lags.find(({ from, to }) => between(from, to));
  const lagsLeft = bonds.lags.filter((other) => other !== lag).flatMap(lagConditions);
  const tests = [...inOne, ...lagsLeft, ...bonds.conditions].map((part) => compileTest(part, events, values));
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

function keyCondition({ left, right, type }: JoinKey): Expr {
  return {
    op: 'compare',
    cmp: '==',
    left: { kind: 'field', field: left },
    right: { kind: 'field', field: right },
    type,
  };
}

/** Pairs of row numbers, left and right, that agree in the keys and the lag. */
function* lookUp(
  left: Relation,
  right: Relation,
  keys: readonly JoinKey[],
  lag: Lag | undefined,
  values: StoreValues,
): Generator<Rows> {
  const known = left.events.length;
  const sideKeys = (ofLeft: boolean) =>
    keyCodes(
      keys.map((key) => {
        const ref = key.left.at < known === ofLeft ? key.left : key.right;
        return { ref: { ...ref, at: ofLeft ? ref.at : ref.at - known }, type: key.type };
      }),
      ofLeft ? left.events : right.events,
      values,
    );
  const rightTimes = lag === undefined ? null : timesOf(right, lag.to - known);
  const leftTimes = lag === undefined ? null : timesOf(left, lag.from);
  const numbers = Uint32Array.from({ length: right.count }, (_, row) => row);
  const byTime = rightTimes === null ? numbers : radixSort(numbers, rightTimes);
  const sorted = { count: right.count, refs: right.refs.map((column) => byTime.map((row) => column[row]!)) };
  const groups = new KeyGroups(sideKeys(false).codes.length);
  const { order, starts } = groupRows(sorted, sideKeys(false), groups, byTime);

  const leftKeys = sideKeys(true);
  const groupOf = new Uint32Array(left.count);
  eachBlock(left, (block, from) => {
    leftKeys.read(block);
    groups.assign(leftKeys, block.count, false, groupOf, from);
  });
  const out = new RowBuffer(2);
  for (let row = 0; row < left.count; row++) {
    const group = groupOf[row]!;
    if (group === NO_GROUP) continue;
    let from = starts[group]!;
    let to = starts[group + 1]!;
    if (lag !== undefined) {
      from = lowerBound(order, rightTimes!, from, to, leftTimes![row]! + lag.low);
      to = lowerBound(order, rightTimes!, from, to, leftTimes![row]! + lag.high + 1);
    }
    for (; from < to; from++) {
      if (out.full) yield out.take();
      out.column(0)[out.count] = row;
      out.column(1)[out.count] = order[from]!;
      out.count += 1;
    }
  }
  if (out.count > 0) yield out.take();
}

/** By row, the time of one of its events. */
function timesOf(relation: Relation, event: number): Float64Array {
  const times = refTimes(relation.events[event]!);
  return Float64Array.from(relation.refs[event]!, (ref) => times[ref]!);
}
