import type { Parameters } from './parameters.ts';

/**
 * What the number of servers that were reached oddly adds to a client-day, of which the mean over its servers says
 * nothing. Some, from `newWorkFrom` to twice `sweepFrom`, are what someone has who takes up new work or another's
 * address, and take away; more than `sweepFrom` are the more a sweep the more they are, and add.
 */
export function breadth(edgeScores: Float64Array, parameters: Parameters): number {
  const { strongEdge, newWorkFrom, newWork, sweepFrom } = parameters;
  let odd = 0;
  for (const score of edgeScores) if (score > strongEdge) odd++;
  if (odd < newWorkFrom) return 0;
  const less = odd <= 2 * sweepFrom ? newWork : 0;
  return Math.log(Math.max(1, odd / sweepFrom)) - less;
}
