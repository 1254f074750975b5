import type { Micros } from '../../model/time.ts';

/** Who sent: the side that opened the connection is the client. */
export type Side = 'client' | 'server';

/** Which packet: its time, and its number in the part (the origin of what it shows). */
export interface Mark {
  readonly time: Micros;
  readonly record: number;
}

/** Takes the bytes of the two directions of something that is ordered: a TCP connection, a pipe inside SMB. */
export interface ByteSink {
  /** The next bytes of a side; valid only during the call. `mark` is the packet that completed them. */
  bytes(side: Side, bytes: Uint8Array, from: number, to: number, mark: Mark): void;
  /** So many bytes of a side are missing here (0: an unknown number). What began before cannot be finished. */
  gap(side: Side, length: number, mark: Mark): void;
  /** Nothing more will come. */
  end(mark: Mark): void;
}
