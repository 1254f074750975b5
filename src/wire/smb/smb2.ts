import type { Side } from '../stream/byte-sink.ts';
import { BoundedMap } from './bounded-map.ts';
import { idOf, u16, u32 } from './little-endian.ts';
import type { Message } from './message.ts';
import type { Pipe } from './pipe.ts';
import { pipeName } from './pipe-name.ts';
import type { PipeTable } from './pipe-table.ts';

/** The header, [MS-SMB2] 2.2.1; after it, a structure that begins with its size. */
const STATUS = 8;
const COMMAND = 12;
const FLAGS = 16;
const NEXT_COMMAND = 20;
const MESSAGE_ID = 24;
const TREE_ID = 36;
const SESSION_ID = 40;
const BODY = 64;

const SERVER_TO_REDIR = 0x1;
const ASYNC_COMMAND = 0x2;
const RELATED_OPERATIONS = 0x4;

const LOGOFF = 2;
const TREE_CONNECT = 3;
const TREE_DISCONNECT = 4;
const CREATE = 5;
const CLOSE = 6;
const READ = 8;
const WRITE = 9;
const IOCTL = 11;

const STATUS_SUCCESS = 0;
const STATUS_PENDING = 0x103;
const SHARE_TYPE_PIPE = 2;
const FSCTL_PIPE_TRANSCEIVE = 0x0011c017;
/** The file that the operation before it is about. */
const SAME_FILE = '\uffff'.repeat(8);
const FILE_ID_BYTES = 16;
const SESSION_CHARS = 4;
const MOST_ASKED = 1024;

interface Asked {
  readonly command: number;
  readonly pipe: Pipe;
}

/** SMB 2 and 3: the messages of one connection, in clear. */
export class Smb2 {
  private readonly table: PipeTable;
  /** What waits for its answer, by message id. */
  private readonly asked = new BoundedMap<number, Asked>(MOST_ASKED);
  /** Of the operation before, to which a related one refers. */
  private session = '';
  private tree = '';
  private pipe: Pipe | null = null;

  constructor(table: PipeTable) {
    this.table = table;
  }

  /** Whether the message that begins so may concern a pipe; its header is there. A read is asked this once. */
  wants(bytes: Uint8Array, at: number, end: number): boolean {
    if (u32(bytes, at + NEXT_COMMAND) !== 0) return true;
    const answers = (u32(bytes, at + FLAGS) & SERVER_TO_REDIR) !== 0;
    switch (u16(bytes, at + COMMAND)) {
      case WRITE:
        return !answers && this.wantsWrite(bytes, at, end);
      case READ:
        return !answers || this.wantsRead(bytes, at, end);
      case IOCTL:
        if (end - at < BODY + 8 || has(bytes, at, end, 9, 8)) return answers;
        return u32(bytes, at + BODY + 4) === FSCTL_PIPE_TRANSCEIVE;
      case LOGOFF:
      case TREE_CONNECT:
      case TREE_DISCONNECT:
        return answers;
      case CREATE:
      case CLOSE:
        return true;
      default:
        return false;
    }
  }

  /** Whether a write, or the answer to a read, says itself that it takes `length` bytes. */
  fills(bytes: Uint8Array, at: number, end: number, length: number): boolean {
    if (u32(bytes, at + NEXT_COMMAND) !== 0) return false;
    const answers = (u32(bytes, at + FLAGS) & SERVER_TO_REDIR) !== 0;
    const command = u16(bytes, at + COMMAND);
    const body = at + BODY;
    if (command === WRITE && !answers)
      return has(bytes, at, end, 49, 48) && u16(bytes, body + 2) + u32(bytes, body + 4) === length;
    if (command === READ && answers)
      return has(bytes, at, end, 17, 16) && bytes[body + 2]! + u32(bytes, body + 4) === length;
    return false;
  }

  message(message: Message): void {
    const { bytes, end, mark } = message;
    this.session = '';
    this.tree = '';
    this.pipe = null;
    for (let at = message.at; end - at >= BODY; ) {
      const next = u32(bytes, at + NEXT_COMMAND);
      const isWhole = next !== 0 && at + next <= end;
      const stop = isWhole ? at + next : end;
      this.operation({ bytes, at, end: stop, missing: isWhole ? 0 : message.missing, mark });
      if (next < BODY) return;
      at += next;
    }
  }

  private wantsWrite(bytes: Uint8Array, at: number, end: number): boolean {
    if (!has(bytes, at, end, 49, 48)) return false;
    const session = idOf(bytes, at + SESSION_ID, 8);
    const handle = session + idOf(bytes, at + BODY + 16, FILE_ID_BYTES);
    const pipe = this.table.find(handle, session + idOf(bytes, at + TREE_ID, 4));
    return pipe !== null && this.table.heeds(pipe, bytes, at + u16(bytes, at + BODY + 2), end);
  }

  private wantsRead(bytes: Uint8Array, at: number, end: number): boolean {
    const id = messageId(bytes, at);
    const asked = this.asked.get(id);
    if (asked === undefined) return false;
    if (!has(bytes, at, end, 17, 16)) return true;
    if (this.table.heeds(asked.pipe, bytes, at + bytes[at + BODY + 2]!, end)) return true;
    this.asked.delete(id);
    return false;
  }

  private operation(message: Message): void {
    const { bytes, at } = message;
    const flags = u32(bytes, at + FLAGS);
    if ((flags & SERVER_TO_REDIR) !== 0) {
      this.answer(message, (flags & ASYNC_COMMAND) !== 0);
      return;
    }
    if ((flags & RELATED_OPERATIONS) === 0) {
      this.session = idOf(bytes, at + SESSION_ID, 8);
      this.tree = this.session + idOf(bytes, at + TREE_ID, 4);
      this.pipe = null;
    }
    this.request(message);
  }

  private request(message: Message): void {
    const { bytes, at, end } = message;
    const command = u16(bytes, at + COMMAND);
    const body = at + BODY;
    switch (command) {
      case CREATE:
        if (!has(bytes, at, end, 57, 56)) return;
        this.pipe = this.table.asked(this.tree, nameAt(bytes, at, end));
        break;
      case READ:
        if (!has(bytes, at, end, 49, 48)) return;
        this.pipe = this.fileAt(bytes, body + 16);
        break;
      case WRITE:
        if (!has(bytes, at, end, 49, 48)) return;
        this.pipe = this.fileAt(bytes, body + 16);
        this.deliver(message, 'client', u16(bytes, body + 2), u32(bytes, body + 4));
        return;
      case IOCTL:
        if (!has(bytes, at, end, 57, 56) || u32(bytes, body + 4) !== FSCTL_PIPE_TRANSCEIVE) return;
        this.pipe = this.fileAt(bytes, body + 8);
        this.deliver(message, 'client', u32(bytes, body + 24), u32(bytes, body + 28));
        break;
      case CLOSE:
        if (!has(bytes, at, end, 24, 24)) return;
        this.pipe = this.fileAt(bytes, body + 8);
        break;
      default:
        return;
    }
    if (this.pipe !== null) this.asked.set(messageId(bytes, at), { command, pipe: this.pipe });
  }

  private answer(message: Message, isAsync: boolean): void {
    const { bytes, at, end, mark } = message;
    const status = u32(bytes, at + STATUS);
    if (status === STATUS_PENDING) return;
    const command = u16(bytes, at + COMMAND);
    const session = idOf(bytes, at + SESSION_ID, 8);
    const tree = isAsync ? '' : session + idOf(bytes, at + TREE_ID, 4);
    switch (command) {
      case TREE_CONNECT:
        if (!isAsync && has(bytes, at, end, 16, 4))
          this.table.connected(tree, bytes[at + BODY + 2] === SHARE_TYPE_PIPE);
        return;
      case TREE_DISCONNECT:
        if (status === STATUS_SUCCESS && !isAsync) this.table.disconnected(tree, mark);
        return;
      case LOGOFF:
        if (status === STATUS_SUCCESS) this.table.disconnected(session, mark);
        return;
    }
    const id = messageId(bytes, at);
    const asked = this.asked.get(id);
    if (asked === undefined) {
      if (command === IOCTL) this.transceived(message, null, session, tree);
    } else if (asked.command === command) {
      this.asked.delete(id);
      this.answered(message, asked);
    }
  }

  private answered(message: Message, { command, pipe }: Asked): void {
    const { bytes, at, end, mark } = message;
    const body = at + BODY;
    switch (command) {
      case CREATE:
        if (has(bytes, at, end, 89, 80)) {
          const session = pipe.tree.slice(0, SESSION_CHARS);
          this.table.opened(pipe, session + idOf(bytes, body + 64, FILE_ID_BYTES), false, mark);
        } else this.table.refused(pipe, mark);
        return;
      case READ:
        if (!has(bytes, at, end, 17, 16)) return;
        this.table.deliver(pipe, 'server', message, bytes[body + 2]!, u32(bytes, body + 4));
        return;
      case IOCTL:
        this.transceived(message, pipe, '', '');
        return;
      case CLOSE:
        if (has(bytes, at, end, 60, 60)) this.table.closed(pipe, mark);
    }
  }

  /** @param asked null where the request was not seen: this answer names its file */
  private transceived(message: Message, asked: Pipe | null, session: string, tree: string): void {
    const { bytes, at, end } = message;
    const body = at + BODY;
    if (!has(bytes, at, end, 49, 48) || u32(bytes, body + 4) !== FSCTL_PIPE_TRANSCEIVE) return;
    const pipe = asked ?? this.table.find(session + idOf(bytes, body + 8, FILE_ID_BYTES), tree);
    if (pipe !== null)
      this.table.deliver(pipe, 'server', message, u32(bytes, body + 32), u32(bytes, body + 36));
  }

  private fileAt(bytes: Uint8Array, at: number): Pipe | null {
    const file = idOf(bytes, at, FILE_ID_BYTES);
    return file === SAME_FILE ? this.pipe : this.table.find(this.session + file, this.tree);
  }

  private deliver(message: Message, side: Side, offset: number, count: number): void {
    if (this.pipe !== null) this.table.deliver(this.pipe, side, message, offset, count);
  }
}

/** Whether a structure of that size is there, up to `count` bytes: the size field counts a byte of what follows. */
function has(bytes: Uint8Array, at: number, end: number, size: number, count: number): boolean {
  return end - at >= BODY + count && u16(bytes, at + BODY) === size;
}

function messageId(bytes: Uint8Array, at: number): number {
  return u32(bytes, at + MESSAGE_ID) + u32(bytes, at + MESSAGE_ID + 4) * 2 ** 32;
}

function nameAt(bytes: Uint8Array, at: number, end: number): string | null {
  const from = at + u16(bytes, at + BODY + 44);
  return pipeName(bytes, from, Math.min(end, from + u16(bytes, at + BODY + 46)), true);
}
