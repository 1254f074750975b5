import { allows } from './allowance.ts';
import type { Frame, Pairs } from './frame.ts';
import type { Parameters } from './parameters.ts';
import type { PastLead } from './verdicts.ts';

/**
 * The pairs that are not learned from on a day, by pair of the frame: those of the leads of the days before, until
 * a person allows them or `heldDays` have passed since they were first shown. Showing them again in that time holds
 * them no longer. Roles see them all the same, that who takes up new work is not odd for ever.
 */
export function heldPairs(
  frame: Frame,
  day: number,
  leads: readonly PastLead[],
  { coldDays, heldDays }: Parameters,
): Uint8Array {
  const since = new Map<number, number>();
  for (const lead of leads) {
    if (lead.day >= day || lead.day < frame.first + coldDays) continue;
    for (const { server } of lead.servers) {
      const pair = findPair(frame.pairs, lead.client, server);
      if (pair >= 0 && !(lead.day - (since.get(pair) ?? -Infinity) <= heldDays)) since.set(pair, lead.day);
    }
  }
  const held = new Uint8Array(frame.pairs.length);
  for (const [pair, from] of since) if (day - from <= heldDays && !released(frame, pair, day)) held[pair] = 1;
  return held;
}

/** Whether a person has said of anything between the two that it is in order. */
function released({ snapshot, pairs }: Frame, pair: number, day: number): boolean {
  const client = snapshot.hosts[pairs.client[pair]!]!;
  const server = snapshot.hosts[pairs.server[pair]!]!;
  return snapshot.allowed.some((one) => allows(one, client, server, one.call, day));
}

/** The index of a pair, -1 where there is none. */
export function findPair({ length, client, server }: Pairs, x: number, y: number): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const before = client[middle]! < x || (client[middle] === x && server[middle]! < y);
    if (before) low = middle + 1;
    else high = middle;
  }
  return low < length && client[low] === x && server[low] === y ? low : -1;
}
