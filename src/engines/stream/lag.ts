import type { Bound, Expr, FieldRef, JoinWindow } from '../../model/ir.ts';

/** `low ≤ time of event to − time of event from ≤ high`, whole µs, possibly infinite; `from` < `to`. */
export interface Lag {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
}

/** The windows of a join: one lag for each pair of events whose times they bind, the rest as conditions. */
export interface SplitWindows {
  readonly lags: readonly Lag[];
  readonly conditions: readonly Expr[];
}

export function splitWindows(windows: readonly JoinWindow[]): SplitWindows {
  const lags: Lag[] = [];
  const conditions: Expr[] = [];
  for (const window of windows) {
    const lag = lagOf(window);
    if (lag === null) conditions.push(...windowConditions(window));
    else {
      const same = lags.findIndex(({ from, to }) => from === lag.from && to === lag.to);
      if (same < 0) lags.push(lag);
      else lags[same] = narrower(lags[same]!, lag);
    }
  }
  return { lags, conditions };
}

/** Times are whole microseconds: a strict bound is the next whole one inside it. */
function lagOf({ earlier, later, low, high }: JoinWindow): Lag | null {
  if (earlier.field !== 'time' || later.field !== 'time' || earlier.at === later.at) return null;
  const least = low === null ? Number.NEGATIVE_INFINITY : low.micros + (low.strict ? 1 : 0);
  const most = high === null ? Number.POSITIVE_INFINITY : high.micros - (high.strict ? 1 : 0);
  return earlier.at < later.at
    ? { from: earlier.at, to: later.at, low: least, high: most }
    : { from: later.at, to: earlier.at, low: -most, high: -least };
}

function narrower(a: Lag, b: Lag): Lag {
  return { ...a, low: Math.max(a.low, b.low), high: Math.min(a.high, b.high) };
}

function windowConditions({ earlier, later, low, high }: JoinWindow): readonly Expr[] {
  const conditions: Expr[] = [];
  if (low !== null) conditions.push(timeCondition(later, low.strict ? '>' : '>=', earlier, low));
  if (high !== null) conditions.push(timeCondition(later, high.strict ? '<' : '<=', earlier, high));
  return conditions;
}

function timeCondition(
  later: FieldRef,
  cmp: '<' | '<=' | '>' | '>=',
  earlier: FieldRef,
  { micros }: Bound,
): Expr {
  return {
    op: 'compare',
    cmp,
    left: { kind: 'field', field: later },
    right: { kind: 'shifted', field: earlier, micros },
    type: 'time',
  };
}

/** A lag as a condition, where it is not used for looking up. */
export function lagConditions({ from, to, low, high }: Lag): readonly Expr[] {
  const time = (at: number): FieldRef => ({ at, field: 'time' });
  const bound = (micros: number) => (Number.isFinite(micros) ? { micros, strict: false } : null);
  return windowConditions({ earlier: time(from), later: time(to), low: bound(low), high: bound(high) });
}
