import type { Batch } from './batch.ts';
import type { ByteInput } from './byte-input.ts';
import type { EventKind } from './event-kind.ts';
import type { Want } from './want.ts';

/** A format: it says what it is, how to know its bytes, and reads them. */
export interface Source {
  /** As `inspect` names it: `zeek`, `pcap`. */
  readonly name: string;
  readonly gives: readonly EventKind[];
  /** Whether it reads the payload of connections: RPC that it does not give was then not there. */
  readonly payload?: boolean;
  /**
   * Looks at the first bytes (up to 64 KiB; the whole input where it is shorter).
   * @param mapping the text of the user's mapping file, where he gave one: formats that need it (csv, jsonl)
   *   are used only then
   * @returns null where they are not of this format.
   */
  recognise(head: Uint8Array, mapping?: string | null): Recognition | null;
  /**
   * Reads all of an input. Bad records become rejects; nothing is thrown for what the bytes hold.
   * The last batch is the only one that may carry `end`.
   */
  read(input: ByteInput, options: ReadOptions): AsyncIterable<SourceBatch>;
  /** 'lines': an input may be read in shares that begin and end at line ends. */
  readonly splitting: 'lines' | null;
}

export interface Recognition {
  /** What precisely it is: `conn.log, JSON lines`, `pcapng`. */
  readonly what: string;
  /** False for what is known and gives no events (other Zeek streams): neither a reject nor an error. */
  readonly used: boolean;
  /**
   * Present where the format needs a mapping and none was given: the text of one that may fit, null where none can
   * be guessed.
   */
  readonly proposedMapping?: string | null;
}

export interface ReadOptions {
  readonly part: number;
  readonly want: Want;
  /** Where the share is not the first: the `state` that the share before it ended with. */
  readonly state: string | null;
  /** For formats that the user describes (csv, jsonl): the text of his mapping file. */
  readonly mapping: string | null;
}

export interface SourceBatch extends Batch {
  readonly end?: ReadEnd;
}

export interface ReadEnd {
  /** What a following share must be told (a log's header in force); '' where there is nothing. */
  readonly state: string;
  /** The last line had no line end and could not be read: a log that is still written. */
  readonly unfinished: boolean;
  /** Payload of connections is missing from the input: cut off by a snap length, or packets were lost. */
  readonly lacksPayload?: boolean;
  /** Facts for the tally, as `forgotten SYNs: 3`. */
  readonly notes: readonly string[];
}
