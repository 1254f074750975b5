/** Numbers as SMB writes them. That the bytes are there is the caller's to know. */
export function u16(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8);
}

export function u32(bytes: Uint8Array, at: number): number {
  return (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0;
}

/** `count` bytes, an even number, as a text that equals another's only where the bytes do. */
export function idOf(bytes: Uint8Array, at: number, count: number): string {
  let id = '';
  for (let i = 0; i < count; i += 2) id += String.fromCharCode(u16(bytes, at + i));
  return id;
}
