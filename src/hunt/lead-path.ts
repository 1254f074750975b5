import type { JudgedLead, Judgement } from '../baseline/judgement.ts';
import type { StrongEdge } from '../baseline/verdicts.ts';

/** How many steps back and on are told. */
const STEPS = 5;
/** Where a host reached many, so many of them are told. */
const WIDEST = 8;

/**
 * What led to a lead's client, what the client reached, and where that led on: `[from, to]`, by day and within it as
 * they follow each other. @param strong odd conversations of the days before and of the day
 */
export function leadPath(
  lead: JudgedLead,
  day: number,
  strong: readonly StrongEdge[],
): readonly (readonly [from: number, to: number])[] {
  const into: StrongEdge[] = [];
  const met = new Set([lead.client]);
  for (let edge = lead.path; edge !== null && into.length < STEPS; ) {
    into.unshift(edge);
    met.add(edge.client);
    const { client, day: before } = edge;
    edge =
      strong
        .filter((one) => one.server === client && one.day <= before && !met.has(one.client))
        .sort((a, b) => b.day - a.day || b.score - a.score)[0] ?? null;
  }
  const own = lead.servers
    .filter(({ score }, n) => n === 0 || score > 0)
    .slice(0, WIDEST)
    .map(({ server }): readonly [number, number] => [lead.client, server]);
  const onward: (readonly [number, number])[] = [];
  let ends = own.map(([, server]) => server).filter((server) => !met.has(server));
  for (let step = 0; step < STEPS && ends.length > 0; step++) {
    for (const end of ends) met.add(end);
    const next = strong
      .filter((one) => one.day === day && ends.includes(one.client) && !met.has(one.server))
      .slice(0, WIDEST);
    onward.push(...next.map(({ client, server }): readonly [number, number] => [client, server]));
    ends = [...new Set(next.map(({ server }) => server))];
  }
  return [
    ...into.map(({ client, server }): readonly [number, number] => [client, server]),
    ...own,
    ...onward,
  ];
}

/** The odd conversations of all days, each once: of a day that was judged, those of its judgement. */
export function knownStrong(
  before: readonly StrongEdge[],
  judgements: readonly Pick<Judgement, 'day' | 'strong'>[],
): readonly StrongEdge[] {
  const judged = new Map(judgements.map(({ day, strong }) => [day, strong]));
  return [...before.filter(({ day }) => !judged.has(day)), ...[...judged.values()].flat()];
}
