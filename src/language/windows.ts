import type { Bound, CompareOp, FieldRef, JoinWindow } from '../model/ir.ts';

/** Bounds on `later - earlier` as they are found. */
interface OpenWindow {
  readonly earlier: FieldRef;
  readonly later: FieldRef;
  low: Bound | null;
  high: Bound | null;
}

/** Collects bounds between pairs of times, one window a pair. */
export class Windows {
  private readonly found: OpenWindow[] = [];

  /**
   * Takes `left cmp right + shift` (µs). False where it is no bound (`!=`), or where the pair could never meet both
   * it and the bounds before: it then stays a condition like any other.
   */
  add(left: FieldRef, cmp: CompareOp, right: FieldRef, shift: number): boolean {
    if (cmp === '!=') return false;
    const known = this.found.find((one) => isPair(one, left, right) || isPair(one, right, left));
    const window = known ?? { earlier: right, later: left, low: null, high: null };
    const ahead = window.later.at === left.at && window.later.field === left.field;
    const bound = { micros: ahead ? shift : 0 - shift, strict: cmp === '<' || cmp === '>' };
    const below = cmp === '==' || (cmp[0] === '<') === ahead;
    const above = cmp === '==' || !below;
    const high = below ? tighter(window.high, bound, 1) : window.high;
    const low = above ? tighter(window.low, bound, -1) : window.low;
    if (
      low !== null &&
      high !== null &&
      (low.micros > high.micros || (low.micros === high.micros && (low.strict || high.strict)))
    )
      return false;
    window.high = high;
    window.low = low;
    if (known === undefined) this.found.push(window);
    return true;
  }

  /** The windows in the order of their pairs' first mention, each with the side that comes first as `earlier`. */
  list(): readonly JoinWindow[] {
    return this.found.map((one) => (runsBackward(one) ? turned(one) : { ...one }));
  }
}

function isPair(window: OpenWindow, earlier: FieldRef, later: FieldRef): boolean {
  return same(window.earlier, earlier) && same(window.later, later);
}

function same(a: FieldRef, b: FieldRef): boolean {
  return a.at === b.at && a.field === b.field;
}

/** The bound that lets less through; `sign` is 1 for upper bounds, -1 for lower ones. */
function tighter(a: Bound | null, b: Bound, sign: 1 | -1): Bound {
  if (a === null) return b;
  if (a.micros === b.micros) return a.strict ? a : b;
  return sign * a.micros < sign * b.micros ? a : b;
}

/** Whether what is called `later` comes first: it lies more on the side before. */
function runsBackward({ earlier, later, low, high }: OpenWindow): boolean {
  const middle = (low?.micros ?? 0) + (high?.micros ?? 0);
  if (low === null && high === null) return false;
  if (low === null) return high!.micros <= 0;
  if (high === null) return low.micros < 0;
  return middle === 0 ? earlier.at > later.at : middle < 0;
}

function turned({ earlier, later, low, high }: OpenWindow): JoinWindow {
  return { earlier: later, later: earlier, low: high && mirrored(high), high: low && mirrored(low) };
}

function mirrored({ micros, strict }: Bound): Bound {
  return { micros: 0 - micros, strict };
}
