/** The length field that stands before each message, over direct TCP and in the NetBIOS session service alike. */
export const LENGTH_BYTES = 4;
/** So many bytes, its length field among them, tell whether a message begins. */
export const TELLING_BYTES = 10;

const SMB1 = 0xff;
export const SMB2 = 0xfe;
export const ENCRYPTED = 0xfd;
export const COMPRESSED = 0xfc;
/** Where the B of `SMB` is, from the length field on. */
const LAST_LETTER = LENGTH_BYTES + 3;
/** By the first byte of the message: the length of its header. */
const HEADER_BYTES: Readonly<Record<number, number>> = {
  [SMB1]: 32,
  [SMB2]: 64,
  [ENCRYPTED]: 52,
  [COMPRESSED]: 16,
};
const SMB2_STRUCTURE_SIZE = 64;

const SESSION_REQUEST = 0x81;
const SESSION_KEEP_ALIVE = 0x85;
/** Two names in their longest encoding. */
const LONGEST_SESSION_PACKET = 2 * 256;

/** What follows the length field at `at`. */
export function lengthOf(bytes: Uint8Array, at: number): number {
  return (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

/** Whether a packet of the NetBIOS session service other than a message begins at `at`: a session asked for,
 * granted, refused, sent elsewhere, kept alive. */
export function isSessionPacket(bytes: Uint8Array, at: number): boolean {
  const type = bytes[at]!;
  return (
    type >= SESSION_REQUEST && type <= SESSION_KEEP_ALIVE && lengthOf(bytes, at) <= LONGEST_SESSION_PACKET
  );
}

/**
 * The first byte of the SMB message whose length field is at `at`, where one is to be expected; 0 where none begins
 * there. TELLING_BYTES are read.
 */
export function kindExpected(bytes: Uint8Array, at: number): number {
  const start = at + LENGTH_BYTES;
  if (bytes[at] !== 0 || bytes[start + 1] !== 0x53 || bytes[start + 2] !== 0x4d || bytes[start + 3] !== 0x42)
    return 0;
  const kind = bytes[start]!;
  return lengthOf(bytes, at) < (HEADER_BYTES[kind] ?? Infinity) ? 0 : kind;
}

/** The same, where nothing but its own bytes speaks for it. */
export function kindOfMessage(bytes: Uint8Array, at: number): number {
  const kind = kindExpected(bytes, at);
  const size = at + LENGTH_BYTES + 4;
  return kind === SMB2 && (bytes[size] !== SMB2_STRUCTURE_SIZE || bytes[size + 1] !== 0) ? 0 : kind;
}

/** Where the next message's length field is, -1 where none is seen whole. */
export function findMessage(bytes: Uint8Array, at: number, end: number): number {
  const last = end - TELLING_BYTES + LAST_LETTER;
  for (let i = at + LAST_LETTER; i <= last; ) {
    const byte = bytes[i];
    if (byte === 0x42 && kindOfMessage(bytes, i - LAST_LETTER) !== 0) return i - LAST_LETTER;
    i += byte === 0x53 ? 2 : byte === 0x4d ? 1 : 3;
  }
  return -1;
}

/** Whether the first bytes of a side of a TCP connection are SMB's, of whatever port. */
export function looksLikeSmb(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < TELLING_BYTES) return false;
  return kindOfMessage(bytes, at) !== 0 || isSessionRequest(bytes, at, end);
}

/** Two names of 32 half bytes each follow: the server's, then the client's. */
function isSessionRequest(bytes: Uint8Array, at: number, end: number): boolean {
  if (bytes[at] !== SESSION_REQUEST || !isSessionPacket(bytes, at)) return false;
  return end - at > LENGTH_BYTES && bytes[at + LENGTH_BYTES] === 32;
}
