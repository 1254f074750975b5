import type { ByteSink, Mark, Side } from '../stream/byte-sink.ts';
import { ENCRYPTED, SMB2 } from './message-header.ts';
import { type MessageReceiver, MessageStream } from './message-stream.ts';
import { PipeTable } from './pipe-table.ts';
import type { SmbObserver } from './smb-observer.ts';
import { Smb1 } from './smb1.ts';
import { Smb2 } from './smb2.ts';

/**
 * What a connection to port 445 or 139 shows of named pipes: takes the bytes of both sides, gives each pipe's to
 * a sink of its own. Never throws of its own, whatever the bytes; holds a message of each side at most, and those
 * of files are not held at all.
 */
export class SmbConversation implements ByteSink {
  private readonly observer: SmbObserver;
  private readonly table: PipeTable;
  private readonly smb1: Smb1;
  private readonly smb2: Smb2;
  private readonly client: MessageStream;
  private readonly server: MessageStream;
  private isEncrypted = false;
  private isCompressed = false;

  constructor(observer: SmbObserver) {
    this.observer = observer;
    this.table = new PipeTable(observer);
    this.smb1 = new Smb1(this.table);
    this.smb2 = new Smb2(this.table);
    this.client = new MessageStream(this.receiver('client'));
    this.server = new MessageStream(this.receiver('server'));
  }

  bytes(side: Side, bytes: Uint8Array, from: number, to: number, mark: Mark): void {
    this.streamOf(side).take(bytes, from, to, mark);
  }

  gap(side: Side, length: number, mark: Mark): void {
    this.streamOf(side).gap(length, mark);
  }

  end(mark: Mark): void {
    this.table.end(mark);
  }

  private streamOf(side: Side): MessageStream {
    return side === 'client' ? this.client : this.server;
  }

  private receiver(side: Side): MessageReceiver {
    return {
      wants: (bytes, at, end) => this.dialect(bytes[at]!).wants(bytes, at, end),
      fills: (bytes, at, end, length) => this.dialect(bytes[at]!).fills(bytes, at, end, length),
      message: (message) => this.dialect(message.bytes[message.at]!).message(message),
      sealed: (kind, mark) => this.sealed(kind, mark),
      lost: (mark) => this.table.lost(side, mark),
    };
  }

  private dialect(kind: number): Smb1 | Smb2 {
    return kind === SMB2 ? this.smb2 : this.smb1;
  }

  private sealed(kind: number, mark: Mark): void {
    if (kind === ENCRYPTED) {
      if (!this.isEncrypted) this.observer.encrypted(mark);
      this.isEncrypted = true;
    } else {
      if (!this.isCompressed) this.observer.compressed(mark);
      this.isCompressed = true;
    }
  }
}
