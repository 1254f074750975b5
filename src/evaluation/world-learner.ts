import { DYNAMIC, MAPPER, SMB } from '../baseline/call-key.ts';
import type { Ledger } from '../baseline/ledger.ts';
import { asksMapper, type Conversation, callTime, type WorldDay } from './world/conversation.ts';
import { addressOf, type Host } from './world/host.ts';
import { MAPPER_CALL, type Routine } from './world/routine.ts';

/** What a sensor sees of conversations: their calls, which interface they are with, or the flows alone. */
export type Visibility = 'operation' | 'interface' | 'flows';

/** Writes the days of a world into a ledger, as a sensor that goes by addresses, or by names, would see them. */
export class WorldLearner {
  private readonly ledger: Ledger;
  private readonly hosts: readonly Host[];
  private readonly visibility: Visibility;
  private readonly byName: boolean;
  private readonly keys: number[] = [];
  private readonly calls = new Map<Routine, Int32Array>();
  private readonly mapperCall: number;

  constructor(
    ledger: Ledger,
    hosts: readonly Host[],
    { visibility, byName }: { readonly visibility: Visibility; readonly byName: boolean },
  ) {
    this.ledger = ledger;
    this.hosts = hosts;
    this.visibility = visibility;
    this.byName = byName;
    this.mapperCall = ledger.call(seen(MAPPER_CALL, visibility));
  }

  learn({ conversations, slots }: WorldDay): void {
    const { ledger } = this;
    for (const conversation of conversations) {
      const { routine, start } = conversation;
      const client = this.hostOf(conversation.client, slots);
      const server = this.hostOf(conversation.server, slots);
      if (this.visibility === 'flows') {
        const call = transportOf(conversation);
        if (call !== null) ledger.see(client, server, ledger.call(call), start);
        continue;
      }
      // Port 445 without calls is no RPC where calls are visible at all.
      if (routine.steps.length === 0) continue;
      if (asksMapper(conversation)) ledger.see(client, server, this.mapperCall, start);
      const calls = this.callsOf(routine);
      for (let i = 0; i < calls.length; i++)
        ledger.see(client, server, calls[i]!, callTime(conversation, routine.steps[i]!));
    }
  }

  /** The ledger's number of a host on a day. */
  hostOf(id: number, slots: Int32Array): number {
    const key = this.byName ? id : slots[id]!;
    this.keys[key] ??= this.ledger.host(this.nameOf(id, slots));
    return this.keys[key];
  }

  /** As the sensor names a host on a day. */
  nameOf(id: number, slots: Int32Array): string {
    return this.byName ? this.hosts[id]!.name.toLowerCase() : addressOf(slots[id]!);
  }

  private callsOf(routine: Routine): Int32Array {
    let calls = this.calls.get(routine);
    if (calls === undefined) {
      calls = Int32Array.from(routine.steps, ({ call }) => this.ledger.call(seen(call, this.visibility)));
      this.calls.set(routine, calls);
    }
    return calls;
  }
}

/** The key of a call where no more than the interface is known. */
function seen(call: string, visibility: Visibility): string {
  return visibility === 'interface' ? call.slice(0, call.indexOf('#')) : call;
}

/** What flows alone show of a conversation; null for a dynamic port without a question to the mapper. */
export function transportOf({ routine, asks }: Conversation): string | null {
  if (routine.transport === 'tcp') return asks ? DYNAMIC : null;
  return routine.transport === 'mapper' ? MAPPER : SMB;
}
