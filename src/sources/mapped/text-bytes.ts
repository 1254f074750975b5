export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;

/** The position after the mark with which some writers begin UTF-8. */
export function afterByteOrderMark(bytes: Uint8Array, at: number): number {
  return bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf ? at + 3 : at;
}
