/**
 * The first place in order[from … to], whose times ascend, at which the time is `time` or more. Looks near `from`
 * first: in a join most ranges are short.
 */
export function lowerBound(
  order: Uint32Array,
  times: Float64Array,
  from: number,
  to: number,
  time: number,
): number {
  let low = from;
  let step = 1;
  while (low < to && times[order[low]!]! < time) {
    from = low + 1;
    low += step;
    step *= 2;
  }
  let high = Math.min(low, to);
  while (from < high) {
    const middle = (from + high) >>> 1;
    if (times[order[middle]!]! < time) from = middle + 1;
    else high = middle;
  }
  return from;
}
