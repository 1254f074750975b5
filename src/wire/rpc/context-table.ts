import type { Side } from '../stream/byte-sink.ts';
import type { PresentationContext } from './presentation.ts';
import type { RpcMemory } from './rpc-memory.ts';

const MOST = 1024;

/** What an id stands for: what it was last asked to, or accepted for. */
interface Meaning {
  asked: PresentationContext | null;
  accepted: PresentationContext | null;
}

/** The presentation contexts of a connection: what each id of each side stands for. */
export class ContextTable {
  private readonly meanings = new Map<number, Meaning>();
  private readonly memory: RpcMemory;

  constructor(memory: RpcMemory) {
    this.memory = memory;
  }

  /** Null where the id was not bound, or was so before the capture began. */
  find(side: Side, id: number): PresentationContext | null {
    const meaning = this.meanings.get(keyOf(side, id));
    return meaning === undefined ? null : (meaning.asked ?? meaning.accepted);
  }

  /** Calls may follow before the answer is seen, so a context counts from its request on. */
  enter(side: Side, context: PresentationContext): void {
    const key = keyOf(side, context.id);
    const meaning = this.meanings.get(key);
    if (meaning !== undefined) meaning.asked = context;
    else if (this.meanings.size < MOST) this.meanings.set(key, { asked: context, accepted: null });
    else this.memory.contextsLetGo += 1;
  }

  /** A refused context changes nothing for the id; where none was accepted, calls go on naming what it asked for. */
  settle(side: Side, context: PresentationContext): void {
    const meaning = this.meanings.get(keyOf(side, context.id));
    if (meaning === undefined) return;
    if (context.result === 'accepted') meaning.accepted = context;
    if (meaning.asked === context && meaning.accepted !== null) meaning.asked = null;
  }
}

function keyOf(side: Side, id: number): number {
  return side === 'client' ? id : id + 0x1_0000;
}
