import type { Mapping } from './mapping.ts';
import type { RpcBind, RpcCall } from './rpc/rpc-observer.ts';
import type { Mark } from './stream/byte-sink.ts';

/** Hears the RPC of one connection. */
export interface SessionObserver {
  /** @param pipe the pipe's name as it was written; null where the RPC is in no pipe, or in one of unknown name */
  bind(bind: RpcBind, pipe: string | null): void;
  call(call: RpcCall, pipe: string | null): void;
  /** What the answer to a call told of endpoints, after the call itself. */
  map(mappings: readonly Mapping[], call: RpcCall, pipe: string | null): void;
  /** Whether anybody wants to hear of endpoints. */
  readonly wantsMaps: boolean;
  /** The connection speaks encrypted SMB: what it says from here on cannot be read. */
  encrypted(mark: Mark): void;
}
