import { u16 } from './little-endian.ts';
import type { Message } from './message.ts';
import { pipeName } from './pipe-name.ts';

/** The header, [MS-CIFS] 2.2.3.1; after it a count of words, the words, a count of bytes, the bytes. */
export const COMMAND = 4;
export const STATUS = 5;
export const FLAGS = 9;
const FLAGS2 = 10;
export const TREE_ID = 24;
const PROCESS_ID = 26;
const MULTIPLEX_ID = 30;
export const BLOCK = 32;

export const REPLY = 0x80;
const UNICODE = 0x8000;

export const CLOSE = 0x04;
export const TRANSACTION = 0x25;
export const TRANSACTION_SECONDARY = 0x26;
export const OPEN_ANDX = 0x2d;
export const READ_ANDX = 0x2e;
export const WRITE_ANDX = 0x2f;
export const TREE_DISCONNECT = 0x71;
const SESSION_SETUP_ANDX = 0x73;
export const TREE_CONNECT_ANDX = 0x75;
export const NT_CREATE_ANDX = 0xa2;
const LOCKING_ANDX = 0x24;
const LOGOFF_ANDX = 0x74;
export const NO_ANDX = 0xff;
/** After these another command may follow in the same message. */
export const CHAINED = new Set([
  LOCKING_ANDX,
  OPEN_ANDX,
  READ_ANDX,
  WRITE_ANDX,
  SESSION_SETUP_ANDX,
  LOGOFF_ANDX,
  TREE_CONNECT_ANDX,
  NT_CREATE_ANDX,
]);

/** Both bits of a write's mode: the length of the pipe's message stands before its first bytes. */
const RAW_MESSAGE_START = 0x0c;

/** One command of a message. */
export interface Block {
  readonly message: Message;
  readonly command: number;
  /** Where its words begin, and how many there are. */
  readonly words: number;
  readonly count: number;
  /** Its bytes. */
  readonly from: number;
  readonly to: number;
}

/** What a request and its answer have in common: process, multiplex id, command. */
export function askedId(bytes: Uint8Array, at: number, command: number): number {
  return (u16(bytes, at + PROCESS_ID) * 2 ** 16 + u16(bytes, at + MULTIPLEX_ID)) * 2 ** 8 + command;
}

/** Whether the data of a write begin with the length of the pipe's message, two bytes. */
export function startsRawMessage(bytes: Uint8Array, words: number): boolean {
  return (u16(bytes, words + 14) & RAW_MESSAGE_START) === RAW_MESSAGE_START;
}

/** Where a write's data are, from the header on. */
export function writtenAt(bytes: Uint8Array, words: number): number {
  return u16(bytes, words + 22) + (startsRawMessage(bytes, words) ? 2 : 0);
}

/** `IPC`: the service is in ASCII even where names are Unicode. */
export function isPipeService({ message: { bytes }, from, to }: Block): boolean {
  return to - from >= 3 && bytes[from] === 0x49 && bytes[from + 1] === 0x50 && bytes[from + 2] === 0x43;
}

/** The name of an NT_CREATE_ANDX, whose length stands among its words. */
export function ntName(block: Block): string | null {
  const { bytes, at } = block.message;
  const length = u16(bytes, block.words + 5);
  const isUnicode = (u16(bytes, at + FLAGS2) & UNICODE) !== 0;
  return nameIn(block, Math.min(block.to, block.from + length + (isUnicode ? padding(block) : 0)));
}

/** The name that a block's bytes begin with, up to `to`. */
export function nameIn(block: Block, to: number): string | null {
  const { bytes, at } = block.message;
  const isUnicode = (u16(bytes, at + FLAGS2) & UNICODE) !== 0;
  return pipeName(bytes, block.from + (isUnicode ? padding(block) : 0), to, isUnicode);
}

/** Unicode begins at an even place from the header on. */
function padding({ message, from }: Block): number {
  return (from - message.at) & 1;
}
