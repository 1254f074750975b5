/** From the events of a run to findings: linking, the ladder, stretches of time, merging, ids. */
export { byStart, DEFAULT_GAP, findingsOf, findingsWant } from './findings.ts';
export { HostGroups, type SeenCounts } from './host-groups.ts';
export type { InputFacts } from './sightings.ts';
