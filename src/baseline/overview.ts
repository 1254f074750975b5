import { type Frame, frameOf } from './frame.ts';
import { heldPairs } from './guard.ts';
import { PARAMETERS } from './parameters.ts';
import { maskOfDays } from './ring.ts';
import { type Roles, rolesOf } from './roles.ts';
import { sightOf } from './sight.ts';
import type { Snapshot } from './snapshot.ts';

/** What a snapshot amounts to on the day after its last: what the next day is judged by. */
export interface Overview {
  readonly snapshot: Snapshot;
  readonly frame: Frame;
  readonly roles: Roles;
  /** What the guard holds, by client and server. */
  readonly held: readonly HeldPair[];
}

/** Hosts are ids of the snapshot. */
export interface HeldPair {
  readonly client: number;
  readonly server: number;
  /** The first of its leads that still hold it. */
  readonly since: number;
  /** How odd it was then. */
  readonly score: number;
}

export function overviewOf(snapshot: Snapshot): Overview {
  const frame = frameOf(snapshot, PARAMETERS.settledAfter);
  const day = snapshot.last + 1;
  const sight = sightOf(frame, day, PARAMETERS);
  const held = heldPairs(frame, day, snapshot.verdicts.leads, PARAMETERS);
  return { snapshot, frame, roles: rolesOf(frame, sight, false), held: listHeld(frame, held, day) };
}

function listHeld({ pairs, snapshot }: Frame, held: Uint8Array, day: number): readonly HeldPair[] {
  const found: HeldPair[] = [];
  for (let pair = 0; pair < pairs.length; pair++) {
    if (held[pair] === 0) continue;
    const [client, server] = [pairs.client[pair]!, pairs.server[pair]!];
    const leads = snapshot.verdicts.leads.filter(
      (lead) => lead.client === client && day - lead.day <= PARAMETERS.heldDays,
    );
    const first = leads.find((lead) => lead.servers.some((one) => one.server === server));
    if (first === undefined) continue;
    const { score } = first.servers.find((one) => one.server === server)!;
    found.push({ client, server, since: first.day, score });
  }
  return found;
}

/** The days on which anything was seen, as a mask of the window. */
export function daysSeen({ rows }: Snapshot): readonly [low: number, high: number] {
  let [low, high] = maskOfDays(1, 0);
  for (let row = 0; row < rows.length; row++) {
    low |= rows.daysLow[row]!;
    high |= rows.daysHigh[row]!;
  }
  return [low, high];
}
