import { BoundedMap } from './bounded-map.ts';
import { idOf, u16, u32 } from './little-endian.ts';
import type { Message } from './message.ts';
import type { Pipe } from './pipe.ts';
import type { PipeTable } from './pipe-table.ts';
import {
  askedId,
  BLOCK,
  type Block,
  CHAINED,
  CLOSE,
  COMMAND,
  FLAGS,
  isPipeService,
  NO_ANDX,
  NT_CREATE_ANDX,
  nameIn,
  ntName,
  OPEN_ANDX,
  READ_ANDX,
  REPLY,
  STATUS,
  startsRawMessage,
  TRANSACTION,
  TRANSACTION_SECONDARY,
  TREE_CONNECT_ANDX,
  TREE_DISCONNECT,
  TREE_ID,
  WRITE_ANDX,
  writtenAt,
} from './smb1-block.ts';

const TRANS_TRANSACT_NMPIPE = 0x26;
/** Of a byte mode pipe and of a message mode pipe. */
const PIPE_TYPES: readonly number[] = [1, 2];
const MOST_ASKED = 1024;

interface Asked {
  readonly pipe: Pipe;
  /** Bytes of a transaction so far. */
  sent: number;
  received: number;
}

/** SMB 1 (CIFS): the messages of one connection. */
export class Smb1 {
  private readonly table: PipeTable;
  /** What waits for its answer, by process, multiplex id and command. */
  private readonly asked = new BoundedMap<number, Asked>(MOST_ASKED);
  /** What an earlier command of the same message opens; the tree that the next one is about. */
  private pipe: Pipe | null = null;
  private tree = '';

  constructor(table: PipeTable) {
    this.table = table;
  }

  /** Whether the message that begins so may concern a pipe; its header is there. A read is asked this once. */
  wants(bytes: Uint8Array, at: number, end: number): boolean {
    const command = bytes[at + COMMAND]!;
    const answers = (bytes[at + FLAGS]! & REPLY) !== 0;
    const words = at + BLOCK + 1;
    const isChained =
      CHAINED.has(command) && end > words && bytes[at + BLOCK]! >= 2 && bytes[words] !== NO_ANDX;
    if (isChained) return true;
    switch (command) {
      case WRITE_ANDX:
        return !answers && this.wantsWrite(bytes, at, end);
      case READ_ANDX:
        return !answers || this.wantsRead(bytes, at, end);
      case TREE_CONNECT_ANDX:
      case TREE_DISCONNECT:
        return answers;
      case TRANSACTION_SECONDARY:
        return !answers;
      case CLOSE:
      case TRANSACTION:
      case OPEN_ANDX:
      case NT_CREATE_ANDX:
        return true;
      default:
        return false;
    }
  }

  /** Whether a write, or the answer to a read, says itself that it takes `length` bytes. */
  fills(bytes: Uint8Array, at: number, end: number, length: number): boolean {
    const command = bytes[at + COMMAND]!;
    const answers = (bytes[at + FLAGS]! & REPLY) !== 0;
    const words = at + BLOCK + 1;
    if (bytes[at + BLOCK]! < 12 || end < words + 24) return false;
    if (command === WRITE_ANDX && !answers)
      return u16(bytes, words + 22) + writeCount(bytes, words) === length;
    if (command !== READ_ANDX || !answers) return false;
    return u16(bytes, words + 12) + readCount(bytes, words) === length;
  }

  message(message: Message): void {
    const { bytes, at, end } = message;
    const answers = (bytes[at + FLAGS]! & REPLY) !== 0;
    this.pipe = null;
    this.tree = idOf(bytes, at + TREE_ID, 2);
    let command = bytes[at + COMMAND]!;
    for (let start = at + BLOCK; start < end; ) {
      const words = start + 1;
      const count = bytes[start]!;
      const from = words + 2 * count + 2;
      if (from > end) return;
      const block = { message, command, words, count, from, to: Math.min(end, from + u16(bytes, from - 2)) };
      if (answers) this.answer(block);
      else this.request(block);
      if (!CHAINED.has(command) || count < 2 || bytes[words] === NO_ANDX) return;
      const next = at + u16(bytes, words + 2);
      if (next <= start) return;
      command = bytes[words]!;
      start = next;
    }
  }

  private wantsWrite(bytes: Uint8Array, at: number, end: number): boolean {
    const words = at + BLOCK + 1;
    if (bytes[at + BLOCK]! < 12 || end < words + 24) return false;
    const pipe = this.table.find(idOf(bytes, words + 4, 2), idOf(bytes, at + TREE_ID, 2));
    return pipe !== null && this.table.heeds(pipe, bytes, at + writtenAt(bytes, words), end);
  }

  private wantsRead(bytes: Uint8Array, at: number, end: number): boolean {
    const id = askedId(bytes, at, READ_ANDX);
    const asked = this.asked.get(id);
    if (asked === undefined) return false;
    const words = at + BLOCK + 1;
    if (bytes[at + BLOCK]! < 12 || end < words + 24) return true;
    if (this.table.heeds(asked.pipe, bytes, at + u16(bytes, words + 12), end)) return true;
    this.asked.delete(id);
    return false;
  }

  private request(block: Block): void {
    const { message, command, words, count } = block;
    const { bytes } = message;
    switch (command) {
      case TREE_CONNECT_ANDX:
        this.tree = '';
        return;
      case NT_CREATE_ANDX:
        if (count >= 24) this.ask(block, this.table.asked(this.tree, ntName(block)));
        return;
      case OPEN_ANDX:
        if (count >= 15) this.ask(block, this.table.asked(this.tree, nameIn(block, block.to)));
        return;
      case READ_ANDX:
        if (count >= 10) this.ask(block, this.fileAt(bytes, words + 4));
        return;
      case CLOSE:
        if (count >= 3) this.ask(block, this.fileAt(bytes, words));
        return;
      case WRITE_ANDX:
        if (count >= 12) this.write(block);
        return;
      case TRANSACTION:
        if (count >= 16 && bytes[words + 26] === 2 && u16(bytes, words + 28) === TRANS_TRANSACT_NMPIPE)
          this.transact(block);
        return;
      case TRANSACTION_SECONDARY:
        if (count >= 8) this.transactMore(block);
    }
  }

  private ask({ message, command }: Block, pipe: Pipe | null): Asked | null {
    this.pipe = pipe;
    if (pipe === null) return null;
    const asked = { pipe, sent: 0, received: 0 };
    this.asked.set(askedId(message.bytes, message.at, command), asked);
    return asked;
  }

  private write({ message, words }: Block): void {
    const { bytes } = message;
    this.pipe = this.fileAt(bytes, words + 4);
    if (this.pipe === null) return;
    const skipped = startsRawMessage(bytes, words) ? 2 : 0;
    const count = writeCount(bytes, words) - skipped;
    this.table.deliver(this.pipe, 'client', message, writtenAt(bytes, words), Math.max(0, count));
  }

  private transact(block: Block): void {
    const { message, words } = block;
    const { bytes } = message;
    const asked = this.ask(block, this.fileAt(bytes, words + 30));
    if (asked === null) return;
    const count = u16(bytes, words + 22);
    this.table.deliver(asked.pipe, 'client', message, u16(bytes, words + 24), count);
    asked.sent = count;
  }

  private transactMore({ message, words }: Block): void {
    const { bytes, at, mark } = message;
    const asked = this.asked.get(askedId(bytes, at, TRANSACTION));
    if (asked === undefined) return;
    const count = u16(bytes, words + 10);
    const displacement = u16(bytes, words + 14);
    if (count === 0) return;
    if (displacement !== asked.sent) this.table.gap(asked.pipe, 'client', 0, mark);
    this.table.deliver(asked.pipe, 'client', message, u16(bytes, words + 12), count);
    asked.sent = displacement + count;
  }

  private answer(block: Block): void {
    const { message, command, count } = block;
    const { bytes, at, mark } = message;
    const status = u32(bytes, at + STATUS);
    switch (command) {
      case TREE_CONNECT_ANDX:
        if (count >= 2) this.table.connected(this.tree, isPipeService(block));
        return;
      case TREE_DISCONNECT:
        if (status === 0) this.table.disconnected(this.tree, mark);
        return;
    }
    const id = askedId(bytes, at, command);
    const asked = this.asked.get(id);
    if (asked === undefined) return;
    if (command === TRANSACTION) this.transacted(block, asked, id, status);
    else {
      this.asked.delete(id);
      this.answered(block, asked.pipe, status);
    }
  }

  private answered({ message, command, words, count }: Block, pipe: Pipe, status: number): void {
    const { bytes, mark } = message;
    switch (command) {
      case NT_CREATE_ANDX:
        if (count >= 34) this.opened(message, pipe, words + 5, u16(bytes, words + 63));
        else this.table.refused(pipe, mark);
        return;
      case OPEN_ANDX:
        if (count >= 15) this.opened(message, pipe, words + 4, u16(bytes, words + 18));
        else this.table.refused(pipe, mark);
        return;
      case READ_ANDX:
        if (count >= 12) {
          const length = readCount(bytes, words);
          this.table.deliver(pipe, 'server', message, u16(bytes, words + 12), length);
        }
        return;
      case CLOSE:
        if (status === 0) this.table.closed(pipe, mark);
    }
  }

  private opened({ bytes, mark }: Message, pipe: Pipe, fileId: number, type: number): void {
    this.table.opened(pipe, idOf(bytes, fileId, 2), PIPE_TYPES.includes(type), mark);
  }

  /** An answer may come in parts, and an empty one only asks for the rest of the request. */
  private transacted({ message, words, count }: Block, asked: Asked, id: number, status: number): void {
    const { bytes, mark } = message;
    if (count < 10) {
      if (status !== 0) this.asked.delete(id);
      return;
    }
    const length = u16(bytes, words + 12);
    const displacement = u16(bytes, words + 16);
    if (length > 0) {
      if (displacement !== asked.received) this.table.gap(asked.pipe, 'server', 0, mark);
      this.table.deliver(asked.pipe, 'server', message, u16(bytes, words + 14), length);
      asked.received = displacement + length;
    }
    if (asked.received >= u16(bytes, words + 2)) this.asked.delete(id);
  }

  private fileAt(bytes: Uint8Array, at: number): Pipe | null {
    return this.pipe ?? this.table.find(idOf(bytes, at, 2), this.tree);
  }
}

/** How many bytes a write brings, the length of a raw message among them. */
function writeCount(bytes: Uint8Array, words: number): number {
  return u16(bytes, words + 20) + u16(bytes, words + 18) * 2 ** 16;
}

/** How many bytes the answer to a read brings. */
function readCount(bytes: Uint8Array, words: number): number {
  return u16(bytes, words + 10) + u16(bytes, words + 14) * 2 ** 16;
}
