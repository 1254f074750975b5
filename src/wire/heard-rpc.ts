import { mappingsOf, wantsMappingStub } from './mapping-calls.ts';
import type { RpcBind, RpcCall, RpcObserver } from './rpc/rpc-observer.ts';
import type { SessionObserver } from './session-observer.ts';

/** Tells what is heard of RPC on a connection, or in a pipe of that name, and what its answers tell of endpoints. */
export class HeardRpc implements RpcObserver {
  private readonly pipe: string | null;
  private readonly observer: SessionObserver;

  constructor(pipe: string | null, observer: SessionObserver) {
    this.pipe = pipe;
    this.observer = observer;
  }

  bind(bind: RpcBind): void {
    this.observer.bind(bind, this.pipe);
  }

  call(call: RpcCall): void {
    this.observer.call(call, this.pipe);
    const mappings = mappingsOf(call);
    if (mappings.length > 0) this.observer.map(mappings, call, this.pipe);
  }

  wantsStub(iface: string, opnum: number): boolean {
    return this.observer.wantsMaps && wantsMappingStub(iface, opnum);
  }
}
