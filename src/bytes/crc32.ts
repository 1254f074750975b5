/** The table of the reflected polynomial 0xEDB88320, one step for each value of a byte. */
export const CRC_STEPS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** The same for bytes that 1, 2 and 3 more follow. */
const AHEAD = [1, 2, 3].reduce<Uint32Array[]>(
  (tables) => {
    const before = tables[tables.length - 1]!;
    return [...tables, before.map((crc) => (crc >>> 8) ^ CRC_STEPS[crc & 0xff]!)];
  },
  [CRC_STEPS],
);

/** CRC-32 as zip has it, of `bytes` after bytes whose checksum is `before`. */
export function crc32(bytes: Uint8Array, before = 0): number {
  const [t0, t1, t2, t3] = AHEAD as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
  let crc = ~before;
  let at = 0;
  for (const end = bytes.length - 3; at < end; at += 4) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc = t3[crc & 0xff]! ^ t2[(crc >>> 8) & 0xff]! ^ t1[(crc >>> 16) & 0xff]! ^ t0[crc >>> 24]!;
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ t0[(crc ^ bytes[at]!) & 0xff]!;
  return ~crc >>> 0;
}
