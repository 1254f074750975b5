import type { EventRows } from '../columns/event-rows.ts';
import { MICROS_PER_SECOND, type Micros } from '../model/time.ts';
import type { Flow } from './flow.ts';
import { heardCount } from './sighting.ts';

/** CAR's window. Behind the end of a mapper's connection it is ours. */
export const WINDOW = 2 * MICROS_PER_SECOND;
/** Two sensors' clocks may set an answer a little too late. */
const CLOCKS_APART = 50_000;
/** A port is kept as long as the service runs; after a day it may be another's. */
const REMEMBERED = 86_400 * MICROS_PER_SECOND;
/** Connections to a mapper that are looked at for one flow, the latest first. */
const LOOKED_AT = 64;
/** Answers with other ports that are kept of one flow. */
const SHOWN = 8;

/** What a server told a client: an interface is at this port. */
export interface Answer {
  readonly row: number;
  readonly time: Micros;
  readonly port: number;
  /** The connection it was told on. */
  readonly flow: Flow;
}

/** What one server's endpoint mapper said to one client, and when the two talked. */
export class Mappers {
  /** Connections to port 135, by their start. */
  private readonly flows: readonly Flow[];
  /** The latest end of the flows up to each. */
  private readonly ends: Float64Array;
  private readonly starts: Float64Array;
  private readonly answers = new Map<number, Answer[]>();
  /** When an object was activated. */
  private readonly activations: Micros[] = [];

  constructor(flows: readonly Flow[]) {
    this.flows = [...flows].sort((a, b) => a.start - b.start);
    this.starts = Float64Array.from(this.flows, ({ start }) => start);
    let latest = Number.NEGATIVE_INFINITY;
    this.ends = Float64Array.from(this.flows, ({ end }) => {
      latest = Math.max(latest, end);
      return latest;
    });
  }

  get any(): boolean {
    return this.flows.length > 0;
  }

  /** @param activated whether it answered the activation of a DCOM object */
  tell(answer: Answer, activated: boolean): void {
    if (activated) this.activations.push(answer.time);
    const told = this.answers.get(answer.port);
    if (told === undefined) this.answers.set(answer.port, [answer]);
    else told.push(answer);
  }

  /**
   * To be called when all is told.
   * @param maps the rows of rpc/map
   */
  settle(maps: EventRows): void {
    for (const told of this.answers.values()) told.sort((a, b) => maps.inOrder(a.row, b.row));
    this.activations.sort((a, b) => a - b);
  }

  /** The last answer that named this port before `time`; null where there is none in a day. */
  lastAnswer(port: number, time: Micros): Answer | null {
    const told = this.answers.get(port) ?? [];
    const at = lastBefore(told.length, (i) => told[i]!.time <= time + CLOCKS_APART);
    const answer = told[at];
    return answer !== undefined && time - answer.time <= REMEMBERED ? answer : null;
  }

  /** The connections to the mapper that were open at `time`, or ended less than two seconds before, latest first. */
  around(time: Micros): readonly Flow[] {
    const { flows, starts, ends } = this;
    const found: Flow[] = [];
    const last = lastBefore(flows.length, (i) => starts[i]! < time);
    for (let i = last; i >= 0 && i > last - LOOKED_AT && ends[i]! + WINDOW > time; i--)
      if (flows[i]!.end + WINDOW > time) found.push(flows[i]!);
    return found;
  }

  activatedBetween(from: Micros, to: Micros): boolean {
    const { activations } = this;
    const last = activations[lastBefore(activations.length, (i) => activations[i]! <= to)];
    return last !== undefined && last >= from;
  }

  /** The last connection to the mapper that began before `time`. */
  lastFlow(time: Micros): Flow | null {
    return this.flows[lastBefore(this.flows.length, (i) => this.starts[i]! < time)] ?? null;
  }
}

/** What connections to a mapper say of a port: whether any of them could not be read, and which named others. */
export interface Denial {
  readonly readable: boolean;
  /** Rows of answers; a few, where there are many. */
  readonly others: readonly number[];
}

/** @param maps the rows of rpc/map */
export function denialOf(flows: readonly Flow[], maps: EventRows): Denial {
  return {
    readable: flows.every(({ heard }) => heardCount(heard) > 0),
    others: someAnswers(flows, maps),
  };
}

function someAnswers(flows: readonly Flow[], maps: EventRows): readonly number[] {
  const rows: number[] = [];
  for (const { heard } of flows)
    for (const row of heard.maps) {
      if (maps.port('mapped_port', row) < 0) continue;
      rows.push(row);
      if (rows.length === SHOWN) return rows;
    }
  return rows;
}

/** The last of `count` entries for which a test holds that holds up to some entry; -1 where it holds for none. */
function lastBefore(count: number, holds: (i: number) => boolean): number {
  let low = -1;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
