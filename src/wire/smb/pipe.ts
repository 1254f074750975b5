import { looksLikeRpc } from '../rpc/recognise.ts';
import type { ByteSink, Mark, Side } from '../stream/byte-sink.ts';
import type { SmbObserver } from './smb-observer.ts';

/** A file that is a named pipe, or that may be one: then it is when bytes that look like RPC go through it. */
export class Pipe {
  /** The tree that it is in. */
  readonly tree: string;
  /** What it is called while it is open; something that no file is called until that is known. */
  handle: string;
  private readonly observer: SmbObserver;
  private readonly name: string | null;
  private readonly isSure: boolean;
  private sink: ByteSink | null = null;
  private state: 'unheard' | 'heard' | 'ended' = 'unheard';

  /** @param isSure whether the server calls it a pipe */
  constructor(observer: SmbObserver, tree: string, handle: string, name: string | null, isSure: boolean) {
    this.observer = observer;
    this.tree = tree;
    this.handle = handle;
    this.name = name;
    this.isSure = isSure;
  }

  get isHeard(): boolean {
    return this.state === 'heard';
  }

  /** Whether bytes that begin so are of interest. */
  heeds(bytes: Uint8Array, from: number, to: number): boolean {
    if (this.state !== 'unheard') return this.sink !== null;
    return this.isSure || looksLikeRpc(bytes, from, to) !== false;
  }

  /** It was opened, and is a pipe where the server says so now or said so before. */
  opened(isPipe: boolean, mark: Mark): void {
    if (isPipe || this.isSure) this.hear(mark);
  }

  bytes(side: Side, bytes: Uint8Array, from: number, to: number, mark: Mark): void {
    if (this.isSure || looksLikeRpc(bytes, from, to) === true) this.hear(mark);
    this.sink?.bytes(side, bytes, from, to, mark);
  }

  gap(side: Side, length: number, mark: Mark): void {
    this.sink?.gap(side, length, mark);
  }

  end(mark: Mark): void {
    this.sink?.end(mark);
    this.sink = null;
    this.state = 'ended';
  }

  private hear(mark: Mark): void {
    if (this.state !== 'unheard') return;
    this.state = 'heard';
    this.sink = this.observer.pipe(this.name, mark);
  }
}
