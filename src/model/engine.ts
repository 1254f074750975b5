import type { Diagnostic } from './diagnostic.ts';
import type { EventStore } from './event-store.ts';
import type { Ir } from './ir.ts';
import type { MatchBatch } from './match.ts';

/** An analytic, compiled. */
export interface Program {
  /** `CAR-2014-05-001`, or the file's name. */
  readonly analytic: string;
  readonly ir: Ir;
}

/** One way to run programs over a store. All engines give the same rows. */
export interface Engine {
  readonly name: string;
  /** What this engine cannot run, by name, before it starts; empty where it can. */
  refuse(program: Program): readonly Diagnostic[];
  /**
   * All rows of the first output, then of the next. Within an output rows are in order of their earliest event's
   * time, then of the time of each event in turn, then of the origin (part, record) of each event in turn.
   */
  run(program: Program, store: EventStore): AsyncIterable<MatchBatch>;
}
