import type { CarAction, CarObject } from './car-table.ts';

/** A CAR object and what happened to it, as `flow/start`. Every event is of exactly one kind. */
export type EventKind = { [O in CarObject]: `${O}/${CarAction<O>}` }[CarObject];

/** The object of a kind: `flow` of `flow/start`. */
export function objectOf(kind: EventKind): CarObject {
  return kind.slice(0, kind.indexOf('/')) as CarObject;
}

/** The action of a kind: `start` of `flow/start`. */
export function actionOf(kind: EventKind): string {
  return kind.slice(kind.indexOf('/') + 1);
}
