/**
 * The candidate that a mistyped name is most likely meant to be: the one of the fewest edits (a swap of
 * neighbours is one), else one that shares a part with it (`port` → `dest_port`, `timestamp` → `time`),
 * else one that is still alike.
 * @returns null where none is near.
 */
export function nearest(name: string, candidates: Iterable<string>): string | null {
  return allNearest(name, candidates)[0] ?? null;
}

/** All candidates that are as near as the nearest, or that share a part, nearest first. */
export function allNearest(name: string, candidates: Iterable<string>): readonly string[] {
  const wanted = name.toLowerCase().slice(0, 80);
  const limit = wanted.length < 2 ? 0 : Math.max(1, Math.floor(wanted.length / 3));
  const ranked = [...new Set(candidates)]
    .map((candidate) => ({ candidate, edits: distance(wanted, candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const within = (edits: number) => {
    const best = ranked[0]?.edits ?? 0;
    return best <= edits ? ranked.filter((one) => one.edits === best) : [];
  };
  const ways = [
    () => within(Math.min(limit, 2)),
    () => ranked.filter(({ candidate }) => shares(wanted, candidate.toLowerCase())),
    () => within(limit),
  ];
  const found = ways.map((way) => way()).find((some) => some.length > 0) ?? [];
  return found.map(({ candidate }) => candidate);
}

/** Whether a name has the other as a part or a beginning, or they end in the same word. */
function shares(wanted: string, candidate: string): boolean {
  const parts = candidate.split('_');
  if (parts.includes(wanted)) return true;
  if (candidate.length > 3 && wanted.startsWith(candidate)) return true;
  if (wanted.length > 3 && candidate.startsWith(wanted)) return true;
  const last = wanted.split('_').at(-1)!;
  return last.length > 3 && parts.at(-1) === last;
}

/** Optimal string alignment distance. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let edits = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        edits = Math.min(edits, before[j - 2]! + 1);
      next.push(edits);
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
}
