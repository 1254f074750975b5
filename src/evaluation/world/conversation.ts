import type { Micros } from '../../model/time.ts';
import type { Routine, Step } from './routine.ts';

/** A conversation that is no intruder's. */
export const BENIGN = -1;

/** One client with one server once, as the wire has it. */
export interface Conversation {
  /** Numbers of hosts. */
  readonly client: number;
  readonly server: number;
  /** Of its first packet. */
  readonly start: Micros;
  readonly routine: Routine;
  /** By which the times of the routine's steps are multiplied. */
  readonly pace: number;
  /** Whether the server's mapper is asked for the port first. */
  readonly asks: boolean;
  /** The number of the hop, in the campaigns of the world; BENIGN where it is none. */
  readonly hop: number;
}

/** From the question to the mapper to the connection that it tells of, in microseconds. */
export const AFTER_MAPPER = 5_000;

/** When a step of the conversation is called. */
export function callTime({ start, routine, pace, asks }: Conversation, { after, onMapper }: Step): Micros {
  const wait = routine.transport === 'tcp' && asks && !onMapper ? AFTER_MAPPER : 0;
  return start + wait + Math.round(after * pace);
}

/** Whether its first step is the question to the mapper, which no routine lists. */
export function asksMapper({ routine, asks }: Conversation): boolean {
  return routine.transport === 'tcp' && asks && !routine.asksAlways;
}

/** A day of the enterprise. */
export interface WorldDay {
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly weekend: boolean;
  readonly patchDay: boolean;
  /** In no order. */
  readonly conversations: readonly Conversation[];
  /** The address of each host on this day, as `addressOf` reads it. */
  readonly slots: Int32Array;
}
