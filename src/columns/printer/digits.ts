const ZERO = 0x30;
const MAX_INT32 = 0x7fffffff;

/** `00` to `99`, as two bytes of little order each. */
const PAIRS = Uint16Array.from(
  { length: 100 },
  (_, n) => (ZERO + Math.floor(n / 10)) | ((ZERO + (n % 10)) << 8),
);

/** Writes a whole number of at most `width` decimal digits, zeros before it, at `at`. */
export function putDigits(value: number, width: number, into: DataView, at: number): void {
  let rest = value;
  let end = at + width;
  for (; rest > MAX_INT32; end -= 2) {
    const next = Math.floor(rest / 100);
    into.setUint16(end - 2, PAIRS[rest - next * 100]!, true);
    rest = next;
  }
  let small = rest | 0;
  for (; end - at >= 2; end -= 2) {
    const next = (small / 100) | 0;
    into.setUint16(end - 2, PAIRS[small - next * 100]!, true);
    small = next;
  }
  if (end > at) into.setUint8(at, ZERO + small);
}

/** How many decimal digits a whole number from 0 has. */
export function digitCount(value: number): number {
  let width = 1;
  for (let bound = 10; bound <= value; bound *= 10) width += 1;
  return width;
}
