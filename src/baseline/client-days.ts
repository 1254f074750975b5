import type { Frame } from './frame.ts';
import type { LevelScores } from './level-scores.ts';

/** Every client of a day with its score, by client; and the conversations that made it. */
export interface ClientDays {
  readonly length: number;
  readonly client: Int32Array;
  /** ln of the mean of e^L over its servers. */
  readonly score: Float64Array;
  readonly touched: Int32Array;
  /** The conversations of client n are those from start[n] up to start[n + 1]. */
  readonly start: Int32Array;
  /** Index into the frame's pairs, ascending. */
  readonly pair: Int32Array;
  /** The level at which the conversation is oddest, and where it stands in that level's scores. */
  readonly level: Uint8Array;
  readonly at: Int32Array;
  readonly edgeScore: Float64Array;
}

/** A server that is met at several levels counts once, by the level at which it is oddest. */
export function clientDays({ pairs }: Frame, levels: readonly LevelScores[]): ClientDays {
  const total = levels.reduce((sum, { length }) => sum + length, 0);
  const pair = new Int32Array(total);
  const level = new Uint8Array(total);
  const at = new Int32Array(total);
  const edgeScore = new Float64Array(total);
  const next = new Int32Array(levels.length);
  let edges = 0;
  for (;;) {
    let least = pairs.length;
    for (const [n, { pair: own, length }] of levels.entries())
      if (next[n]! < length) least = Math.min(least, own[next[n]!]!);
    if (least === pairs.length) break;
    pair[edges] = least;
    edgeScore[edges] = -Infinity;
    for (const [n, { pair: own, score, length }] of levels.entries()) {
      const here = next[n]!;
      if (here >= length || own[here] !== least) continue;
      if (score[here]! > edgeScore[edges]!) {
        edgeScore[edges] = score[here]!;
        level[edges] = n;
        at[edges] = here;
      }
      next[n]!++;
    }
    edges++;
  }
  const client: number[] = [];
  const start: number[] = [];
  for (let e = 0; e < edges; e++) {
    const x = pairs.client[pair[e]!]!;
    if (client.at(-1) === x) continue;
    client.push(x);
    start.push(e);
  }
  start.push(edges);
  const score = Float64Array.from(client, (_, n) => logMean(edgeScore.subarray(start[n]!, start[n + 1]!)));
  return {
    length: client.length,
    client: Int32Array.from(client),
    score,
    touched: Int32Array.from(client, (_, n) => start[n + 1]! - start[n]!),
    start: Int32Array.from(start),
    pair,
    level,
    at,
    edgeScore,
  };
}

/** ln of the mean of e to each. */
export function logMean(values: Float64Array): number {
  let most = -Infinity;
  for (const value of values) if (value > most) most = value;
  let sum = 0;
  for (const value of values) sum += Math.exp(value - most);
  return most + Math.log(sum / values.length);
}
