import type { ByteSink, Mark } from '../stream/byte-sink.ts';

/** Hears what an SMB connection shows of named pipes. */
export interface SmbObserver {
  /**
   * A pipe was opened, or one that was opened before the capture began shows RPC.
   * @param name as written, without `\` and `\pipe\` before it (compare it case-blind); null where it was not seen
   * @returns what takes the bytes written to it (`client`) and read from it (`server`) until it is closed; null
   *   where nobody wants them
   */
  pipe(name: string | null, mark: Mark): ByteSink | null;
  /** The first encrypted message: what such messages hold cannot be read. */
  encrypted(mark: Mark): void;
  /** The first compressed message: what such messages hold is not read. */
  compressed(mark: Mark): void;
}
