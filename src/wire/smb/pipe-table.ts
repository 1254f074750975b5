import type { Mark, Side } from '../stream/byte-sink.ts';
import { BoundedMap } from './bounded-map.ts';
import type { Message } from './message.ts';
import { Pipe } from './pipe.ts';
import type { SmbObserver } from './smb-observer.ts';

const MOST_TREES = 4096;
const MOST_PIPES = 4096;
const SHORTEST_HEADER = 32;

/** The trees of a connection, and the files in them that are pipes or may be. */
export class PipeTable {
  private readonly observer: SmbObserver;
  /** Whether a tree is that of the pipes. */
  private readonly trees = new BoundedMap<string, boolean>(MOST_TREES);
  private readonly pipes = new BoundedMap<string, Pipe>(MOST_PIPES);
  private askedSoFar = 0;

  constructor(observer: SmbObserver) {
    this.observer = observer;
  }

  connected(tree: string, isPipes: boolean): void {
    this.trees.set(tree, isPipes);
  }

  /** Trees whose names begin so are no longer connected. */
  disconnected(prefix: string, mark: Mark): void {
    for (const [tree] of this.trees.entries()) if (tree.startsWith(prefix)) this.trees.delete(tree);
    for (const [handle, pipe] of this.pipes.entries()) {
      if (!pipe.tree.startsWith(prefix)) continue;
      this.pipes.delete(handle);
      pipe.end(mark);
    }
  }

  /** A file that somebody wants to open; null where it cannot be a pipe. */
  asked(tree: string, name: string | null): Pipe | null {
    const isPipes = this.trees.get(tree);
    if (isPipes === false) return null;
    this.askedSoFar += 1;
    const handle = `?${this.askedSoFar}`;
    return new Pipe(this.observer, tree, handle, name, isPipes === true && name !== null);
  }

  /** It was not opened. */
  refused(pipe: Pipe, mark: Mark): void {
    this.pipes.delete(pipe.handle);
    pipe.end(mark);
  }

  opened(pipe: Pipe, handle: string, isPipe: boolean, mark: Mark): void {
    this.pipes.delete(pipe.handle);
    pipe.handle = handle;
    this.pipes.set(handle, pipe)?.end(mark);
    pipe.opened(isPipe, mark);
  }

  closed(pipe: Pipe, mark: Mark): void {
    this.now(pipe).end(mark);
    this.pipes.delete(pipe.handle);
  }

  /** The file of a handle, also where nobody saw it opened; null where it cannot be a pipe. */
  find(handle: string, tree: string): Pipe | null {
    const known = this.pipes.get(handle);
    if (known !== undefined || this.trees.get(tree) === false) return known ?? null;
    return new Pipe(this.observer, tree, handle, null, false);
  }

  /** Whether data that begins so is of interest. */
  heeds(pipe: Pipe, bytes: Uint8Array, from: number, to: number): boolean {
    return this.now(pipe).heeds(bytes, from, to);
  }

  /** Data that a message brings a pipe: `count` bytes, so far behind the message's header's first. */
  deliver(pipe: Pipe, side: Side, message: Message, offset: number, count: number): void {
    if (count === 0 || offset < SHORTEST_HEADER) return;
    const { bytes, at, end, missing, mark } = message;
    const now = this.now(pipe);
    const from = Math.min(at + offset, end);
    const there = Math.min(count, end - from);
    if (there > 0) now.bytes(side, bytes, from, from + there, mark);
    if (there < count && missing > 0) now.gap(side, count - there, mark);
    if (now.isHeard) this.pipes.set(now.handle, now)?.end(mark);
  }

  /** A pipe lost so many bytes of a side, or an unknown number. */
  gap(pipe: Pipe, side: Side, length: number, mark: Mark): void {
    this.now(pipe).gap(side, length, mark);
  }

  /** Messages of a side are missing: any pipe may have lost something. */
  lost(side: Side, mark: Mark): void {
    for (const pipe of this.pipes.values()) pipe.gap(side, 0, mark);
  }

  end(mark: Mark): void {
    for (const [handle, pipe] of this.pipes.entries()) {
      this.pipes.delete(handle);
      pipe.end(mark);
    }
  }

  /** What has the handle by now: of a file that nobody saw opened there may be several notions. */
  private now(pipe: Pipe): Pipe {
    return this.pipes.get(pipe.handle) ?? pipe;
  }
}
