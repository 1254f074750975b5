import type { EventRefs } from './event-refs.ts';
import { kindOfRef } from './event-refs.ts';

/** The order of two events by time: below, at or above 0. */
export function compareTimes(events: EventRefs, a: number, b: number): number {
  return timeOfRef(events, a) - timeOfRef(events, b);
}

/** The order of two events by origin: part, then record; what one record gave stays in the order of refs. */
export function compareOrigins(events: EventRefs, a: number, b: number): number {
  const [kindA, kindB] = [kindOfRef(events, a), kindOfRef(events, b)];
  const [rowA, rowB] = [a - events.starts[kindA]!, b - events.starts[kindB]!];
  const [tableA, tableB] = [events.tables[kindA]!, events.tables[kindB]!];
  return tableA.part(rowA) - tableB.part(rowB) || tableA.record[rowA]! - tableB.record[rowB]! || a - b;
}

export function timeOfRef(events: EventRefs, ref: number): number {
  const kind = kindOfRef(events, ref);
  return events.tables[kind]!.time[ref - events.starts[kind]!]!;
}

/**
 * The order of the rows of an output, for rows held as a column of refs for each event: by the time of the
 * earliest event, then by the time of each event in turn, then by the origin of each event in turn.
 */
export function rowOrder(
  events: readonly EventRefs[],
  refs: readonly Uint32Array[],
): (a: number, b: number) => number {
  const earliest = (row: number) => {
    let time = Number.POSITIVE_INFINITY;
    for (let i = 0; i < events.length; i++) time = Math.min(time, timeOfRef(events[i]!, refs[i]![row]!));
    return time;
  };
  return (a, b) => {
    let order = earliest(a) - earliest(b);
    for (let i = 0; order === 0 && i < events.length; i++)
      order = compareTimes(events[i]!, refs[i]![a]!, refs[i]![b]!);
    for (let i = 0; order === 0 && i < events.length; i++)
      order = compareOrigins(events[i]!, refs[i]![a]!, refs[i]![b]!);
    return order;
  };
}
