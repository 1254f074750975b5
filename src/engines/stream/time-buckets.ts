/** Stretches of time of equal width, from 0: bucket n holds low + n·width ≤ time < low + (n + 1)·width. */
export interface TimeGrid {
  readonly low: number;
  /** A power of two, so that dividing by it is exact. */
  readonly width: number;
  readonly buckets: number;
}

const MOST_BUCKETS = 1 << 16;
const BUCKET_ROWS = 1 << 12;

/** A grid over all times of several sides, of some thousand rows a bucket where they are spread evenly. */
export function gridOver(sides: readonly { refs: Uint32Array; times: Float64Array }[]): TimeGrid {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let rows = 0;
  for (const { refs, times } of sides) {
    rows += refs.length;
    for (let i = 0; i < refs.length; i++) {
      const time = times[refs[i]!]!;
      if (time < low) low = time;
      if (time > high) high = time;
    }
  }
  if (rows === 0) return { low: 0, width: 1, buckets: 1 };
  const most = Math.min(MOST_BUCKETS, 1 + Math.floor(rows / BUCKET_ROWS));
  const width = 2 ** Math.ceil(Math.log2((high - low + 1) / most));
  return { low, width, buckets: Math.floor((high - low) / width) + 1 };
}

/** Refs by bucket: those of bucket n stand in refs[starts[n] … starts[n + 1]], in the order given. */
export interface BucketedRefs {
  readonly refs: Uint32Array;
  readonly starts: Uint32Array;
}

export function bucketByTime(refs: Uint32Array, times: Float64Array, grid: TimeGrid): BucketedRefs {
  const { low, width, buckets } = grid;
  const scale = 1 / width;
  const starts = new Uint32Array(buckets + 1);
  if (buckets === 1) {
    starts[1] = refs.length;
    return { refs, starts };
  }
  for (let i = 0; i < refs.length; i++) starts[(((times[refs[i]!]! - low) * scale) | 0) + 1]! += 1;
  for (let bucket = 0; bucket < buckets; bucket++) starts[bucket + 1]! += starts[bucket]!;
  const places = starts.slice();
  const bucketed = new Uint32Array(refs.length);
  for (let i = 0; i < refs.length; i++) {
    const ref = refs[i]!;
    const bucket = ((times[ref]! - low) * scale) | 0;
    const place = places[bucket]!;
    places[bucket] = place + 1;
    bucketed[place] = ref;
  }
  return { refs: bucketed, starts };
}
