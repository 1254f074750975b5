/** A small deterministic generator (xorshift32): the same seed gives the same inputs on every machine. */
export function randomOf(seed) {
  let state = seed >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
  return {
    below: (bound) => next() % bound,
    chance: (share) => next() / 4294967296 < share,
    pick: (list) => list[next() % list.length],
  };
}
