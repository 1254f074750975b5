import type { Routine } from '../world/routine.ts';

/**
 * `page`: the kinds on which the method was once chosen. `other`: kinds on which nothing was. `apart`: what nobody can
 * tell from his own work by flows and calls, and is therefore no part of any total.
 */
export type Family = 'page' | 'other' | 'apart';

/** One step of an intruder: from one host into another, or over many hosts in one go. */
export interface Hop {
  /** Its number among all hops of the world. */
  readonly id: number;
  /** The campaign's number. */
  readonly campaign: number;
  readonly day: number;
  /** Hours after midnight. */
  readonly hour: number;
  /** Numbers of hosts. */
  readonly client: number;
  /** In the order in which they are reached. */
  readonly servers: readonly number[];
  /** Hours from one server to the next. */
  readonly every: number;
  /** Said to each server, one after the other. */
  readonly routines: readonly Routine[];
  /** Hours from the hop's start to that of each routine. */
  readonly starts: readonly number[];
  /** By which the routines' times are multiplied. */
  readonly pace: number;
}

export interface Campaign {
  readonly id: number;
  readonly kind: string;
  readonly family: Family;
  /** In the order of time. */
  readonly hops: readonly Hop[];
}
