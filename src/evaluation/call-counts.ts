import type { KnownCalls } from './known-calls.ts';
import { type Conversation, callTime } from './world/conversation.ts';

/** BZAR counts discovery calls within five minutes. */
const WINDOW_MICROS = 300_000_000;

/** What one client called on one day. */
export interface CallCount {
  readonly client: number;
  readonly executions: number;
  /** The most discovery calls within five minutes. */
  readonly discoveries: number;
}

/** Counts execution and discovery calls by client; clients without any are left out. */
export function callCounts(conversations: readonly Conversation[], known: KnownCalls): readonly CallCount[] {
  const executions = new Map<number, number>();
  const discoveries = new Map<number, number[]>();
  for (const conversation of conversations) {
    const { client, routine } = conversation;
    for (const step of routine.steps)
      if (known.execution.has(step.call)) executions.set(client, (executions.get(client) ?? 0) + 1);
      else if (known.discovery.has(step.call)) {
        const times = discoveries.get(client);
        if (times === undefined) discoveries.set(client, [callTime(conversation, step)]);
        else times.push(callTime(conversation, step));
      }
  }
  return [...new Set([...executions.keys(), ...discoveries.keys()])].map((client) => ({
    client,
    executions: executions.get(client) ?? 0,
    discoveries: mostWithin(discoveries.get(client) ?? []),
  }));
}

function mostWithin(times: number[]): number {
  times.sort((a, b) => a - b);
  let most = 0;
  for (let from = 0, to = 0; to < times.length; to++) {
    while (times[to]! - times[from]! > WINDOW_MICROS) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}
