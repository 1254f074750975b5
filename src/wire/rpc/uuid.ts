/** The text of each byte. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const LITTLE = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
const BIG = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

export const UUID_BYTES = 16;

/** The UUID at `at`, lower-case. Its first three fields are numbers in the byte order of the PDU. */
export function readUuid(bytes: Uint8Array, at: number, littleEndian: boolean): string {
  const order = littleEndian ? LITTLE : BIG;
  let text = '';
  for (let i = 0; i < UUID_BYTES; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += '-';
    text += HEX[bytes[at + order[i]!]!];
  }
  return text;
}
