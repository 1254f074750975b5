/** From the events of a run to findings: linking, the ladder, stretches of time, merging, ids. */
export { DEFAULT_GAP, findingsOf, findingsWant } from './findings.ts';
export type { InputFacts, SeenCounts } from './sightings.ts';
