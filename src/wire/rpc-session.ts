import { HeardRpc } from './heard-rpc.ts';
import { recogniseSpeech, type Speech } from './recognition.ts';
import { RpcConversation } from './rpc/rpc-conversation.ts';
import type { RpcMemory } from './rpc/rpc-memory.ts';
import type { SessionObserver } from './session-observer.ts';
import { SmbConversation } from './smb/smb-conversation.ts';
import type { ByteSink, Mark, Side } from './stream/byte-sink.ts';
import type { Listener } from './stream/listener.ts';

/** Packets that begin with nothing known before no more is expected: damage spoils some, and missing bytes. */
const TRIES = 8;
/** Where the port promises something, as seen midway into a long message. */
const PROMISING_TRIES = 64;
const PROMISING = new Set([135, 139, 445, 593]);

interface Head {
  readonly side: Side;
  readonly bytes: Uint8Array;
  readonly mark: Mark;
}

/** What of RPC a TCP connection holds, by itself or in the pipes of SMB, found by content. */
export class RpcSession implements Listener {
  over = false;
  private readonly observer: SessionObserver;
  private readonly memory: RpcMemory;
  private speech: ByteSink | null = null;
  private tries: number;
  /** A beginning of each side that is too short to tell. */
  private heads: readonly Head[] = [];

  /** @param port the server's */
  constructor(port: number, observer: SessionObserver, memory: RpcMemory) {
    this.observer = observer;
    this.memory = memory;
    this.tries = PROMISING.has(port) ? PROMISING_TRIES : TRIES;
  }

  bytes(side: Side, bytes: Uint8Array, from: number, to: number, mark: Mark): void {
    if (this.speech !== null) this.speech.bytes(side, bytes, from, to, mark);
    else if (!this.over) this.recognise(side, bytes, from, to, mark);
  }

  gap(side: Side, length: number, mark: Mark): void {
    this.heads = this.heads.filter((head) => head.side !== side);
    this.speech?.gap(side, length, mark);
  }

  end(mark: Mark): void {
    this.speech?.end(mark);
  }

  private recognise(side: Side, bytes: Uint8Array, from: number, to: number, mark: Mark): void {
    const before = this.heads.find((head) => head.side === side);
    if (before !== undefined) {
      const joined = new Uint8Array(before.bytes.length + to - from);
      joined.set(before.bytes);
      joined.set(bytes.subarray(from, to), before.bytes.length);
      this.heads = this.heads.filter((head) => head !== before);
      this.tell({ side, bytes: joined, mark }, bytes.subarray(from, to));
    } else this.tell({ side, bytes: bytes.subarray(from, to), mark }, null);
  }

  /** @param last the last piece of the head, which may be a beginning where the whole is none */
  private tell(head: Head, last: Uint8Array | null): void {
    const { side, bytes, mark } = head;
    const speech = recogniseSpeech(bytes, 0, bytes.length);
    if (speech === 'rpc' || speech === 'smb') {
      this.speech = this.sinkOf(speech);
      for (const other of this.heads)
        this.speech.bytes(other.side, other.bytes, 0, other.bytes.length, other.mark);
      this.heads = [];
      this.speech.bytes(side, bytes, 0, bytes.length, mark);
    } else if (speech === 'more') this.heads = [...this.heads, { side, bytes: bytes.slice(), mark }];
    else if (last !== null) this.tell({ side, bytes: last, mark }, null);
    else {
      this.tries -= 1;
      this.over = this.tries === 0;
    }
  }

  private sinkOf(speech: Speech): ByteSink {
    if (speech === 'rpc') return this.rpc(null);
    const { observer } = this;
    return new SmbConversation({
      pipe: (name) => this.rpc(name),
      encrypted: (mark) => observer.encrypted(mark),
      compressed: () => {},
    });
  }

  private rpc(pipe: string | null): RpcConversation {
    return new RpcConversation(new HeardRpc(pipe, this.observer), this.memory);
  }
}
