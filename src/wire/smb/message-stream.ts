import type { Mark } from '../stream/byte-sink.ts';
import type { Message } from './message.ts';
import {
  COMPRESSED,
  ENCRYPTED,
  findMessage,
  isSessionPacket,
  kindExpected,
  kindOfMessage,
  LENGTH_BYTES,
  lengthOf,
  TELLING_BYTES,
} from './message-header.ts';

/** From so much of a message it is decided whether the rest is gathered: a write's header and 16 of its bytes. */
const HEAD_BYTES = 160;
/** What is longer is read so far; the rest counts as missing. */
const LONGEST = (1 << 20) + HEAD_BYTES;
/** A buffer up to this size is kept for the next message. */
const KEPT_BUFFER = 4096;
const NO_BYTES = new Uint8Array(0);

export interface MessageReceiver {
  /** Whether the message that begins so is wanted. Where it is not, no more is said of it. */
  wants(bytes: Uint8Array, at: number, end: number): boolean;
  message(message: Message): void;
  /** Whether the message that begins so says by more than its length field that it is `length` bytes long. */
  fills(bytes: Uint8Array, at: number, end: number, length: number): boolean;
  /** A message begins that is encrypted or compressed, as its first byte says. */
  sealed(kind: number, mark: Mark): void;
  /** An unknown number of messages is missing here. */
  lost(mark: Mark): void;
}

/**
 * Cuts one side of an SMB connection into messages. One at most is held, and only where it is wanted: the others
 * stream past. After a gap it goes on with the next message that it can find; so too where a packet begins with one
 * that the message before it, whose length was damaged then, would swallow.
 */
export class MessageStream {
  private readonly receiver: MessageReceiver;
  private held = NO_BYTES;
  private heldBytes = 0;
  /** So many must be held before there is more to say. */
  private needed = 0;
  private skipped = 0;
  private seeking = false;
  /** Whether the message that goes on beyond the bytes so far is surely so long: a file may hold messages, too. */
  private sure = false;
  private last: Mark | null = null;

  constructor(receiver: MessageReceiver) {
    this.receiver = receiver;
  }

  take(bytes: Uint8Array, from: number, to: number, mark: Mark): void {
    if (this.goesOn && !this.sure && to - from >= TELLING_BYTES && kindOfMessage(bytes, from) !== 0)
      this.startAnew(this.last!);
    this.last = mark;
    let at = from;
    while (at < to) {
      if (this.skipped > 0) {
        const count = Math.min(this.skipped, to - at);
        this.skipped -= count;
        at += count;
      } else if (this.seeking && this.heldBytes > 0) {
        at = this.seekAcross(bytes, at, to, mark);
      } else if (this.heldBytes > 0) {
        const count = Math.min(this.needed - this.heldBytes, to - at);
        this.hold(bytes, at, at + count);
        at += count;
        if (this.heldBytes === this.needed) this.readHeld(mark);
      } else {
        const used = this.read(bytes, at, to, mark);
        if (used === 0) this.hold(bytes, at, to);
        this.skipped = Math.max(0, used - (to - at));
        at = used === 0 ? to : at + used;
      }
    }
  }

  /** @param length bytes; 0 where it is unknown */
  gap(length: number, mark: Mark): void {
    if (length > 0 && this.skipped >= length) this.skipped -= length;
    else if (length > 0 && this.isWithin(length)) this.cut(length, mark);
    else this.lose(mark);
  }

  /** Whether the message being gathered goes on beyond a gap of that length, or ends with it. */
  private isWithin(length: number): boolean {
    if (this.seeking || this.heldBytes < TELLING_BYTES) return false;
    return this.heldBytes + length <= LENGTH_BYTES + lengthOf(this.held, 0);
  }

  private cut(length: number, mark: Mark): void {
    const held = this.heldBytes;
    const missing = LENGTH_BYTES + lengthOf(this.held, 0) - held;
    this.heldBytes = 0;
    this.skipped = missing - length;
    if (held < LENGTH_BYTES + Math.min(HEAD_BYTES, lengthOf(this.held, 0))) this.receiver.lost(mark);
    else this.receiver.message({ bytes: this.held, at: LENGTH_BYTES, end: held, missing, mark });
  }

  /** Whether the bytes to come belong to a message that has begun. */
  private get goesOn(): boolean {
    return this.skipped > 0 || (this.heldBytes > 0 && !this.seeking);
  }

  /** The message that goes on ends here, whatever its length says. */
  private startAnew(mark: Mark): void {
    if (this.heldBytes < TELLING_BYTES) this.lose(mark);
    else this.cut(LENGTH_BYTES + lengthOf(this.held, 0) - this.heldBytes, mark);
  }

  private lose(mark: Mark): void {
    this.heldBytes = 0;
    this.skipped = 0;
    this.seeking = true;
    this.receiver.lost(mark);
  }

  private hold(bytes: Uint8Array, from: number, to: number): void {
    const room = Math.max(this.needed, HEAD_BYTES + LENGTH_BYTES);
    if (this.held.length < room) {
      const larger = new Uint8Array(room);
      larger.set(this.held.subarray(0, this.heldBytes));
      this.held = larger;
    }
    this.held.set(bytes.subarray(from, to), this.heldBytes);
    this.heldBytes += to - from;
  }

  /** Looks for a message that begins in what is held. @returns where to go on */
  private seekAcross(bytes: Uint8Array, at: number, to: number, mark: Mark): number {
    const before = this.heldBytes;
    const count = Math.min(TELLING_BYTES - 1, to - at);
    this.hold(bytes, at, at + count);
    const found = findMessage(this.held, 0, this.heldBytes);
    if (found >= 0 && found < before) {
      this.letGo(found);
      this.readHeld(mark);
      return at + count;
    }
    if (found < 0 && count < TELLING_BYTES - 1) {
      this.letGo(Math.max(0, this.heldBytes - TELLING_BYTES + 1));
      return at + count;
    }
    this.heldBytes = 0;
    return at;
  }

  private letGo(count: number): void {
    this.held.copyWithin(0, count, this.heldBytes);
    this.heldBytes = Math.max(0, this.heldBytes - count);
  }

  private readHeld(mark: Mark): void {
    while (this.heldBytes > 0) {
      const used = this.read(this.held, 0, this.heldBytes, mark);
      if (used === 0) return;
      this.skipped = Math.max(0, used - this.heldBytes);
      this.letGo(used);
    }
    if (this.held.length > KEPT_BUFFER) this.held = NO_BYTES;
  }

  /** @returns how many bytes are done with, past `to` where some are not of interest; 0 where more are needed */
  private read(bytes: Uint8Array, at: number, to: number, mark: Mark): number {
    if (this.seeking) {
      const found = findMessage(bytes, at, to);
      if (found < 0) return Math.max(0, to - at - TELLING_BYTES + 1) || this.needs(TELLING_BYTES);
      this.seeking = false;
      if (found > at) return found - at;
    }
    if (to - at < LENGTH_BYTES) return this.needs(LENGTH_BYTES);
    const length = lengthOf(bytes, at);
    this.sure = false;
    if (isSessionPacket(bytes, at)) return LENGTH_BYTES + length;
    if (to - at < TELLING_BYTES) return this.needs(TELLING_BYTES);
    const kind = kindExpected(bytes, at);
    if (kind === 0) {
      this.seeking = true;
      this.receiver.lost(mark);
      return 1;
    }
    if (kind !== ENCRYPTED && kind !== COMPRESSED) return this.readMessage(bytes, at, to, length, mark);
    this.receiver.sealed(kind, mark);
    return LENGTH_BYTES + length;
  }

  /** @returns how many bytes are done with, 0 where more are needed */
  private readMessage(bytes: Uint8Array, at: number, to: number, length: number, mark: Mark): number {
    const start = at + LENGTH_BYTES;
    const head = Math.min(length, HEAD_BYTES);
    if (to - start < head) return this.needs(LENGTH_BYTES + head);
    this.sure = to - start < length && this.receiver.fills(bytes, start, start + head, length);
    if (!this.receiver.wants(bytes, start, start + head)) return LENGTH_BYTES + length;
    const whole = Math.min(length, LONGEST);
    if (to - start < whole) return this.needs(LENGTH_BYTES + whole);
    this.receiver.message({ bytes, at: start, end: start + whole, missing: length - whole, mark });
    return LENGTH_BYTES + length;
  }

  private needs(count: number): 0 {
    this.needed = count;
    return 0;
  }
}
