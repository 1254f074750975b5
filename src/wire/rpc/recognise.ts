import { HEADER_BYTES, isHeader } from './pdu.ts';

const BANNER = Uint8Array.from('ncacn_http/1.0', (letter) => letter.charCodeAt(0));
const VERSION = Uint8Array.of(5);
const DATAGRAM_HEADER = 80;
const MOST_DATAGRAM_TYPE = 10;

/**
 * Whether a PDU begins at `at`, whatever the port.
 * @returns null where the bytes are too few to say.
 */
export function looksLikeRpc(bytes: Uint8Array, at: number, end: number): boolean | null {
  if (end - at >= HEADER_BYTES) return isHeader(bytes, at);
  return beginsWith(VERSION, bytes, at, end) ? null : false;
}

/**
 * Whether the server greets as RPC over HTTP does, version 1 ([MS-RPCH] 2.1.1.2.1); PDUs follow.
 * @returns null where the bytes are too few to say.
 */
export function looksLikeHttpBanner(bytes: Uint8Array, at: number, end: number): boolean | null {
  if (!beginsWith(BANNER, bytes, at, end)) return false;
  return end - at >= BANNER.length ? true : null;
}

/** Whether a datagram is one of connectionless RPC, version 4: [C706] 12.5. */
export function looksLikeRpcDatagram(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < DATAGRAM_HEADER || bytes[at] !== 4 || bytes[at + 1]! > MOST_DATAGRAM_TYPE) return false;
  const representation = bytes[at + 4]!;
  if ((representation & 0xee) !== 0 || bytes[at + 5]! > 3 || bytes[at + 6] !== 0) return false;
  const [first, second] = [bytes[at + 74]!, bytes[at + 75]!];
  const body = (representation & 0x10) !== 0 ? first | (second << 8) : (first << 8) | second;
  return DATAGRAM_HEADER + body <= end - at;
}

/** Whether the bytes agree with `text` as far as both go. */
function beginsWith(text: Uint8Array, bytes: Uint8Array, at: number, end: number): boolean {
  const length = Math.min(text.length, end - at);
  for (let i = 0; i < length; i++) if (bytes[at + i] !== text[i]) return false;
  return true;
}
