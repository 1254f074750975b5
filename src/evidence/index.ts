/** From the events of a run to findings: linking, the ladder, stretches of time, merging, ids. */
export { DEFAULT_GAP, findingsOf, findingsWant } from './findings.ts';
export type { SceneOptions } from './scene.ts';
export type { SeenCounts } from './sightings.ts';
