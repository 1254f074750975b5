import type { CarObject } from './car-table.ts';
import type { EventKind } from './event-kind.ts';
import type { EventStore } from './event-store.ts';
import type { MatchBatch, MatchColumn } from './match.ts';

/**
 * Takes the bytes of a result, in order. A chunk is the sink's, which may use it again once the promise has settled
 * (at once where there is none): it must not be changed, and what is to be kept longer must be copied.
 */
export type WriteBytes = (chunk: Uint8Array) => void | Promise<void>;

/** One output of one analytic, known before its first row. */
export interface OutputShape {
  readonly analytic: string;
  /** The output's name in the text: `rpc`. */
  readonly output: string;
  /** The events of a row, in the order of `MatchBatch.columns`. */
  readonly events: readonly EventShape[];
}

export interface EventShape {
  /** The set's name in the text: `rpc_mapper`. */
  readonly name: string;
  readonly object: CarObject;
  /** The fields to show beside time and origin, in order; what is unknown is left out. */
  readonly fields: readonly string[];
}

/** How a person's page looks; what is made for machines ignores it. */
export interface Page {
  /** Columns of the terminal. */
  readonly width: number;
  readonly colour: boolean;
  /** Rows that are shown; the rest is counted. Infinite shows all. */
  readonly limit: number;
}

/** A form in which results leave. */
export interface Sink {
  /** As `--format` names it. */
  readonly name: string;
  /** For the rows of analytics. */
  openMatches(outputs: readonly OutputShape[], page: Page, write: WriteBytes): MatchWriter;
  /** For events themselves, all of one object. */
  openEvents(shape: EventShape, page: Page, write: WriteBytes): EventWriter;
}

export interface MatchWriter {
  /** Rows whose row numbers refer to tables of `store`. */
  write(store: EventStore, batch: MatchBatch): Promise<void>;
  end(): Promise<void>;
}

export interface EventWriter {
  /** The first `count` entries of `events`, in the order given; all writes of one store name the same kinds. */
  write(store: EventStore, events: Omit<MatchColumn, 'name'>, count: number): Promise<void>;
  end(): Promise<void>;
}

/** The kind of the event that entry `i` of a column stands for. */
export function kindAt(column: Omit<MatchColumn, 'name'>, i: number): EventKind {
  return column.kinds[column.kindOf === null ? 0 : column.kindOf[i]!]!;
}
