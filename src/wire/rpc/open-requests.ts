import type { Side } from '../stream/byte-sink.ts';
import { bindsOf, type OpenBind } from './open-bind.ts';
import { callOf, type OpenCall } from './open-call.ts';
import type { PresentationContext } from './presentation.ts';
import type { RpcMemory } from './rpc-memory.ts';
import type { RpcObserver } from './rpc-observer.ts';

/** So many requests wait for answers, or behind one that does, before the oldest leaves without. */
const MOST = 256;

type Open = OpenBind | OpenCall;

/** What a connection asked for and has not been told yet, in the order of its completion; what is under way last. */
export class OpenRequests {
  private readonly items: Open[] = [];
  private readonly observer: RpcObserver;
  private readonly memory: RpcMemory;

  constructor(observer: RpcObserver, memory: RpcMemory) {
    this.observer = observer;
    this.memory = memory;
  }

  /** Takes in a request that begins: what has its call id and lost its answer to missing bytes waits no longer. */
  wait(item: Open): void {
    for (const other of this.items)
      if (other.missed && other.side === item.side && other.callId === item.callId) other.done = true;
    this.items.push(item);
    if (this.items.length > MOST && !this.items[0]!.done) {
      this.memory.callsLetGo += 1;
      this.leave(this.items.shift()!);
    }
    this.leaveDone();
  }

  /** The last fragment of a request came. */
  complete(call: OpenCall): void {
    call.asked = true;
    if (this.items.at(-1) === call) return;
    this.items.splice(this.items.indexOf(call), 1);
    this.items.push(call);
    this.leaveDone();
  }

  /** What became of it is known; it leaves as soon as those before it have left. */
  finish(item: Open): void {
    item.done = true;
    this.leaveDone();
  }

  /** The call whose request is still under way. */
  underWay(side: Side, callId: number, contextId: number): OpenCall | null {
    for (const item of this.items)
      if (item.kind === 'call' && !item.done && !item.asked && item.side === side)
        if (item.callId === callId && item.contextId === contextId) return item;
    return null;
  }

  /** The bind that an answer of `side` is for. */
  boundBy(side: Side, callId: number): OpenBind | null {
    for (const item of this.items)
      if (item.kind === 'bind' && !item.done && item.side !== side && item.callId === callId) return item;
    return null;
  }

  /** The bind that asked for a context. */
  askedFor(context: PresentationContext): OpenBind | null {
    for (const item of this.items) if (item.kind === 'bind' && item.contexts.includes(context)) return item;
    return null;
  }

  /**
   * The call that an answer of `side` is for: of several with its id the oldest, but of its context if there is one.
   * @param first whether the answer begins here: then it is not for a call whose answer has begun.
   */
  calledBy(side: Side, callId: number, contextId: number, first: boolean): OpenCall | null {
    let found: OpenCall | null = null;
    for (const item of this.items) {
      if (item.kind !== 'call' || item.done || item.side === side || item.callId !== callId) continue;
      if (first && item.answering) item.done = true;
      else if (found === null || (item.contextId === contextId && found.contextId !== contextId))
        found = item;
    }
    this.leaveDone();
    return found;
  }

  /** The oldest call of `side` with that id. */
  cancelledBy(side: Side, callId: number): OpenCall | null {
    for (const item of this.items)
      if (item.kind === 'call' && !item.done && item.side === side && item.callId === callId) return item;
    return null;
  }

  /** Bytes of a side are missing: what was being put together of them, and what waits for them. */
  gap(side: Side): void {
    for (const item of this.items) {
      if (item.done) continue;
      if (item.side !== side) item.missed = true;
      if (item.kind === 'bind') continue;
      if (item.side === side && !item.asked) item.request.spoil();
      if (item.side !== side && item.answering) item.response.spoil();
    }
  }

  /** All leave as they stand. */
  end(): void {
    for (const item of this.items) this.leave(item);
    this.items.length = 0;
  }

  private leaveDone(): void {
    while (this.items[0]?.done) this.leave(this.items.shift()!);
  }

  private leave(item: Open): void {
    if (item.kind === 'call') this.observer.call(callOf(item));
    else for (const bind of bindsOf(item)) this.observer.bind(bind);
  }
}
