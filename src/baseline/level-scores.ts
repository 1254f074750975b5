import type { IntruderCalls } from '../knowledge/intruder-calls.ts';
import type { AllowList } from './allow-list.ts';
import { CallTerms } from './call-term.ts';
import type { LevelDay } from './level-day.ts';
import { ServerTerms } from './server-term.ts';
import { KNOWN, TODAY } from './sight.ts';

/**
 * The log-likelihood ratio L of each conversation of a day at one level: that its client is an intruder's, against
 * that it does as it, its group and its network have done. Columns by pair seen on the day, in the order of the
 * level's pairs, and by call of it.
 */
export interface LevelScores {
  readonly length: number;
  /** Index into the frame's pairs. */
  readonly pair: Int32Array;
  /** Its greatest `callScore`. */
  readonly score: Float64Array;
  /** Call of that; an index into the columns below. */
  readonly best: Int32Array;
  /** 1 where nothing was known of it. */
  readonly fresh: Uint8Array;
  /** See `ServerTerms`; 0 where the pair is known. */
  readonly novelty: Float64Array;
  readonly kind: Float64Array;
  readonly place: Float64Array;
  /** Clients of the client's group, it left out, that have been to the server; of a new pair. */
  readonly peers: Int32Array;
  /** The calls of pair n are those from callStart[n] up to callStart[n + 1]. */
  readonly callStart: Int32Array;
  /** Into the snapshot's calls. */
  readonly call: Int32Array;
  /** ln of how likely an intruder is to use it. */
  readonly intruder: Float64Array;
  /** -ln of how likely the client was to use it on the server. */
  readonly rarity: Float64Array;
  readonly callScore: Float64Array;
}

export function scoreLevel(day: LevelDay, intruder: IntruderCalls, allowed: AllowList): LevelScores {
  const { level, states, without, sight } = day;
  const { least, most } = sight.parameters;
  const server = new ServerTerms(day);
  const calls = new CallTerms(day);
  const scores = columns(day, calls);
  const likely = intruderLikelihood(day, intruder, calls.known);
  const byServer = !without.has('server');
  const byCall = !without.has('call');
  let at = 0;
  let callAt = 0;
  for (let from = 0, to = 0; from < level.length; from = to) {
    const client = level.client[from]!;
    const fresh: number[] = [];
    let any = false;
    for (to = from; to < level.length && level.client[to] === client; to++) {
      if ((states.state[to]! & TODAY) === 0) continue;
      any = true;
      if ((states.state[to]! & KNOWN) === 0) fresh.push(level.server[to]!);
    }
    if (!any) continue;
    server.enter(client, fresh);
    calls.enter(client, from, to);
    for (let p = from; p < to; p++) {
      if ((states.state[p]! & TODAY) === 0) continue;
      const isNew = (states.state[p]! & KNOWN) === 0;
      const y = level.server[p]!;
      scores.pair[at] = level.pair[p]!;
      let odd = 0;
      if (isNew) {
        server.measure(client, y);
        scores.fresh[at] = 1;
        scores.novelty[at] = server.novelty;
        scores.kind[at] = server.kind;
        scores.place[at] = server.place;
        scores.peers[at] = server.peers(client, y);
        if (byServer) odd = server.novelty + server.kind + server.place;
      }
      const [days, known] = calls.pairSum(p);
      scores.callStart[at] = callAt;
      let best = -1;
      for (let row = level.rowStart[p]!; row < level.rowStart[p + 1]!; row++) {
        if (!calls.isToday(row)) continue;
        const call = level.rowCall[row]!;
        scores.call[callAt] = level.calls[call]!;
        scores.intruder[callAt] = likely[call]!;
        scores.rarity[callAt] = -Math.log(calls.likely(y, row, days, known));
        let score = least;
        if (calls.counts[row]! === 0) {
          score = odd + (byCall ? likely[call]! + scores.rarity[callAt]! : 0);
          score = Math.min(most, Math.max(least, score));
        }
        if (score > 0 && allowed.hides(client, y, level.calls[call]!, level.pair[p]!)) score = least;
        scores.callScore[callAt] = score;
        if (best < 0 || score > scores.callScore[best]!) best = callAt;
        callAt++;
      }
      scores.best[at] = best;
      scores.score[at] = scores.callScore[best]!;
      at++;
    }
  }
  scores.callStart[at] = callAt;
  return scores;
}

/** ln A by call of the level: the table by weight, and a little of any call known, in this network or the table. */
function intruderLikelihood(
  { level, frame, sight, without }: LevelDay,
  intruder: IntruderCalls,
  known: number,
): Float64Array {
  const { anyCall } = sight.parameters;
  const keys = frame.snapshot.calls;
  if (without.has('intruder')) return new Float64Array(level.calls.length).fill(-Math.log(known));
  const total = intruder.totals[level.name];
  return Float64Array.from(level.calls, (call) => {
    const weight = intruder.weights.get(keys[call]!) ?? 0;
    return Math.log(total === 0 ? 1 / known : ((1 - anyCall) * weight) / total + anyCall / known);
  });
}

function columns({ level, states }: LevelDay, calls: CallTerms): LevelScores {
  let length = 0;
  let count = 0;
  for (let p = 0; p < level.length; p++) {
    if ((states.state[p]! & TODAY) === 0) continue;
    length++;
    for (let row = level.rowStart[p]!; row < level.rowStart[p + 1]!; row++) if (calls.isToday(row)) count++;
  }
  return {
    length,
    pair: new Int32Array(length),
    score: new Float64Array(length),
    best: new Int32Array(length),
    fresh: new Uint8Array(length),
    novelty: new Float64Array(length),
    kind: new Float64Array(length),
    place: new Float64Array(length),
    peers: new Int32Array(length),
    callStart: new Int32Array(length + 1),
    call: new Int32Array(count),
    intruder: new Float64Array(count),
    rarity: new Float64Array(count),
    callScore: new Float64Array(count),
  };
}
