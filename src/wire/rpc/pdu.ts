/**
 * The connection-oriented PDU of DCE/RPC: [C706] 12.6, [MS-RPCE] 2.2.2. Positions are those of its first byte;
 * the callers see to it that the header's sixteen bytes are there.
 */

export const REQUEST = 0;
export const RESPONSE = 2;
export const FAULT = 3;
export const BIND = 11;
export const BIND_ACK = 12;
export const BIND_NAK = 13;
export const ALTER_CONTEXT = 14;
export const ALTER_CONTEXT_RESP = 15;
export const CO_CANCEL = 18;
export const ORPHANED = 19;

export const FIRST_FRAG = 0x01;
export const LAST_FRAG = 0x02;
export const MAYBE = 0x40;
export const OBJECT_UUID = 0x80;

export const HEADER_BYTES = 16;
/** Requests, responses and faults have eight bytes more before their body. */
export const CALL_HEADER_BYTES = 24;
export const TRAILER_BYTES = 8;
const PRIVACY = 6;

/** The fewest bytes of each type, by number; 0 where the number is not used over connections. */
const FEWEST = [24, 0, 24, 28, 0, 0, 0, 0, 0, 0, 0, 28, 26, 18, 28, 26, 20, 16, 16, 16, 20];

export function pduType(bytes: Uint8Array, at: number): number {
  return bytes[at + 2]!;
}

export function pduFlags(bytes: Uint8Array, at: number): number {
  return bytes[at + 3]!;
}

export function isLittleEndian(bytes: Uint8Array, at: number): boolean {
  return (bytes[at + 4]! & 0x10) !== 0;
}

export function fragLength(bytes: Uint8Array, at: number): number {
  return readU16(bytes, at + 8, isLittleEndian(bytes, at));
}

export function authLength(bytes: Uint8Array, at: number): number {
  return readU16(bytes, at + 10, isLittleEndian(bytes, at));
}

export function callId(bytes: Uint8Array, at: number): number {
  return readU32(bytes, at + 12, isLittleEndian(bytes, at));
}

export function readU16(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  const [first, second] = [bytes[at]!, bytes[at + 1]!];
  return littleEndian ? first | (second << 8) : (first << 8) | second;
}

export function readU32(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  const [first, second] = [readU16(bytes, at, littleEndian), readU16(bytes, at + 2, littleEndian)];
  return (littleEndian ? first | (second << 16) : (first << 16) | second) >>> 0;
}

/**
 * Whether a PDU may begin here, where the one before it ended. What is merely odd (a type that nobody knows, bits
 * that are reserved) is let through: its length leads to the next.
 */
export function mayFollow(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at] === 5 &&
    bytes[at + 1]! <= 1 &&
    (bytes[at + 4]! & 0xee) === 0 &&
    fragLength(bytes, at) >= HEADER_BYTES
  );
}

/**
 * Whether a PDU begins here, where nothing but its own bytes says so. Random bytes do once in 2^44. A fragment from
 * the middle of a request is not taken: it looks like the number 5 in 64 bits, which stubs are full of. (Others need
 * no such flag: Samba sent binds without any, once.)
 */
export function isHeader(bytes: Uint8Array, at: number): boolean {
  if (!mayFollow(bytes, at)) return false;
  const fewest = FEWEST[pduType(bytes, at)] ?? 0;
  return (
    fewest > 0 &&
    (pduType(bytes, at) !== REQUEST || (pduFlags(bytes, at) & (FIRST_FRAG | LAST_FRAG)) !== 0) &&
    fragLength(bytes, at) >= fewest &&
    bytes[at + 5]! <= 3 &&
    bytes[at + 6] === 0 &&
    bytes[at + 7] === 0
  );
}

/**
 * Where the auth trailer of a whole PDU begins; -1 where it has none, or one that does not fit.
 * @param end behind the PDU
 */
export function trailerAt(bytes: Uint8Array, at: number, end: number): number {
  const length = authLength(bytes, at);
  const trailer = end - length - TRAILER_BYTES;
  return length === 0 || trailer < at + HEADER_BYTES ? -1 : trailer;
}

/** Whether the body of a whole PDU is sealed. */
export function isSealed(bytes: Uint8Array, trailer: number): boolean {
  return trailer >= 0 && bytes[trailer + 1]! >= PRIVACY;
}

/** Behind the stub of a whole PDU, which the trailer's padding is no part of. */
export function stubEnd(bytes: Uint8Array, stub: number, end: number, trailer: number): number {
  return trailer < 0 ? end : Math.max(stub, trailer - bytes[trailer + 2]!);
}
