const ZERO = 0x30;
const NINE = 0x39;
const POINT = 0x2e;
const MAX_DIGITS = 15;

/** The whole number that bytes[from … to] spell in digits alone; -1 where they do not, or in more than 15. */
export function wholeNumber(bytes: Uint8Array, from: number, to: number): number {
  if (to === from || to - from > MAX_DIGITS) return -1;
  let value = 0;
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    if (byte < ZERO || byte > NINE) return -1;
    value = value * 10 + byte - ZERO;
  }
  return value;
}

/**
 * Microseconds of `seconds` or `seconds.fraction` in bytes[from … to]; digits past the sixth are cut.
 * @returns -1 where they are written any other way, or past the year 2255
 */
export function plainMicros(bytes: Uint8Array, from: number, to: number): number {
  let point = from;
  while (point < to && bytes[point] !== POINT) point++;
  if (point - from > 10) return -1;
  const seconds = wholeNumber(bytes, from, point);
  if (seconds < 0 || seconds > 9_000_000_000) return -1;
  let fraction = 0;
  let places = 0;
  for (let i = point + 1; i < to; i++) {
    const byte = bytes[i]!;
    if (byte < ZERO || byte > NINE) return -1;
    if (places < 6) {
      fraction = fraction * 10 + byte - ZERO;
      places += 1;
    }
  }
  for (; places < 6; places++) fraction *= 10;
  return seconds * 1_000_000 + fraction;
}
