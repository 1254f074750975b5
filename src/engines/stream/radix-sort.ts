const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

/**
 * Sorts indexes by `keys[index]`, whole numbers less than 2⁵³ apart; equal keys keep their order. Uses the array
 * that it is given and one more of its size.
 * @returns the sorted indexes, in one of the two arrays.
 */
export function radixSort(indexes: Uint32Array, keys: Float64Array): Uint32Array {
  const range = rangeOf(indexes, keys);
  if (range === null) return indexes;
  const [low, high] = range;
  let from = indexes;
  let to = new Uint32Array(indexes.length);
  for (let scale = 1; (high - low) * scale >= 1; scale /= DIGITS) {
    pass(from, to, keys, low, scale);
    [from, to] = [to, from as Uint32Array<ArrayBuffer>];
  }
  return from;
}

/** Lowest and highest key; null where the indexes are in order already. */
function rangeOf(indexes: Uint32Array, keys: Float64Array): [low: number, high: number] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let sorted = true;
  for (let i = 0; i < indexes.length; i++) {
    const key = keys[indexes[i]!]!;
    if (key < high) sorted = false;
    else high = key;
    if (key < low) low = key;
  }
  return sorted ? null : [low, high];
}

function pass(from: Uint32Array, to: Uint32Array, keys: Float64Array, low: number, scale: number): void {
  const places = new Uint32Array(DIGITS);
  for (let i = 0; i < from.length; i++) places[((keys[from[i]!]! - low) * scale) & (DIGITS - 1)]! += 1;
  let place = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const count = places[digit]!;
    places[digit] = place;
    place += count;
  }
  for (let i = 0; i < from.length; i++) {
    const index = from[i]!;
    const digit = ((keys[index]! - low) * scale) & (DIGITS - 1);
    to[places[digit]!] = index;
    places[digit]! += 1;
  }
}
