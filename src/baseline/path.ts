import type { Parameters } from './parameters.ts';
import type { StrongEdge } from './verdicts.ts';

/**
 * The strongest edge into each host, of the day (in whatever order of the hours, which masks of days do not tell)
 * and of the `pathDays` before. What a host did to itself is no path.
 */
export function edgesInto(
  day: number,
  past: readonly StrongEdge[],
  today: readonly StrongEdge[],
  { pathDays }: Parameters,
): ReadonlyMap<number, StrongEdge> {
  const into = new Map<number, StrongEdge>();
  for (const edge of [...past, ...today]) {
    if (edge.day < day - pathDays || edge.day > day || edge.client === edge.server) continue;
    const known = into.get(edge.server);
    if (known === undefined || edge.score > known.score) into.set(edge.server, edge);
  }
  return into;
}

/** What an edge into a client adds to the client's own score. */
export function pathBoost(own: number, edge: StrongEdge | undefined, parameters: Parameters): number {
  const { pathFrom, pathShare, pathMost } = parameters;
  return edge === undefined || own <= pathFrom ? 0 : pathShare * Math.min(pathMost, edge.score);
}
