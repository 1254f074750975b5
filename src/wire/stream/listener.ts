import type { ByteSink } from './byte-sink.ts';

/** Takes the bytes of a connection for as long as it finds something in them. */
export interface Listener extends ByteSink {
  /** Once true, it stays so: neither further bytes nor the end need be told. */
  readonly over: boolean;
}
