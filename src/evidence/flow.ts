import { compareTexts } from '../baseline/text-order.ts';
import { FLOW_STATUS, type FlowStatus } from '../model/finding.ts';
import { MICROS_PER_SECOND, type Micros } from '../model/time.ts';
import { type HeardRows, heardCount, type Sighting, statusOf } from './sighting.ts';

/** By how much the clocks of two sensors may differ; a client does not use the same port again that soon. */
const SENSORS_APART = 60 * MICROS_PER_SECOND;
/** A client that gets no answer asks again, for at most about this long. */
const RETRIES_APART = 60 * MICROS_PER_SECOND;

/** What one sensor saw of a connection, in order: retries, and pieces where files follow one another. */
type View = readonly Sighting[];

/** A connection, however many sensors saw it and however often the client asked to open it. */
export interface Flow {
  readonly client: number;
  readonly server: number;
  readonly clientPort: number;
  readonly serverPort: number;
  readonly start: Micros;
  readonly end: Micros;
  readonly views: readonly View[];
  readonly status: FlowStatus | undefined;
  /** How often the client asked to open it. */
  readonly attempts: number;
  /** The RPC in it, as the sensor that heard most of it did. */
  readonly heard: HeardRows;
}

/**
 * The connections between one client and one port of one server, by their start.
 * @param sightings of that client and that port alone
 */
export function flowsOf(sightings: readonly Sighting[]): readonly Flow[] {
  const flows: Sighting[][][] = [];
  const latest = new Map<number, Sighting[][]>();
  for (const sighting of [...sightings].sort(inOrder)) {
    const before = latest.get(sighting.clientPort);
    if (before !== undefined && joins(before, sighting)) continue;
    const views = [[sighting]];
    flows.push(views);
    latest.set(sighting.clientPort, views);
  }
  return flows.map(flowOf);
}

/** The same whatever order they were read in. */
function inOrder(a: Sighting, b: Sighting): number {
  return (
    a.start - b.start ||
    a.leaf - b.leaf ||
    a.clientPort - b.clientPort ||
    a.end - b.end ||
    compareTexts(a.flowId ?? '', b.flowId ?? '')
  );
}

/** Adds a sighting to the flow that it belongs to, if it does. */
function joins(views: Sighting[][], sighting: Sighting): boolean {
  const own = views.find((view) => view[0]!.leaf === sighting.leaf);
  if (own !== undefined) {
    if (!isRetry(own.at(-1)!, sighting)) return false;
    own.push(sighting);
    return true;
  }
  const first = views[0]![0]!;
  if (sighting.begun && first.begun) {
    if (sighting.start - first.start > SENSORS_APART) return false;
    views.push([sighting]);
    return true;
  }
  const goesOn = views.find((view) => !sighting.begun && view.at(-1)!.end <= sighting.start);
  if (goesOn !== undefined) {
    if (sighting.start - goesOn.at(-1)!.end > SENSORS_APART) return false;
    goesOn.push(sighting);
    return true;
  }
  if (sighting.start > Math.max(...views.flat().map(({ end }) => end))) return false;
  views.push([sighting]);
  return true;
}

function isRetry(before: Sighting, after: Sighting): boolean {
  const status = statusOf(before);
  const silent = status === 'unanswered' || status === 'refused';
  return silent && after.start - before.end <= RETRIES_APART;
}

function flowOf(views: readonly View[]): Flow {
  const all = views.flat();
  const { client, server, clientPort, serverPort } = all[0]!;
  const statuses = all.map(statusOf);
  const heardBy = views.map((view): HeardRows => {
    const rows = (of: keyof HeardRows) => view.flatMap((sighting) => sighting.heard[of]);
    return { maps: rows('maps'), binds: rows('binds'), calls: rows('calls') };
  });
  return {
    client,
    server,
    clientPort,
    serverPort,
    start: all.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY),
    end: all.reduce((most, { end }) => Math.max(most, end), Number.NEGATIVE_INFINITY),
    views,
    status: FLOW_STATUS.find((status) => statuses.includes(status)),
    attempts: views.reduce((most, view) => Math.max(most, attemptsOf(view)), 0),
    heard: heardBy.reduce((best, one) => (heardCount(one) > heardCount(best) ? one : best)),
  };
}

function attemptsOf(view: View): number {
  const asked = view.filter(({ begun }) => begun);
  return asked.reduce((sum, { state, packets }) => sum + (state === 'S0' && packets > 1 ? packets : 1), 0);
}
