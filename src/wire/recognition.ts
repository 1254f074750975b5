import { looksLikeHttpBanner, looksLikeRpc } from './rpc/recognise.ts';
import { looksLikeSmb, TELLING_BYTES } from './smb/message-header.ts';

export type Speech = 'rpc' | 'smb';

const SESSION_MESSAGE = 0;
const SESSION_REQUEST = 0x81;

/**
 * What speaks in bytes[at … end], whatever the port. Behind the banner of RPC over HTTP comes RPC.
 * @returns null where nothing known begins so; 'more' where the bytes are too few to say.
 */
export function recogniseSpeech(bytes: Uint8Array, at: number, end: number): Speech | 'more' | null {
  const rpc = looksLikeRpc(bytes, at, end);
  if (rpc === true) return 'rpc';
  if (looksLikeSmb(bytes, at, end)) return 'smb';
  const banner = looksLikeHttpBanner(bytes, at, end);
  if (banner === true) return 'rpc';
  const first = bytes[at];
  const mayBeSmb = end - at < TELLING_BYTES && (first === SESSION_MESSAGE || first === SESSION_REQUEST);
  return rpc === null || banner === null || mayBeSmb ? 'more' : null;
}
