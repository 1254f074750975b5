import type { ReadMessage } from '../pipeline/read-input.ts';
import type { ReadTask } from './read-task.ts';
import type { ReadThreads } from './read-threads.ts';

interface Share {
  readonly task: ReadTask & { kind: 'share' };
  /** What it gave, while it is not sure that it was read rightly. */
  held: ReadMessage[];
  done: boolean;
  endState: string;
}

/**
 * Reads the shares of one file side by side. A share is read on the assumption that the header in force at the
 * head of the file still is at its start. Where the share before it turns out to end otherwise (logs
 * strung together), what it gave is thrown away and it is read again: the answer never depends on the split.
 */
export class ShareSequence {
  private readonly shares: Share[];
  private readonly threads: ReadThreads;
  private readonly deliver: (share: number, message: ReadMessage) => void;
  private sure = 0;

  constructor(
    tasks: readonly (ReadTask & { kind: 'share' })[],
    threads: ReadThreads,
    deliver: (share: number, message: ReadMessage) => void,
  ) {
    this.shares = tasks.map((task) => ({ task, held: [], done: false, endState: '' }));
    this.threads = threads;
    this.deliver = deliver;
    for (const index of this.shares.keys()) this.start(index, false);
  }

  private start(index: number, first: boolean): void {
    const share = this.shares[index]!;
    this.threads.run(
      share.task,
      {
        message: (message) => {
          if (message.type === 'batch' && message.batch.end !== undefined)
            share.endState = message.batch.end.state;
          share.held.push(message);
          if (index === this.sure && this.startedRightly(index)) this.release(index);
        },
        done: () => {
          share.done = true;
          this.advance();
        },
      },
      first,
    );
  }

  private startedRightly(index: number): boolean {
    return index === 0 || this.shares[index]!.task.state === this.shares[index - 1]!.endState;
  }

  private advance(): void {
    for (; this.sure < this.shares.length; this.sure++) {
      const share = this.shares[this.sure]!;
      if (!this.startedRightly(this.sure)) {
        if (!share.done) return;
        const task = { ...share.task, state: this.shares[this.sure - 1]!.endState };
        this.shares[this.sure] = { task, held: [], done: false, endState: '' };
        this.start(this.sure, true);
        return;
      }
      this.release(this.sure);
      if (!share.done) return;
    }
  }

  private release(index: number): void {
    const share = this.shares[index]!;
    for (const message of share.held) this.deliver(index, message);
    share.held = [];
  }
}
