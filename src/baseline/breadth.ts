import type { Parameters } from './parameters.ts';

/**
 * What reaching many servers oddly adds to a client-day, of which the mean over its servers says nothing. Up to
 * `sweepFrom` odd conversations it adds nothing, since whoever takes up new work has as many.
 */
export function breadth(edgeScores: Float64Array, { strongEdge, sweepFrom }: Parameters): number {
  let odd = 0;
  for (const score of edgeScores) if (score > strongEdge) odd++;
  return odd > sweepFrom ? Math.log(odd / sweepFrom) : 0;
}
